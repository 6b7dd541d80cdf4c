"""Everything that Accord raises on purpose.

KgError                 the root: one sentence for the user, exit status 1
├── SourceError         a document or its metadata can't be read
├── GraphError          the graph directory is missing, locked, damaged or not writable
├── QueryError          a query can't be found, parsed, bound or evaluated
│   └── ForbiddenError  a query would change the graph or ask another server
├── ExportError         a format is unknown or a file can't be written
├── LanguageError       the pipeline's weights can't be loaded
├── RemoteError         another server can't be reached, or refuses
└── OntologyError       a Turtle file of the lexicon, the gazetteer or the ontology is wrong
"""

from __future__ import annotations


class KgError(Exception):
    """One sentence: what was attempted, what is wrong, what to try next."""


class SourceError(KgError):
    """A document or its metadata can't be read."""


class GraphError(KgError):
    """The graph directory is missing, locked, damaged or not writable."""


class QueryError(KgError):
    """A query can't be found, parsed, bound or evaluated."""


class ForbiddenError(QueryError):
    """A query would change the graph or ask another server."""


class ExportError(KgError):
    """A format is unknown or a file can't be written."""


class LanguageError(KgError):
    """The pipeline's weights can't be loaded."""


class RemoteError(KgError):
    """Another server can't be reached, or refuses."""


class OntologyError(KgError):
    """A Turtle file of the lexicon, the gazetteer or the ontology is wrong."""
