"""How a phrase in a text is compared with a stored form, whatever its accents, spaces and case."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

JOINERS = str.maketrans(dict.fromkeys(" \u00a0\n\t-\u2010\u2011\u2012\u2013.'\u2018\u2019\u02bc\u02bb`\u00b7", "") | {"&": "and"})
LETTERS = str.maketrans("øØłŁđĐðÐıəƏ", "oOlLdDdDiaA") | str.maketrans({"ß": "ss", "æ": "ae", "Æ": "Ae", "þ": "th", "Þ": "Th"})
BRITISH = (("isation", "ization"), ("defence", "defense"), ("centre", "center"))
SEPARATOR = re.compile(r"[\s\-\u2010-\u2013.'\u2018\u2019\u02bc\u02bb`]")
HEADLINE = 4


@lru_cache(maxsize=100_000)
def fold(text: str) -> str:
    """Letters and digits without accents, case kept; joining marks and spaces are dropped, other punctuation stays."""
    text = text.translate(JOINERS)
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text.translate(LETTERS))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


@lru_cache(maxsize=100_000)
def index_key(folded: str) -> str:
    """What the index is keyed by: no case, and one of the two spellings of English."""
    key = folded.lower()
    for british, american in BRITISH:
        key = key.replace(british, american)
    return key


def joined(words: Sequence[str]) -> str:
    """The folded words, with a space left where a name needs one: between "Yemen" and "is", not in "Guinea" "-" "Bissau" or "U." "S."."""
    *_, whole = "", *beginnings(words)
    return whole


def beginnings(words: Sequence[str]) -> Iterator[str]:
    """The first word, the first two, the first three … as `joined` makes them."""
    text, soft = "", True
    for word in words:
        piece = fold(word)
        text += piece if soft or not word[:1].isalnum() else f" {piece}"
        soft = not piece or not word[-1:].isalnum()
        yield text


def fits(form: str, given: str) -> bool:
    """Whether the spaces and the case of `given`, as `joined` makes it, allow `form`.

    A space stands where a word of the form ends. An abbreviation keeps its capitals, a single word its first letter, a longer name some
    capital; what is all in capitals, as in headlines, may be anything of four letters or more.
    """
    words = [word for part in SEPARATOR.split(form) if (word := fold(part))]
    ends = {sum(map(len, words[:n])) for n in range(1, len(words))}
    spaces = [match.start() - n for n, match in enumerate(re.finditer(" ", given))]
    given = given.replace(" ", "")
    if not ends.issuperset(spaces):
        return False
    if given.isupper() and len(given) >= HEADLINE:
        return True
    at = 0
    for word in words:
        if len(word) > 1 and word.isupper() and given[at : at + len(word)] != word:
            return False
        at += len(word)
    if len(words) == 1:
        return given[:1].isupper() or not words[0][:1].isupper()
    return given != given.lower() or form == form.lower()
