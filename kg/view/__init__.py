"""The graph as people look at it: one HTML file that opens without a network, or a picture for print.

`view` writes a file, `page` gives the HTML text, `iframe` a notebook's cell; `kg.view.network` has the networkx graph and its measures.
Heavy libraries are imported when a function is called.
"""

from __future__ import annotations

import html
import os
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from kg.errors import ExportError

if TYPE_CHECKING:
    from pyoxigraph import Store

    from kg.view.choice import Conditions
    from kg.view.selection import Selection

__all__ = ["iframe", "page", "view"]


def view(store: Store, path: Path, *, static: bool = False, **conditions: Unpack[Conditions]) -> None:
    """Writes the picture to `path`: a page, or with `static` (and for these endings always) an .svg or .png.

    What is chosen and the errors are those of `kg.view.choice.choose`; raises ExportError where the file can't be written or its kind is
    unknown.
    """
    path = Path(path)
    ending = path.suffix.lower()
    still = static or ending in (".svg", ".png")
    if still and ending not in (".svg", ".png") or not still and ending not in (".html", ".htm"):
        kinds = ".svg or .png" if still else ".html, .svg or .png"
        raise ExportError(f"A view can't be written to {path.name!r}: its name must end with {kinds}")
    chosen, title = _choose(store, conditions), _title(conditions)
    if still:
        from kg.view.static import png, svg

        content = png(chosen, title) if ending == ".png" else svg(chosen, title).encode()
    else:
        from kg.view import render

        content = render.html(chosen, title).encode()
    _write(path, content)


def page(store: Store, *, most: int | None = None, **conditions: Unpack[Conditions]) -> str:
    """The page as text; arguments and errors as in `view`. It is made of the `most` things that most documents tell of."""
    from kg.view import render

    return render.html(_choose(store, conditions, most), _title(conditions))


def iframe(content: str, height: int = 640) -> str:
    """A page for a notebook: in a frame of its own origin, which may run its script and nothing else. `height` in CSS pixels."""
    return (
        f'<iframe sandbox="allow-scripts" srcdoc="{html.escape(content)}" width="100%" height="{height}" '
        'title="Graph of who agreed to what, and when" style="border:0"></iframe>'
    )


def _choose(store: Store, conditions: Conditions, most: int | None = None) -> Selection:
    from kg.view import choice, selection

    return choice.choose(selection.read(store, most), **conditions)


def _title(conditions: Conditions) -> str:
    about = conditions.get("about")
    return f"Who agreed to what, and when: {about}" if about else "Who agreed to what, and when"


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(content)
        os.replace(part, path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise ExportError(f"The view can't be written to {path}: {error.strerror}; choose another folder") from None
