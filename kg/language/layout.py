"""From a document's text to the blocks that a parser should see: paragraphs without mark-up, headlines and datelines told apart.

Every block keeps, for each of its characters, the offset in the document's text, so that whatever is found can be cited exactly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

BlockKind = Literal["headline", "body", "item", "note"]

SOFT_BREAK = 120  # columns: a block with a longer line was not wrapped by hand, so its line ends are ends of paragraphs
HEADLINE_WORDS = 30

MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]*\.?"
DAY = rf"(?:{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}}(?:st|nd|rd|th)?\s+{MONTH})(?:,?\s+\d{{4}})?"
CAPITALS = r"[A-ZÀ-Þ][A-ZÀ-Þ.'’\-]+(?:[ ,/][A-ZÀ-Þ][A-ZÀ-Þ.'’\-]*)*"
DATELINE = re.compile(
    rf"\s*(?P<place>{CAPITALS}(?:, (?!{MONTH})[A-Z][a-z]+)?)"
    rf"(?:,?\s+(?P<date>{DAY}))?"
    r"(?:\s*\((?P<agency>[^()]{2,40})\)|\s*/(?P<wire>[^/]{2,40})/)?"
    r"\s*(?:--|[-–—]|[.:])(?=\s)\s*"
)
WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+)?"
FILED = re.compile(  # "Astana, 23 May 2024 – The ministers": a place in small letters needs a date
    rf"\s*(?P<place>[A-ZÀ-Þ][\w.'’\-]+(?:,? [A-ZÀ-Þ][\w.'’\-]*)*?),?\s+{WEEKDAY}(?P<date>{DAY})"
    r"(?:\s*\((?P<agency>[^()]{2,40})\)|\s*/(?P<wire>[^/]{2,40})/)?\s*(?:--|[-–—])(?=\s)\s*"
)
PLACE_AND_DATE = re.compile(
    r"\s*(?:(?:Done|Issued|Adopted|Signed)\s+(?:at|in)\s+)?(?P<place>[A-ZÀ-Þ][\w.'’\-]+(?:[ ,][A-ZÀ-Þ][\w.'’\-]*)*),"
    rf"\s+{WEEKDAY}(?P<date>{DAY}|{MONTH}\s+\d{{4}})\.?\s*$"
)
INITIALS = re.compile(r"(?:[A-Z]\.)*[A-Z]\.?")  # "U.S. officials said": no place
MARKER = re.compile(r"\s*(?P<marker>#{1,6}|>|[-*+•]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)])\s+")
INLINE = re.compile(r"\*\*|__|(?<!\w)[*_](?=\w)|(?<=[\w.!?])[*_](?!\w)|`|\[(?=[^\]\n]*\]\([^)\n]*\))|\]\([^)\n]*\)")
TITLE = re.compile(r"\s*(?P<mark>\*\*|__)[^*_\d\n]{3,80}[.!?](?P=mark)\s+\S")
ITEMS = 3  # titled paragraphs that make a bulletin
TERMINAL = (".", "!", "?", ":", ";", "”", '"', "…")


@dataclass(frozen=True, slots=True)
class Dateline:
    """Where and on what day a report was filed: the words before its first sentence, `start` and `end` offsets into the document's text."""

    place: str
    date: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph to be parsed. `origins[i]` is the offset of `text[i]` in the document's text.

    `marker` is a list item's number or bullet, or a heading's signs; `section` counts datelines and the titled items
    of a bulletin: what stands in two sections is told of different events.
    """

    kind: BlockKind
    text: str
    origins: tuple[int, ...]
    section: int
    marker: str = ""
    dateline: Dateline | None = None


def blocks(text: str) -> Iterator[Block]:
    """The blocks of a document in order; empty ones are dropped."""
    section = 0
    first = True
    paragraphs = list(_paragraphs(text))
    titled = _titled(text, paragraphs)
    for start, end in paragraphs:
        block = _block(text, start, end, first)
        if block.dateline or start in titled:
            section += 1
        first = first and block.kind == "headline"
        if block.text or block.dateline:
            yield replace(block, section=section)


def _titled(text: str, paragraphs: list[tuple[int, int]]) -> set[int]:
    """Where the items of a bulletin start, each with a title in bold that runs into its text; empty for other texts."""
    bodies = [(start, end) for start, end in paragraphs if end - start > SOFT_BREAK]
    titled = {start for start, end in bodies if TITLE.match(text, start, end)}
    return titled if len(titled) >= ITEMS and len(titled) > 2 * len(bodies) / 3 else set()


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    for stretch in re.finditer(r"\S(?:[^\n]|\n(?![ \t]*\n))*", text):
        lines = [(stretch.start() + m.start(), stretch.start() + m.end()) for m in re.finditer(r"[^\n]+", stretch.group())]
        hard = max(end - start for start, end in lines) > SOFT_BREAK
        current = lines[0]
        for line in lines[1:]:
            if hard or MARKER.match(text, line[0], line[1]) or _stands_alone(text[current[0] : current[1]]):
                yield current
                current = line
            else:
                current = (current[0], line[1])
        yield current


def _stands_alone(line: str) -> bool:
    return bool(PLACE_AND_DATE.match(line)) or line.lstrip().startswith("#")


def _block(text: str, start: int, end: int, first: bool) -> Block:
    marker = ""
    if found := MARKER.match(text, start, end):
        marker, start = found["marker"], found.end()
    clean, origins = _without_markup(text, start, end)
    dateline = None
    if alone := PLACE_AND_DATE.match(clean):
        dateline = Dateline(alone["place"], alone["date"], origins[0], origins[-1] + 1)
        clean, origins = "", ()
    elif (wire := DATELINE.match(clean) or FILED.match(clean)) and not INITIALS.fullmatch(wire["place"]):
        dateline = Dateline(wire["place"], wire["date"] or "", origins[wire.start("place")], origins[wire.end() - 1] + 1)
        clean, origins = clean[wire.end() :], origins[wire.end() :]
    return Block(_kind(clean, marker, first), clean, origins, 0, marker, dateline)


def _kind(clean: str, marker: str, first: bool) -> BlockKind:
    ended = clean.rstrip().endswith(TERMINAL)
    if marker.startswith("#") or (first and not ended and len(clean.split()) <= HEADLINE_WORDS):
        return "headline"
    if marker and marker != ">":
        return "item"
    return "body" if ended else "note"


def _without_markup(text: str, start: int, end: int) -> tuple[str, tuple[int, ...]]:
    """The stretch without emphasis, link targets and soft line breaks, white space folded, and where each character stood."""
    gone = {i for m in INLINE.finditer(text, start, end) for i in range(m.start(), m.end())}
    kept: list[tuple[str, int]] = []
    for i in range(start, end):
        char = " " if text[i].isspace() else text[i]
        if i not in gone and not (char == " " and (not kept or kept[-1][0] == " ")):
            kept.append((char, i))
    while kept and kept[-1][0] == " ":
        kept.pop()
    return "".join(char for char, _ in kept), tuple(offset for _, offset in kept)
