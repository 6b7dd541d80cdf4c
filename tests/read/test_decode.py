"""From bytes to text, whatever wrote them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import SourceError
from kg.read.decode import decode

PROSE = (
    "The foreign ministers of Armenia and Türkiye met in Ankara – their first meeting since 2009 – and agreed to reopen the border. "
    "“It is a modest step,” one of them said, “but a concrete one.” The communiqué names no date; São Tomé’s envoy welcomed it."
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252", "mac-roman"])
def test_encodings_are_recognised(encoding: str) -> None:
    """UTF-8, whatever carries a byte-order mark, and the legacy encodings of English text."""
    assert decode(PROSE.encode(encoding)) == PROSE


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_byte_order_marks_are_read_and_dropped(encoding: str) -> None:
    """Either byte order is read by its mark."""
    assert decode(("\ufeff" + PROSE).encode(encoding)) == PROSE


def test_latin_1_reads_as_its_windows_superset() -> None:
    """English text with a few accents and no curly quotes."""
    plain = PROSE.translate(str.maketrans({"–": "-", "“": '"', "”": '"', "’": "'"}))
    assert decode(plain.encode("latin-1")) == plain


def test_line_ends_become_newlines() -> None:
    """Windows, old Mac, form feeds and Unicode's separators all end a line."""
    assert decode(b"a\r\nb\rc\n\fd\xe2\x80\xa8e\xc2\x85f") == "a\nb\nc\n\nd\ne\nf"


def test_stray_control_characters_of_wire_copy_become_spaces() -> None:
    """A few transmission codes are no reason to refuse a report; offsets stay."""
    assert decode(b"\x01" + PROSE.encode() + b"\x03") == f" {PROSE} "


@pytest.mark.parametrize("data", [b"ab\0c", bytes(range(256)), b"\x01\x02\x03abc", b"\xff\xfeabc", b"\xef\xbb\xbf\xff\xff"])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    """Binary data, and text that breaks the promise of its byte-order mark."""
    with pytest.raises(SourceError, match=r"holds bytes|claims to be|no encoding"):
        decode(data)


@given(st.binary(max_size=200))
def test_any_bytes_give_text_or_one_sentence(data: bytes) -> None:
    """Whatever comes, the result has no carriage return, no NUL and no other control character than tab and newline."""
    try:
        text = decode(data)
    except SourceError as error:
        assert "\n" not in str(error)  # noqa: PT017 - either outcome is right
    else:
        assert not [c for c in text if (ord(c) < 32 and c not in "\t\n") or ord(c) == 127]
        text.encode()
