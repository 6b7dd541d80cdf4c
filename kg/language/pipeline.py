"""The spaCy pipeline and what makes documents into parses. Nothing is downloaded; the weights stand beside this file."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import LanguageError
from kg.language.layout import Block, blocks
from kg.language.parse import Paragraph, Parse
from kg.model import Document

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from kg.language.encoder.events import EventReader

WEIGHTS = Path(__file__).with_name("weights")
LONE = re.compile("[\ud800-\udfff]")  # lone surrogates, which UTF-8 and so spaCy can't hold
CLOSING = frozenset(".!?:;…\"”’')]»")
ABBREVIATIONS = frozenset(
    [
        "hon.",
        "h.e.",
        "gen.",
        "lt.",
        "col.",
        "maj.",
        "adm.",
        "sen.",
        "rep.",
        "gov.",
        "amb.",
        "mr.",
        "mrs.",
        "ms.",
        "dr.",
        "prof.",
        "st.",
        "no.",
        "nos.",
        "art.",
        "para.",
        "vs.",
        "rev.",
        "jan.",
        "feb.",
        "mar.",
        "apr.",
        "jun.",
        "jul.",
        "aug.",
        "sept.",
        "oct.",
        "nov.",
        "dec.",
        "u.s.",
        "u.k.",
        "u.n.",
    ]
)
BATCH = 32  # documents: enough to fill the parser's batches, few enough to keep memory flat


@cache
def pipeline(weights: Path = WEIGHTS) -> Language:
    """The pipeline, loaded once per process.

    Raises:
        LanguageError: the weights are missing or were written by another spaCy.
    """
    import spacy
    from spacy.language import Language

    from kg.language.encoder import component  # noqa: F401  (registers the factory)

    if not Language.has_factory("accord_sentence_guard"):
        Language.component("accord_sentence_guard", func=_no_break_inside)
    with _loading(weights):
        nlp = spacy.load(weights)
        nlp.add_pipe("accord_sentence_guard", first=True)
    return nlp


@cache
def event_reader(weights: Path = WEIGHTS) -> EventReader:
    """The reader of events, loaded once per process.

    Raises:
        LanguageError: its weights are missing.
    """
    from kg.language.encoder.events import EventReader

    with _loading(weights):
        return EventReader(weights / "events")


@contextmanager
def _loading(weights: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as error:
        raise LanguageError(
            f"Could not load the language weights in {weights} ({error}); reinstall accord-kg with a spaCy version that it allows."
        ) from error


def _no_break_inside(doc: Doc) -> Doc:
    """Keep the parser from ending a sentence where nothing closes one, or after an abbreviation such as "Hon."."""
    for token in doc[1:]:
        before = token.nbor(-1)
        if before.text[-1] not in CLOSING or before.lower_ in ABBREVIATIONS:
            token.is_sent_start = False
    return doc


@cache
def fingerprint(weights: Path = WEIGHTS) -> str:
    """A digest of the weights: another one means that documents must be parsed anew."""
    digest = hashlib.sha256()
    for path in sorted(p for p in weights.rglob("*") if p.is_file()):
        digest.update(path.relative_to(weights).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def parse(documents: Iterable[Document], weights: Path = WEIGHTS) -> Iterator[Parse]:
    """Parse documents one by one, in order; the parser sees the blocks of several at a time, which changes its speed and nothing else."""
    nlp, reader = pipeline(weights), event_reader(weights)
    waiting = iter(documents)
    while batch := list(islice(waiting, BATCH)):
        cut = [list(blocks(document.text)) for document in batch]
        parsed = nlp.pipe(LONE.sub("\N{REPLACEMENT CHARACTER}", block.text) for document_blocks in cut for block in document_blocks)
        for document, document_blocks in zip(batch, cut, strict=True):
            docs = list(islice(parsed, len(document_blocks)))
            told = _joined(document, document_blocks, docs)
            events, mentions = reader(told.doc, [stretch for part in docs for stretch in part.user_data["stretches"]])
            told.doc.user_data |= {"events": events, "mentions": mentions}
            yield told


def _joined(document: Document, cut: list[Block], docs: list[Doc]) -> Parse:
    from spacy.tokens import Doc

    spoken = [d for d in docs if len(d)]
    doc = Doc.from_docs(spoken, exclude=["user_data"]) if spoken else Doc(pipeline().vocab)  # type: ignore[call-arg]  # spaCy's stub is behind
    if doc is None:
        raise LanguageError(f"Could not join the paragraphs of {document.identifier}; please report this document.")
    paragraphs: list[Paragraph] = []
    starts: list[int] = []
    ends: list[int] = []
    owner: list[int] = []
    for block, part in zip(cut, docs, strict=True):
        paragraphs.append(Paragraph(block, len(starts), len(starts) + len(part)))
        for token in part:
            starts.append(block.origins[token.idx])
            ends.append(block.origins[token.idx + len(token) - 1] + 1)
            owner.append(len(paragraphs) - 1)
    if len(doc):
        remember_sentences(doc)
    return Parse(document, doc, tuple(paragraphs), tuple(starts), tuple(ends), tuple(owner))


def remember_sentences(doc: Doc) -> None:
    """Look up a joined doc's sentences once: spaCy searches for the sentence's ends whenever a token is asked for its sentence."""
    sentences = list(doc.sents)
    sentence_of = [sentence for sentence in sentences for _ in range(len(sentence))]
    doc.user_hooks["sents"] = lambda _: sentences
    doc.user_token_hooks["sent"] = lambda token: sentence_of[token.i]
