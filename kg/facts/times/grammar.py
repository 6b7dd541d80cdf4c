"""Which sequences of words are times: regular expressions over the letters of `words`, and the longest match at each place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.facts.times.words import Words

if TYPE_CHECKING:
    from spacy.tokens import Doc

MOD = r"(?P<mod>d?[eg](?:-|i?d?)|d?E(?:-|fd?)|d?oKfd?|d?(?:P|[_e]h)fd?)?"
REL = r"(?P<rel>d?[LVXATH])"
YEAR = r"(?:,?f?(?P<year>Y)|,?f?(?P<yrel>d?[LVXATH])y)"
COUNT = r"(?P<count>n-n|[aDNn])"
UNIT = r"(?P<unit>[ykvjbch])"
ON = r"(?:[Wx]\.?,?)?"
MONTH = r"(?P<month>[Mm])(?:(?<=m)\.)?"

SPELT = r"(?P<spelt>n7B?(?:n(?:-n)?)?|nnBn(?:-n)?|nn(?:-n)?)"  # two thousand and ten, nineteen ninety-five

# Ties of length go to the rule that stands first.
RULES = {
    "figures": r"(?P<figures>[IJ])",
    "days": rf"{MOD}{ON}d?(?P<day>[DO])(?:,d?[DO])*,?(?P<link>[-RB]){ON}d?(?P<day2>[DO])f?{MONTH}{YEAR}?",
    "days_after": rf"{ON}{MONTH}d?(?P<day>[DO])(?:,[DO])*,?(?P<link>[-RB])d?(?P<day2>[DO])(?!f?[Mm]){YEAR}?",
    "date": rf"{MOD}{ON}(?:d?(?P<day>[DO])f?|d?(?P<word_day>o)f){MONTH}{YEAR}?",
    "date_after": rf"{MOD}{ON}{MONTH}d?(?P<day>[DO])(?![-']?n?[ykvjhcb]){YEAR}?",
    "formula": rf"[dT]?(?P<tens>n-)?(?P<day>[oO])jf{MONTH}(?:,?(?:id?y)?,?(?:(?P<year>Y)|{SPELT}))?",
    "day_number": r"d(?P<day>[Oo])(?:fd?(?P<rel>[LVXATH]?)k)?",
    "month": rf"{MOD}{REL}?(?P<month>M){YEAR}?",
    "short_month": rf"{MOD}(?P<month>m)\.?{YEAR}",
    "part_of_year": r"d(?P<nth>[oO])(?P<part>[QK])(?:fd?|,)?(?:(?P<year>Y)|(?P<yrel>[LVXATH]?)y)",
    "quarter": r"(?:d(?P<nth>[oO])Q|Q(?P<figure>D)(?P<year>Y))",
    "unit_beyond": r"d(?P<unit>[ykv])l(?P<rel>[LX])",
    "season": rf"{MOD}(?P<rel>d?[LVXATH]|d)?(?P<season>S){YEAR}?",
    "weekday": rf"{MOD}(?P<rel>[LXATV]|d[AVX])?(?P<weekday>W)(?P<part>P)?(?:,?f?(?P<week>[LXTA]|d[AV])v)?",
    "weekend": r"(?P<rel>d?[LXTHAV]|d)w",
    "deictic": rf"{MOD}(?P<beyond>djl)?(?P<deictic>t)P?",
    "part_of_day": r"(?P<rel>[TH]|L(?=P)|d[AVH])P",
    "unit": rf"{MOD}{REL}(?P<unit>[ykvj])",
    "that_date": r"[HT]q",
    "end_of_unit": r"(?P<mod>d?E(?:fd|f)|[eg]id)(?P<unit>[ykvj])",
    "ago": rf"{COUNT}{UNIT}(?:G|(?P<hence>F0))(?P<today>t)?",
    "offset": rf"{COUNT}{UNIT}(?P<way>[gl])(?P<that>H(?![_jkvy]))?",
    "next_to": r"d(?:(?P<unit>[ykvj])|P)(?P<way>l)(?P<that>H(?![_jkvy]))?",
    "frequency": r"z(?:[oOnD]|g)?[ykvjhcbWSPMQ]|Z",
    "span": r"(?:d[LXVA])?(?:n-n|as|[aDNns])-?[ykvjhcb](?:'|-(?P<old>9)|9)?",
    "decade": r"d8",
    "year": rf"{MOD}(?P<year>Y)(?:[-RB](?P<year2>D))?",
}
COMPILED = {name: re.compile(pattern) for name, pattern in RULES.items()}
HOLIDAY = {"good", "easter", "ash", "palm", "whit", "maundy", "holy", "black", "bloody"}  # "Good Friday" is no day of this week
NAME = 6  # tokens from an ordinal to the noun that it counts: "the 20th Annual Border Dialogue"
AMOUNTS = {"million", "billion", "trillion", "tonnes", "tons", "barrels", "dollars", "euros", "times", "percent", "cent"}
STARTS = re.compile(r"[^_,.\-(fRBG0q9'p~u]")


@dataclass(frozen=True, slots=True)
class Match:
    """A rule's match over words `[start, end)`."""

    rule: str
    words: Words
    found: re.Match[str]

    @property
    def start(self) -> int:
        """Index of the first word."""
        return self.found.start()

    @property
    def end(self) -> int:
        """Index after the last word."""
        return self.found.end()

    def has(self, group: str) -> bool:
        """Whether the rule has the group and it took part in the match."""
        return group in self.found.re.groupindex and self.found.start(group) >= 0 and self.found.start(group) < self.found.end(group)

    def text(self, group: str) -> str:
        """The last word of a group in lower case, without an article before it; empty without the group."""
        return self.words.texts[self.found.end(group) - 1] if self.has(group) else ""

    def texts(self, group: str) -> tuple[str, ...]:
        """All the words of a group."""
        return self.words.texts[self.found.start(group) : self.found.end(group)] if self.has(group) else ()

    def letter(self, group: str) -> str:
        """The letter of a group's last word; empty without the group."""
        return self.words.letters[self.found.end(group) - 1] if self.has(group) else ""

    def before(self, back: int = 1) -> str:
        """The word that stands `back` words before the match, empty at the start."""
        return self.words.texts[self.start - back] if self.start >= back else ""

    def following(self) -> str:
        """The word after the match, empty at the end."""
        return self.words.texts[self.end] if self.end < len(self.words.texts) else ""

    def after(self) -> str:
        """The letter of the word after the match, empty at the end."""
        return self.words.letters[self.end : self.end + 1]


def matches(words: Words) -> Iterator[Match]:
    """From left to right the longest time at each place; none overlaps another."""
    at = 0
    while begin := STARTS.search(words.letters, at):
        found = _longest(words, begin.start())
        if found:
            yield found
        at = found.end if found else begin.start() + 1


def _longest(words: Words, at: int) -> Match | None:
    best: Match | None = None
    for rule, pattern in COMPILED.items():
        found = pattern.match(words.letters, at)
        if found and found.end() > (best.end if best else at):
            best = Match(rule, words, found)
    return best


def is_time(m: Match, doc: Doc, end: int) -> bool:
    """The checks that need the parse, `end` being the token after the match: "May" the modal, "the 6th session", "in 2000 villages"."""
    last = doc[end - 1]
    match m.rule:
        case "offset" | "next_to":  # "$60 million a year before", "two years to the day after"
            return not ((m.text("count") == "a" and m.before() in AMOUNTS) or m.before() == "to")
        case "month":
            return not (last.lower_ in ("may", "march") and last.tag_.startswith(("MD", "VB")))
        case "day_number":
            return not (end <= last.head.i < end + NAME and last.head.pos_ in ("NOUN", "PROPN") and last.dep_ != "nsubj")
        case "weekday":
            return m.before() not in HOLIDAY
        case "year":
            counted = last.dep_ == "nummod" and last.head.i > last.i and last.head.tag_ == "NNS"
            return m.before() in ("the", "(") or not counted
    return True
