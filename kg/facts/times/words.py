"""The words of time: each gets a letter, so that the grammar is regular expressions over one letter per word.

Of a date: D 1-31, O o ordinal in figures and words, M m month and its abbreviation, W x weekday likewise, Y year, I J whole dates in
figures, S season, Q K quarter and half, P part of the day, w weekend, t today, q date.
Counted: n N numbers in words and figures, a article, s vague quantity; y k v j h c b: year, month, week, day, hour, decade, fortnight;
8 the 1990s.
Relating: L last, V previous, X next, A following, T this, H that, e early, g earlier and later, l before and after, E end, G ago, 0 now,
z every, Z yearly, 9 old; 7 thousand.
Joining: d the, f of, i in/on/at, F from, u within, R to, B and, - ~ dashes, p 's, and marks as themselves.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.facts.times.calendar import EARLIEST_YEAR, LATEST_YEAR, Unit


def _numbered(names: str, start: int = 1, step: int = 1) -> dict[str, int]:
    return {name: start + step * i for i, name in enumerate(names.split())}


MONTHS = _numbered("january february march april may june july august september october november december")
MONTHS_SHORT = {name[:3]: number for name, number in MONTHS.items() if name != "may"} | {"sept": 9}
WEEKDAYS = _numbered("monday tuesday wednesday thursday friday saturday sunday", 0)
WEEKDAYS_SHORT = {"mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "sat": 5, "sun": 6}
SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 2)}
TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
NUMBERS = (
    _numbered(f"one two three four five six seven eight nine {TEENS}")
    | _numbered("twenty thirty forty fifty sixty seventy eighty ninety hundred", 20, 10)
    | {"dozen": 12}
)
ORDINALS = (
    _numbered("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth")
    | _numbered("seventeenth eighteenth nineteenth twentieth", 17)
    | {"thirtieth": 30}
)
DEICTIC = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}
UNITS: dict[str, Unit] = {"y": "year", "k": "month", "v": "week", "j": "day", "b": "week"}
BACKWARD = {"earlier", "before", "previously", "beforehand", "prior"}

LETTERS = {
    "d": "the",
    "a": "a an",
    "y": "year years",
    "k": "month months",
    "v": "week weeks",
    "j": "day days",
    "h": "hour hours minute minutes",
    "c": "decade decades century centuries",
    "b": "fortnight fortnights",
    "q": "date",
    "Q": "quarter q",
    "K": "half",
    "P": "morning afternoon evening night noon midnight dawn dusk",
    "w": "weekend",
    "L": "last past",
    "V": "previous preceding",
    "X": "next coming upcoming",
    "A": "following subsequent ensuing succeeding",
    "T": "this current present these",
    "H": "that same those",
    "e": "early late mid",
    "g": "earlier later afterwards afterward thereafter previously beforehand prior hence",
    "l": "before after",
    "E": "end beginning start middle close outset",
    "G": "ago",
    "0": "now",
    "f": "of",
    "i": "in on at during",
    "F": "from",
    "u": "within",
    "R": "to through until till thru",
    "B": "and or",
    "z": "every each",
    "Z": "annually yearly monthly weekly daily quarterly",
    "s": "several few many recent couple some",
    "9": "old",
    "7": "thousand",
}

# Times that no calendar can place.
UNITS_SAID = "(?:hours|days|weeks|months|years|decades)"
VAGUE = re.compile(
    r"\b(?:in due course|in the meantime|for the time being|without delay|soon|shortly|(?<!most )recently|lately"
    r"|(?:at|by|on) (?:an|the) (?:early|earliest|later|appropriate|agreed|unspecified|opportune)(?: possible| practicable)? "
    r"(?:date|time|stage|opportunity|moment)(?: possible)?"
    r"|as (?:soon|early|quickly) as (?:possible|practicable|practical|feasible)"
    r"|(?:at|for) a (?:mutually )?(?:convenient|agreed) (?:time|date)"
    r"|in the (?:near|foreseeable|distant|immediate) future"
    rf"|in (?:the )?(?:coming|next|past|last|recent|following) (?:few |several )?{UNITS_SAID}"
    rf"|(?:for|over) {UNITS_SAID}|(?:some|a long|a short) time ago"
    rf"|{UNITS_SAID} (?:ago|later|earlier)"
    rf"|(?:several|a few|some|many) {UNITS_SAID}(?: (?:ago|later|earlier|before|after))?)\b",
    re.IGNORECASE,
)

WORD = re.compile(
    r"(?P<I>\d{4}-\d{2}-\d{2})\b|(?P<J>\d{1,2}([/.])\d{1,2}\3\d{4})\b|(?P<big>\d+(?:[.,]\d+)+)|(?P<O>\d+(?:st|nd|rd|th))\b|(?P<d8>\d{2,4}['’]?s)\b|"
    r"(?P<figure>\d+)|(?P<word>[^\W\d_]+)|(?P<mark>['’]s\b|[^\w\s])"
)


def _letters() -> dict[str, str]:
    table = {word: letter for letter, words in LETTERS.items() for word in words.split()}
    for words, letter in ((NUMBERS, "n"), (ORDINALS, "o"), (SEASONS, "S"), (DEICTIC, "t")):
        table.update(dict.fromkeys(words, letter))
    return table


LETTER_OF = _letters()
NAMES = {name: letter for table, letter in ((MONTHS, "M"), (MONTHS_SHORT, "m"), (WEEKDAYS, "W"), (WEEKDAYS_SHORT, "x")) for name in table}
MARKS = {"-": "-", "–": "-", "—": "~", ",": ",", "'s": "p", "’s": "p", "'": "'", "’": "'", ".": ".", "(": "("}


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of text cut into words: `letters[i]` is the class of word i, `texts[i]` itself in lower case, `spans[i]` its offsets."""

    letters: str
    texts: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


def words(text: str, start: int, end: int) -> Words:
    """The words of `text[start:end]` with their letters."""
    found = [(m.lastgroup or "", m.group(), m.span()) for m in WORD.finditer(text, start, end)]
    return Words(
        "".join(_letter(kind, word) for kind, word, _ in found),
        tuple(word.lower() for _, word, _ in found),
        tuple(span for _, _, span in found),
    )


def _letter(kind: str, word: str) -> str:
    match kind:
        case "word":
            if word[0].isupper() and (name := NAMES.get(word.lower())):
                return name
            return LETTER_OF.get(word.lower(), "_")
        case "mark":
            return MARKS.get(word, "_")
        case "figure":
            return _figure(word)
        case "I" | "J" | "O":
            return kind
        case "d8":
            return "8"
    return "_" if "." in word or "," not in word else "N"


def _figure(word: str) -> str:
    if len(word) <= 2 and 1 <= int(word) <= 31:
        return "D"
    if len(word) == 4 and EARLIEST_YEAR <= int(word) <= LATEST_YEAR:
        return "Y"
    return "N" if len(word) <= 3 else "_"


def year_in_words(texts: tuple[str, ...]) -> int:
    """The year of "two thousand and ten" or "nineteen hundred and ninety-five"; 0 where the words name none."""
    values = [NUMBERS.get(text, 0) for text in texts if text not in ("-", "and", "thousand")]
    if "thousand" in texts:
        return 1000 * values[0] + sum(values[1:])
    return 100 * values[0] + sum(value for value in values[1:] if value != 100)


def number(text: str) -> int:
    """The value of a count or an ordinal in words or figures, as `twenty`, `a`, `16th`; 0 where it is none."""
    if text[:1].isdigit():
        return int(re.sub(r"\D", "", text))
    return NUMBERS.get(text) or ORDINALS.get(text) or (1 if text in ("a", "an") else 0)
