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


def ordinal(token: Token) -> int | None:
    """The number of an ordinal: "tenth", "31st", "Sixty-Sixth"."""
    if found := re.fullmatch(r"(\d+)(?:st|nd|rd|th)", token.lower_):
        return int(found[1])
    if token.lower_ in ORDINALS:
        number = ORDINALS[token.lower_]
        back = token.i - 2
        if number < 10 and back >= 0 and token.nbor(-1).text == "-" and token.nbor(-2).lower_ in TENS:
            return TENS[token.nbor(-2).lower_] + number
        return number
    return None
