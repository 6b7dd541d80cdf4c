"""The same picture for print: SVG written here, PNG drawn from it by resvg. No browser is needed and nothing is random.

The SVG holds shapes and text alone: no script, no style from elsewhere, no link. Text is XML-escaped; each card carries its whole text as a
title.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from xml.sax.saxutils import escape

import networkx as nx

from kg.errors import ExportError
from kg.view import network, payload
from kg.view.cards import HEAD_LINE, HEAD_SIZE, LINE, SIZE, Card, outline, width
from kg.view.render import TEMPLATE
from kg.view.selection import Selection

FONT = "Arial, Helvetica, 'Liberation Sans', Arimo, sans-serif"
MARGIN, HEADER, LEGEND, LEGEND_LINE = 24, 40, 64, 18
SCALE = 2.0  # pixels of the PNG for one of the SVG
OPEN = ("planned", "proposed")
STRUCK = ("rejected", "cancelled")
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NAMES = {
    "State": "State", "Organization": "Organisation", "Person": "Person", "Delegation": "Delegation", "WorkingGroup": "Working group",
    "Process": "Process", "Treaty": "Treaty", "Agreement": "Agreement", "Meeting": "Meeting", "TreatyAction": "Treaty step", "Place":
    "Place", }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Box:
    """What the picture covers, in pixels."""

    left: float
    top: float
    width: float
    height: float


def svg(selection: Selection, title: str) -> str:
    """The opening scene of the page as SVG, with title, legend and documents; the same bytes for the same selection."""
    net = payload.drawn(selection)
    found = payload.cards(net)
    scene = payload.opening(selection, net, found)
    shown = net.subgraph(scene.members)
    at = dict(zip(scene.members, scene.points, strict=True))
    box = _box(at, found)
    rows = _legend(sorted({shown.nodes[iri]["kind"] for iri in shown}, key=list(NAMES).index), box)
    left = len(net) - len(scene.members)
    note = "; ".join(filter(None, [_sources(selection), f"{left:,} less connected things are left out" if left else ""]))
    body = [
        _text(title, box.left, box.top - HEADER - LEGEND + 10, 18, "start", bold=True),
        *rows,
        *(_line(shown, one, other, at) for one, other in network.lines(shown)),
        *(_card(found[iri], shown.nodes[iri], *at[iri]) for iri in scene.members),
        _text(note, box.left, box.top + box.height + 20, 11, "start", fill=_colours()["quiet"]),
    ]
    edge = (box.left - MARGIN, box.top - MARGIN - HEADER - LEGEND, box.width + 2 * MARGIN, box.height + 2 * MARGIN + HEADER + LEGEND + 16)
    view = " ".join(f"{number:g}" for number in edge)
    size = f'width="{edge[2]:g}" height="{edge[3]:g}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}" {size} font-family="{FONT}" role="img">'
    paper = f'<rect x="{edge[0]:g}" y="{edge[1]:g}" {size} fill="#ffffff"/>'
    return "\n".join([head, f"<title>{_plain(title)}</title>", paper, *body, "</svg>", ""])


def png(selection: Selection, title: str) -> bytes:
    """The SVG as a picture of SCALE times its size. Raises ExportError where resvg is not installed."""
    try:
        from resvg_py import svg_to_bytes
    except ImportError:
        raise ExportError("A PNG needs the package resvg_py, which is missing; `pip install resvg_py`, or write an .svg") from None
    family = "Liberation Sans"
    return bytes(svg_to_bytes(svg_string=svg(selection, title), zoom=SCALE, sans_serif_family=family, font_family=family))


@cache
def _colours() -> dict[str, str]:
    """The light colours of the page's own style sheet, by name."""
    style = (TEMPLATE / "page.css").read_text(encoding="utf8")
    light = style[style.index(":root {") : style.index("}")]
    pairs = (part.strip().removeprefix("--").split(":", 1) for part in light.partition("{")[2].split(";") if part.strip().startswith("--"))
    return {name: value.strip() for name, value in pairs}


def _box(at: dict[str, tuple[int, int]], found: dict[str, Card]) -> Box:
    if not at:
        return Box(0, 0, 640, 120)
    left = min(x - found[iri].width / 2 for iri, (x, _) in at.items())
    right = max(x + found[iri].width / 2 for iri, (x, _) in at.items())
    top = min(y - found[iri].height / 2 for iri, (_, y) in at.items())
    bottom = max(y + found[iri].height / 2 for iri, (_, y) in at.items())
    return Box(left, top, max(right - left, 640), bottom - top)


def _line(net: nx.MultiDiGraph, one: str, other: str, at: dict[str, tuple[int, int]]) -> str:
    (x1, y1), (x2, y2) = at[one], at[other]
    unsure = {net.nodes[one]["status"], net.nodes[other]["status"]} & {*OPEN, *STRUCK}
    dashes = ' stroke-dasharray="5 4"' if unsure else ""
    return f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{_colours()["line"]}" stroke-width="1.1"{dashes}/>'


def _card(card: Card, data: dict[str, str], x: float, y: float) -> str:
    name, colours, status = data["kind"].lower(), _colours(), data["status"]
    sure = status not in (*OPEN, *STRUCK)
    fill, line = (colours[f"{name}-fill"] if sure else "#ffffff"), colours[f"{name}-line"]
    ink = colours[f"{name}-ink"] if sure else colours["ink"]
    dashes = ' stroke-dasharray="6 4"' if status in OPEN else ""
    whole = _plain(": ".join(filter(None, [data["head"], data["label"], status])))
    parts = [
        f'<g transform="translate({x} {y})"><title>{whole}</title>',
        f'<path d="{card.path}" fill="{fill}" stroke="{line}" stroke-width="1.5"{dashes}/>',
    ]
    at = -(len(card.lines) * LINE + (HEAD_LINE if card.head else 0)) / 2
    struck = status in STRUCK
    if card.head:
        parts.append(_text(card.head, 0, at + HEAD_LINE - 3, HEAD_SIZE, "middle", fill=line if status else ink, bold=True, struck=struck))
        at += HEAD_LINE
    for row in card.lines:
        at += LINE
        parts.append(_text(row, 0, at - 4, SIZE, "middle", fill=ink, bold=card.bold, struck=struck))
    return "".join([*parts, "</g>"])


def _legend(kinds: list[str], box: Box) -> list[str]:
    """One sign for each class, in as many rows as they need, and what the lines mean."""
    made: list[str] = []
    x, y = box.left, box.top - LEGEND
    for kind in kinds:
        colours = _colours()
        fill, line = colours[f"{kind.lower()}-fill"], colours[f"{kind.lower()}-line"]
        wide = 28 + width(NAMES[kind], 12)
        if x + wide > box.left + box.width and made:
            x, y = box.left, y + LEGEND_LINE
        where, shape = f"translate({x + 11:g} {y - 4:g}) scale(0.4)", outline(kind, 54, 30)
        made.append(f'<path transform="{where}" d="{shape}" fill="{fill}" stroke="{line}" stroke-width="3"/>')
        made.append(_text(NAMES[kind], x + 28, y, 12, "start"))
        x += wide + 16
    meaning = "dashed: planned or proposed; struck: rejected or cancelled"
    made.append(_text(meaning, box.left, y + LEGEND_LINE, 11, "start", fill=_colours()["quiet"]))
    return made


def _sources(selection: Selection) -> str:
    if not selection.sources:
        return ""
    if len(selection.sources) > 3:
        return f"From {len(selection.sources):,} documents"
    named = [", ".join(filter(None, [source.publisher, source.issued, source.title])) for source in selection.sources.values()]
    return "From " + "; ".join(filter(None, named))


def _text(text: str, x: float, y: float, size: int, anchor: str, *, fill: str = "", bold: bool = False, struck: bool = False) -> str:
    style = (' font-weight="bold"' if bold else "") + (' text-decoration="line-through"' if struck else "")
    ink = fill or _colours()["ink"]
    return f'<text x="{x:g}" y="{y:g}" font-size="{size}" text-anchor="{anchor}" fill="{ink}"{style}>{_plain(text)}</text>'


def _plain(text: str) -> str:
    """XML text; code points that XML 1.0 does not know become a replacement character."""
    return escape(_NO_XML.sub("\ufffd", text), {'"': "&quot;"})
