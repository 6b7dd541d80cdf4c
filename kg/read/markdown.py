"""Markdown (CommonMark) with an optional YAML front matter, as static site generators write it.

The mark-up stays in the text, so that offsets are those of the file's body; the language room reads over it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from typing import BinaryIO

import yaml

from kg.errors import SourceError
from kg.read.decode import decode
from kg.read.record import Metadata, Text

FENCE = re.compile(r"---[ \t]*\n")
CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)
LONGEST = 20_000  # characters of front matter
KNOWN = frozenset(field.name for field in fields(Metadata))
EMPTY = ("", "~", "null")
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # builds strings, lists and mappings only; libyaml's is ten times faster


class Markdown:
    """`.md`: the front matter, when the first line is `---`, gives title, publisher, published, language, identifier and type."""

    name = "Markdown with front matter"
    suffixes = (".md", ".markdown")

    def texts(self, stream: BinaryIO) -> Iterator[Text]:
        """The one text of the file, without its front matter."""
        text = decode(stream.read())
        opening = FENCE.match(text)
        if opening is None:
            yield Text(text)
            return
        closing = CLOSING.search(text, opening.end())
        if closing is None:
            raise SourceError('opens a front matter with "---" and never closes it; end it with a line "---"')
        yield Text(text[closing.end() :], metadata(text[opening.end() : closing.start()]))


def metadata(front_matter: str) -> Metadata:
    """The fields of a front matter; unknown ones are passed over.

    Every value is taken as it is written: a date stays text and `No` stays a word.

    Raises:
        SourceError: it is no YAML, no list of `name: value` lines, or a known field holds more than one value.
    """
    if len(front_matter) > LONGEST:
        raise SourceError(f'has a front matter of more than {LONGEST:,} characters; close it with a line "---"')
    try:
        found = yaml.load(front_matter, Loader=LOADER)
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "context_mark", None) or getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 1  # counted in the file, from 1, with the fence
        raise SourceError(f"has a front matter that is not valid YAML (line {line}); put values that hold a colon in quotes") from error
    if found in (None, *EMPTY):
        return Metadata()
    if not isinstance(found, dict):
        raise SourceError('has a front matter without "name: value" lines; write for instance "publisher: TASS"')
    values = {str(name).lower(): value for name, value in found.items()}
    return Metadata(**{name: _one_line(name, value) for name, value in values.items() if name in KNOWN})


def _one_line(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise SourceError(f'has more than one value for "{name}" in its front matter; give one, in quotes if it holds a colon')
    return "" if value in EMPTY else " ".join(value.split())
