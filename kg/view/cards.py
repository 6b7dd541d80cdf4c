"""The card that stands for a thing: its words wrapped into lines, its size, and an outline whose form says the class.

Sizes are CSS pixels at scale 1. The outline is an SVG path around the origin, which a browser's canvas (Path2D) and the static picture draw
alike. Letters are measured by the widths of Helvetica (Adobe Font Metrics), which Arial, Liberation Sans and Arimo share.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache

SIZE, LINE = 13, 16
HEAD_SIZE, HEAD_LINE = 11, 14
WIDEST = 158
_WIDTHS = {
    191: "'", 222: "ijl", 260: "|", 278: " !,./:;I[\\]ft·", 333: "()-`r", 334: "{}", 355: '"', 389: "*", 469: "^", 500: "Jckvsxyz",
    556: "#$0123456789?L_abdeghnopqu–", 584: "+<=>~", 611: "FTZ", 667: "&ABEKPSVXY", 722: "CDHNRUw", 778: "GOQ", 833: "Mm", 889: "%",
    944: "W", 1000: "—…", 1015: "@",
}  # fmt: skip
_WIDTH = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
BOLD = 1.08  # bold letters are at most this much wider on average
LINES = {"Agreement": 4, "WorkingGroup": 4}


@dataclass(frozen=True, slots=True)
class Card:
    """`head` is one small line above `lines`; either may be empty. `bold` goes for `lines`."""

    width: int
    height: int
    path: str
    head: str
    lines: tuple[str, ...]
    bold: bool


def card(kind: str, label: str, head: str = "") -> Card:
    """The card of a thing of this class; text that does not fit ends with an ellipsis."""
    return _card(kind, label, head)


@cache
def _card(kind: str, label: str, head: str) -> Card:
    bold = kind in ("State", "Organization")
    top = cut(head, WIDEST, HEAD_SIZE * BOLD)
    lines = wrap(label, WIDEST, LINES.get(kind, 3), SIZE * (BOLD if bold else 1))
    text = max([*(width(line, SIZE * (BOLD if bold else 1)) for line in lines), width(top, HEAD_SIZE * BOLD)], default=0)
    side = 18 if kind in ("WorkingGroup", "Process", "TreatyAction", "Delegation", "Person") else 12
    wide = max(round(text) + 2 * side, 44)
    high = len(lines) * LINE + (HEAD_LINE if top else 0) + (16 if kind == "State" else 12)
    return Card(wide, high, outline(kind, wide, high), top, lines, bold)


@cache
def _letter(sign: str) -> int:
    if sign in _WIDTH:
        return _WIDTH[sign]
    if unicodedata.combining(sign):
        return 0
    return 1000 if unicodedata.east_asian_width(sign) in "WF" or ord(sign) > 0xFFFF else 720


def width(text: str, size: float) -> float:
    """How many pixels a line of text takes at a font size."""
    return sum(map(_letter, text)) * size / 1000


def cut(text: str, room: float, size: float) -> str:
    """As much of the text as fits, with an ellipsis where something is missing."""
    if len(text) < 400 and width(text, size) <= room:
        return text
    used, kept = size, ""
    for sign in text:
        used += _letter(sign) * size / 1000
        if used > room or len(kept) >= 200:
            break
        kept += sign
    return kept.rstrip(" ,.;:-") + "…"


def wrap(text: str, room: float, most: int, size: float = SIZE) -> tuple[str, ...]:
    """At most `most` lines, as even in length as their number allows; a word too long for a line is cut."""
    lines = _fill(text, room, most, size)
    if len(lines) < 2 or lines[-1].endswith("…"):
        return tuple(lines)
    low, high = 40.0, room
    while high - low > 6:
        middle = (low + high) / 2
        tried = _fill(text, middle, most, size)
        if len(tried) == len(lines) and not any(line.endswith("…") for line in tried):
            high, lines = middle, tried
        else:
            low = middle
    return tuple(lines)


def _fill(text: str, room: float, most: int, size: float) -> list[str]:
    lines: list[str] = []
    words = text[:600].split(" ")
    wide = [width(word, size) for word in words]
    space, start = width(" ", size), 0
    while start < len(words) and len(lines) < most:
        end, used = start + 1, wide[start]
        while end < len(words) and used + space + wide[end] <= room:
            used += space + wide[end]
            end += 1
        last = len(lines) == most - 1
        lines.append(cut(" ".join(words[start:] if last else words[start:end]), room, size))
        start = end
    return [line for line in lines if line]


def outline(kind: str, wide: int, high: int) -> str:
    """The closed SVG path of a class, `wide` by `high`, centred on the origin."""
    x, y = wide / 2, high / 2
    if kind == "Person":
        return _rounded(x, y, y)
    if kind == "Meeting":
        return _rounded(x, y, 9)
    if kind == "Agreement":
        r = 6.0
        return (
            f"M{-x + r:g} {-y:g}H{x - r:g}A{r:g} {r:g} 0 0 0 {x:g} {-y + r:g}V{y - r:g}A{r:g} {r:g} 0 0 0 {x - r:g} {y:g}"
            f"H{-x + r:g}A{r:g} {r:g} 0 0 0 {-x:g} {y - r:g}V{-y + r:g}A{r:g} {r:g} 0 0 0 {-x + r:g} {-y:g}Z"
        )
    corners = {
        "Organization": [(-x + 7, -y), (x - 7, -y), (x, -y + 7), (x, y - 7), (x - 7, y), (-x + 7, y), (-x, y - 7), (-x, -y + 7)],
        "WorkingGroup": [(-x + 12, -y), (x - 12, -y), (x, 0), (x - 12, y), (-x + 12, y), (-x, 0)],
        "Process": [(-x + 10, -y), (x, -y), (x - 10, y), (-x, y)],
        "Delegation": [(-x, -y), (x, -y), (x - 10, 0), (x, y), (-x, y)],
        "Treaty": [(-x, -y), (x - 10, -y), (x, -y + 10), (x, y), (-x, y)],
        "TreatyAction": [(-x, -y), (x - 12, -y), (x, 0), (x - 12, y), (-x, y)],
    }
    return _polygon(corners[kind]) if kind in corners else _rounded(x, y, 3 if kind == "State" else y / 2)


def _rounded(x: float, y: float, r: float) -> str:
    r = min(r, x, y)
    return (
        f"M{-x + r:g} {-y:g}H{x - r:g}A{r:g} {r:g} 0 0 1 {x:g} {-y + r:g}V{y - r:g}A{r:g} {r:g} 0 0 1 {x - r:g} {y:g}"
        f"H{-x + r:g}A{r:g} {r:g} 0 0 1 {-x:g} {y - r:g}V{-y + r:g}A{r:g} {r:g} 0 0 1 {-x + r:g} {-y:g}Z"
    )


def _polygon(corners: list[tuple[float, float]]) -> str:
    start, *rest = (f"{x:g} {y:g}" for x, y in corners)
    return f"M{start}" + "".join(f"L{point}" for point in rest) + "Z"
