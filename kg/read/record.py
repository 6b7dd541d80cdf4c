"""What a format must do, and what it yields."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import BinaryIO, Protocol


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is said about one text, as written: every field is a string, empty where nothing is said."""

    identifier: str = ""
    title: str = ""
    publisher: str = ""
    published: str = ""
    language: str = ""
    type: str = ""

    def over(self, other: Metadata) -> Metadata:
        """This metadata, with the other's words where this one is silent."""
        return Metadata(*(getattr(self, field.name) or getattr(other, field.name) for field in fields(self)))


@dataclass(frozen=True, slots=True)
class Text:
    """One text out of a file: its body, with `\\n` for every line end, and what the file itself says about it."""

    body: str
    metadata: Metadata = Metadata()


class Format(Protocol):
    """A kind of file that can be read. A new one is a new file in this folder and a line in `kg.read.formats.FORMATS`."""

    @property
    def name(self) -> str:
        """What a user calls it, for messages."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """Lower-case endings of file names, with the dot."""

    def texts(self, stream: BinaryIO) -> Iterator[Text]:
        """The texts in an open file, one by one.

        Raises:
            SourceError: the bytes are not what the format promises; the message goes on from "Did not read FILE: it ...".
        """
