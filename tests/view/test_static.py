"""The picture for print."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from pyoxigraph import Store

import kg.view
from kg.view import choice, selection, static

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("which", ["store", "hostile_store"])
def test_the_svg_is_well_formed_and_holds_shapes_and_text_alone(which: str, request: pytest.FixtureRequest) -> None:
    text = static.svg(choice.choose(selection.read(request.getfixturevalue(which))), 'A "title" <b>')
    root = ElementTree.fromstring(text)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} == {"svg", "title", "rect", "text", "line", "path", "g"}
    assert not [name for element in root.iter() for name in element.attrib if name.startswith("on") or "href" in name]


def test_the_svg_tells_the_story_with_its_sources(store: Store) -> None:
    root = ElementTree.fromstring(static.svg(choice.choose(selection.read(store)), "Geneva"))
    words = " ".join(element.text or "" for element in root.iter(f"{SVG}text"))
    for part in ("Geneva", "Russia", "United States", "Set up two working groups", "30 Sep 2021, Geneva", "TASS, 2021-09-30", "Agreement"):
        assert part in words


def test_what_is_planned_is_dashed_and_what_is_rejected_struck(fixture_text: str) -> None:
    from tests.view.conftest import load

    before = "accord:status accord:agreed ; accord:evidence tass:s11"
    changed = fixture_text.replace(before, before.replace("agreed", "rejected"))
    root = ElementTree.fromstring(static.svg(choice.choose(selection.read(load(changed))), ""))
    groups = {group.findtext(f"{SVG}title", ""): group for group in root.iter(f"{SVG}g")}
    rejected = next(group for title, group in groups.items() if title.endswith("rejected"))
    assert all(text.get("text-decoration") == "line-through" for text in rejected.iter(f"{SVG}text"))
    for title, group in groups.items():
        assert (group.find(f"{SVG}path").get("stroke-dasharray") is not None) == title.endswith(("planned", "proposed"))  # type: ignore[union-attr]


def test_png_needs_no_browser(store: Store, tmp_path: Path) -> None:
    kg.view.view(store, tmp_path / "x.png", limit=8)
    assert (tmp_path / "x.png").read_bytes().startswith(b"\x89PNG\r\n\x1a\n")
