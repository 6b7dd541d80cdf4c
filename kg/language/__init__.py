"""Text to parse: layout, tokens, sentences, tags, lemmas and Universal Dependencies, by weights that travel with the package."""

from __future__ import annotations

from kg.language.parse import Paragraph, Parse
from kg.language.pipeline import fingerprint, parse

__all__ = ["Paragraph", "Parse", "fingerprint", "parse"]
