"""A small transformer encoder as a spaCy component. `kg.language.encoder.component` registers it as `accord_encoder` and is
imported before the weights are loaded; nothing heavy is imported here."""
