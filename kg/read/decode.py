"""Bytes to text: byte-order marks, UTF-8, recognised legacy encodings, line ends, and a refusal of what is not text."""

from __future__ import annotations

import codecs
import re

from kg.errors import SourceError

BOMS = (  # UTF-32's little-endian mark begins with UTF-16's, so it is tried first
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
USUAL = "cp1252"  # what most English text is in when it is not in UTF-8; Latin-1 and ASCII are contained in it
LINE_END = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")
MOST_CONTROLS = 0.01  # old wire copy holds a few control characters a page; machine code holds many


def decode(data: bytes) -> str:
    """The text in these bytes, with `\\n` for every line end and a space for each stray control character.

    Raises:
        SourceError: the bytes are no text, or in no encoding that can be recognised.
    """
    text = LINE_END.sub("\n", _decoded(data))
    controls = sum(1 for _ in CONTROL.finditer(text))
    if "\0" in text or controls > MOST_CONTROLS * len(text):
        raise SourceError("holds bytes that no text has; convert it to text first")
    return CONTROL.sub(" ", text) if controls else text


def _decoded(data: bytes) -> str:
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _strictly(data, _recognised(data))


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise SourceError(f"claims to be {encoding.upper()} and is not, at byte {error.start}; save it as UTF-8") from error


def _recognised(data: bytes) -> str:
    if b"\0" in data:
        raise SourceError("holds bytes that no text has; convert it to text first")
    from charset_normalizer import from_bytes

    matches = from_bytes(data)
    best = matches.best()
    if best is None:
        raise SourceError("is in no encoding that could be recognised; save it as UTF-8")
    equals = [match for match in matches if (match.chaos, match.coherence) == (best.chaos, best.coherence)]
    return USUAL if any(USUAL in match.could_be_from_charset for match in equals) else best.encoding
