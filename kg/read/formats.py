"""Every format that is read. A new one is a file beside this one and a line below."""

from __future__ import annotations

from kg.read.markdown import Markdown
from kg.read.plain import Plain
from kg.read.record import Format

MARKDOWN = Markdown()
FORMATS: tuple[Format, ...] = (Plain(), MARKDOWN)
BY_SUFFIX = {suffix: form for form in FORMATS for suffix in form.suffixes}


def listed() -> str:
    """The formats and their endings in words, for messages."""
    return ", ".join(f"{form.name} ({', '.join(form.suffixes)})" for form in FORMATS)
