"""Ordinal numbers, in words and figures."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
    "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17,
    "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30, "fortieth": 40, "fiftieth": 50, "sixtieth": 60, "seventieth": 70,
    "eightieth": 80, "ninetieth": 90, "inaugural": 1,
}  # fmt: skip
TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}

ROMAN = re.compile(r"(?=[CLXVI])C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
DIGITS = {"C": 100, "L": 50, "X": 10, "V": 5, "I": 1}


def roman(numeral: str) -> int:
    """The value of a Roman numeral up to 399."""
    values = [DIGITS[c] for c in numeral]
    return sum(-v if v < max(values[i + 1 :], default=0) else v for i, v in enumerate(values))


def ordinal(token: Token) -> int | None:
    """The number of an ordinal: "tenth", "31st", "Sixty-Sixth"."""
    if found := re.fullmatch(r"(\d+)(?:st|nd|rd|th)", token.lower_):
        return int(found[1])
    if ROMAN.fullmatch(token.text) and len(token.text) > 1 and token.i + 1 < len(token.doc) and token.nbor().text[:1].isupper():
        return roman(token.text)
    if token.lower_ in ORDINALS:
        number = ORDINALS[token.lower_]
        back = token.i - 2
        if number < 10 and back >= 0 and token.nbor(-1).text == "-" and token.nbor(-2).lower_ in TENS:
            return TENS[token.nbor(-2).lower_] + number
        return number
    return None
