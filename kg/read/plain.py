"""Plain text: nothing but the body."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from kg.read.decode import decode
from kg.read.record import Text


class Plain:
    """`.txt`: the whole file is the text; what is known about it stands in a `metadata.csv` beside it."""

    name = "plain text"
    suffixes = (".txt", ".text")

    def texts(self, stream: BinaryIO) -> Iterator[Text]:
        """The one text of the file."""
        yield Text(decode(stream.read()))
