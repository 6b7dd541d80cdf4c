"""Documents out of whatever the user named, one by one, and a sentence for each that could not be read."""

from __future__ import annotations

import hashlib
import io
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import BinaryIO

from kg.errors import SourceError
from kg.model import Document, Skipped
from kg.read.english import foreign
from kg.read.formats import BY_SUFFIX, MARKDOWN
from kg.read.record import Format, Metadata
from kg.read.sources import STDIN, files

FULL_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}.*)?")
PARTIAL_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2]))?")
ENGLISH = re.compile(r"en|eng|english|en[-_]\w+", re.IGNORECASE)


def read(
    sources: Iterable[str | Path] | str | Path,
    *,
    title: str | None = None,
    publisher: str | None = None,
    published: date | str | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Document | Skipped]:
    """Read files, folders and standard input (`-`) into documents.

    Title, publisher and date given here hold for every document of the call; else the document's front matter speaks, then the
    `metadata.csv` of its folder. A publication date is a full ISO 8601 date; a bare year or month counts as unknown, because relative
    times hang on the day.

    A document's identifier is its file's stem unless its metadata says otherwise; standard input is named by a digest of its bytes. Of
    two documents with one identifier the first by path is read and the other reported. The order of `sources` changes nothing.

    Args:
        sources: what to read, or one such.
        title: the title.
        publisher: who published it.
        published: the day of publication.
        stdin: where `-` reads from instead of the process's standard input.

    Returns:
        Documents and, for whatever gave none, a Skipped with its reason; only one file is in memory at a time.

    Raises:
        SourceError: `published` is no date.
    """
    given = [str(source) for source in ([sources] if isinstance(sources, str | Path) else sources)]
    said = Metadata(title=title or "", publisher=publisher or "", published=str(published or ""))
    try:
        _day(said.published)
    except SourceError as error:
        raise SourceError(f"Could not read anything: what was given {error}.") from error
    return _unique(_all(given, said, stdin))


def _all(sources: list[str], said: Metadata, stdin: BinaryIO | None) -> Iterator[tuple[str, Document | Skipped]]:
    found, skipped = files(sources)
    for one in skipped:
        yield one.source, one
    for file in found:
        source = str(file.path)
        below = file.metadata.over(Metadata(identifier=file.path.stem))
        try:
            with file.path.open("rb") as stream:
                yield from _documents(BY_SUFFIX[file.path.suffix.lower()], stream, source, said, below)
        except OSError as error:
            yield source, Skipped(source, f"Did not read {source}: {error.strerror}; check the file and its permissions.")
    if STDIN in sources:
        data = (stdin or sys.stdin.buffer).read()
        below = Metadata(identifier="stdin-" + hashlib.sha256(data).hexdigest()[:12])
        yield from _documents(MARKDOWN, io.BytesIO(data), "standard input", said, below)


def _documents(form: Format, stream: BinaryIO, source: str, above: Metadata, below: Metadata) -> Iterator[tuple[str, Document | Skipped]]:
    """The documents in one open file; `above` is said before what the file says itself, `below` after it."""
    try:
        for text in form.texts(stream):
            yield source, _document(text.body, above.over(text.metadata).over(below))
    except SourceError as error:
        yield source, Skipped(source, f"Did not read {source}: it {error}.")


def _document(body: str, metadata: Metadata) -> Document:
    """A document; raises SourceError, worded to go on from "it ...", where text or metadata don't allow one."""
    text = body.strip()
    if not text:
        raise SourceError("holds no text")
    if metadata.language and not ENGLISH.fullmatch(metadata.language):
        raise SourceError(f'is in the language "{metadata.language}" by its metadata, and Accord reads English')
    if not metadata.language and (code := foreign(text)):
        raise SourceError(
            f'seems to be in the language "{code}", and Accord reads English; if it is English, say "language: en" in its metadata'
        )
    return Document(
        identifier=unicodedata.normalize("NFC", metadata.identifier),  # macOS hands out file names decomposed
        text=text,
        title=metadata.title,
        publisher=metadata.publisher,
        published=_day(metadata.published),
        language=metadata.language or "en",
        document_type=metadata.type,
    )


def _day(written: str) -> date | None:
    full = FULL_DATE.fullmatch(written)
    if full is None and (not written or PARTIAL_DATE.fullmatch(written)):
        return None
    try:
        return date.fromisoformat(full[1] if full else written)
    except ValueError as error:
        raise SourceError(f'has the publication date "{written}", which is none; write it as 2021-09-30, or leave it empty') from error


def _unique(documents: Iterable[tuple[str, Document | Skipped]]) -> Iterator[Document | Skipped]:
    """Every identifier once: a second document of that name would replace the first in the graph."""
    taken: dict[str, str] = {}
    for source, one in documents:
        if isinstance(one, Document) and one.identifier in taken:
            yield Skipped(
                source,
                f'Did not read {source}: its identifier "{one.identifier}" is already that of {taken[one.identifier]}; '
                "rename the file, or give it an identifier in its metadata.",
            )
        else:
            if isinstance(one, Document):
                taken[one.identifier] = source
            yield one
