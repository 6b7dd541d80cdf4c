"""A parsed document: one spaCy Doc over all its blocks, and the way back from tokens to the document's text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

    from kg.language.layout import Block
    from kg.model import Document


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block and the tokens `[start, end)` that it became."""

    block: Block
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Parse:
    """`starts[i]` and `ends[i]` are token i's offsets in `document.text`; `paragraph_of[i]` its index in `paragraphs`."""

    document: Document
    doc: Doc
    paragraphs: tuple[Paragraph, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    paragraph_of: tuple[int, ...]

    def paragraph(self, token: Token) -> Paragraph:
        """The paragraph that a token stands in."""
        return self.paragraphs[self.paragraph_of[token.i]]

    def section(self, token: Token) -> int:
        """The number of the section (item of a bulletin) that a token stands in."""
        return self.section_at(token.i)

    def section_at(self, i: int) -> int:
        """The number of the section that token i stands in."""
        return self.paragraphs[self.paragraph_of[i]].block.section

    def offsets(self, span: Span) -> tuple[int, int]:
        """The offsets of a span in the document's text."""
        return self.starts[span.start], self.ends[span.end - 1]

    def quote(self, span: Span) -> str:
        """The document's own characters from the first to the last token of a span."""
        start, end = self.offsets(span)
        return self.document.text[start:end]
