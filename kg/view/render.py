"""One HTML file that needs no network: pyvis fills our template, vis-network is inlined from the file that pyvis carries.

Nothing that comes out of a document becomes markup: all data stands as JSON in elements of a type that no browser runs, and the script
shows it as text only. The page forbids itself everything but its own script and style by a Content-Security-Policy of hashes (CSP Level 3).
"""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import pyvis
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup
from pyvis.network import Network

from kg.errors import ExportError
from kg.view import payload
from kg.view.selection import Selection

TEMPLATE = Path(str(resources.files("kg.view") / "template"))
SCRIPTS = "data theme state shown spread card map graph legend facts panel strip table search main"
OPTIONS = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {"hover": True, "tooltipDelay": 1000000, "zoomSpeed": 0.6, "selectConnectedEdges": False, "multiselect": False},
    "nodes": {"shape": "custom"},
    "edges": {"smooth": False, "selectionWidth": 0, "hoverWidth": 0, "arrows": {"to": {"enabled": False}}},
}
_ESCAPED = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def html(selection: Selection, title: str) -> str:
    """The page of a selection, the same bytes for the same selection."""
    net = payload.drawn(selection)
    found = payload.cards(net)
    scene = payload.opening(selection, net, found)
    data = payload.payload(selection, net, found, scene, title)
    page = _Page(title, data)
    shown = set(data["core"])
    page.nodes.extend({"id": index, "x": x, "y": y} for index, (x, y) in zip(data["core"], scene.points, strict=True))
    page.edges.extend({"from": one, "to": other} for one, other in data["lines"] if one in shown and other in shown)
    return str(page.generate_html())


class _Page(Network):  # type: ignore[misc]
    """pyvis' network with our template. Nodes and edges are put into its lists: its own methods search them all for each addition."""

    def __init__(self, title: str, data: dict[str, Any]) -> None:
        super().__init__(cdn_resources="in_line", heading=title)
        self.options = OPTIONS
        self.templateEnv = Environment(loader=FileSystemLoader(TEMPLATE), autoescape=True)
        self.templateEnv.filters["json"] = as_json
        script, style = _script(), _style()
        self.templateEnv.globals |= {
            "data": data,
            "vis": Markup(vis()),
            "script": Markup(script),
            "style": Markup(style),
            "script_hashes": " ".join(f"'{_hash(text)}'" for text in (vis(), script)),
            "style_hash": f"'{_hash(style)}'",
        }
        self.path = "page.html.j2"


def as_json(value: object) -> Markup:
    """JSON that can stand in a script element: `<`, `>` and `&` are written as escapes, so that no text can close it."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.translate(_ESCAPED))


@cache
def vis() -> str:
    """vis-network as pyvis carries it; ExportError where it doesn't."""
    path = Path(pyvis.__file__).parent / "templates" / "lib" / "vis-9.1.2" / "vis-network.min.js"
    try:
        text = path.read_text(encoding="utf8")
    except OSError:
        raise ExportError(
            "The page needs the vis-network 9.1.2 that pyvis 0.3.2 carries, but this pyvis has none; install pyvis==0.3.2"
        ) from None
    return text.rpartition("//# sourceMappingURL")[0] or text


def _script() -> str:
    parts = (TEMPLATE / f"{name}.js" for name in SCRIPTS.split())
    return '\n"use strict";\n(() => {\n' + "\n".join(part.read_text(encoding="utf8") for part in parts) + "})();\n"


def _style() -> str:
    return "\n" + (TEMPLATE / "page.css").read_text(encoding="utf8")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
