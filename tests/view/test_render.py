"""The page as a file: one, closed, the same every time."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from pyoxigraph import Store

import kg.view
from kg.errors import ExportError
from kg.view.render import as_json
from tests.conftest import ROOT
from tests.view.conftest import PROBES


class Elements(HTMLParser):
    """Every element with its attributes and its text."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[tuple[str, dict[str, str | None], list[str]]] = []
        self.inside = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs), []))
        self.inside = True

    def handle_endtag(self, tag: str) -> None:
        self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.found[-1][2].append(data)


@pytest.mark.parametrize("which", ["demo", "hostile"])
def test_nothing_is_fetched_from_anywhere(files: dict[str, Path], which: str) -> None:
    """No element names a resource: no src, no link, no address in a style, no event handler."""
    for tag, attributes, text in Elements(files[which].read_text(encoding="utf8")).found:
        assert tag not in ("link", "img", "iframe", "object", "embed", "base", "form", "a")
        assert not [name for name in attributes if name in ("src", "href", "srcset", "style") or name.startswith("on")]
        assert tag != "style" or "url(" not in "".join(text)


@pytest.mark.parametrize("which", ["demo", "hostile"])
def test_the_policy_allows_exactly_the_scripts_and_the_style_of_the_page(files: dict[str, Path], which: str) -> None:
    elements = Elements(files[which].read_text(encoding="utf8")).found
    policy = next(str(attributes["content"]) for _, attributes, _ in elements if attributes.get("http-equiv") == "Content-Security-Policy")
    for tag, directive in (("script", "script-src"), ("style", "style-src")):
        allowed = next(part.split()[1:] for part in policy.split(";") if part.split()[0] == directive)
        texts = ["".join(text) for name, attributes, text in elements if name == tag and attributes.get("type") is None]
        hashes = [f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in texts]
        assert allowed == hashes
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_text_of_documents_stands_in_json_alone(files: dict[str, Path]) -> None:
    """What a document says appears nowhere as markup, and comes out of the JSON as it was."""
    page = files["hostile"].read_text(encoding="utf8")
    assert not [probe for probe in PROBES if "<" in probe and probe in page]
    data = json.loads(next("".join(text) for _, attributes, text in Elements(page).found if attributes.get("id") == "data"))
    assert all(probe in data["quotes"][0][1] for probe in PROBES)
    assert not [sign for sign in "\u202e\u202c\u2066" if sign in page]


def test_json_in_a_page_cannot_close_its_element() -> None:
    text = str(as_json({"a": "</script><!--\u2028&"}))
    assert not set("<>&\u2028") & set(text)
    assert json.loads(text) == {"a": "</script><!--\u2028&"}


def test_the_same_graph_gives_the_same_bytes(tmp_path: Path) -> None:
    """Whatever the hash seed and the order of loading."""
    code = (
        "import sys, random, pathlib, pyoxigraph as ox, kg.view\n"
        "quads = list(ox.parse(path='tests/view/fixture.trig', format=ox.RdfFormat.TRIG))\n"
        "random.Random(int(sys.argv[2])).shuffle(quads)\n"
        "store = ox.Store(); store.extend(quads)\n"
        "for name in ('x.html', 'x.svg'): kg.view.view(store, pathlib.Path(sys.argv[1]) / name)\n"
    )
    made = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        folder.mkdir()
        subprocess.run([sys.executable, "-c", code, str(folder), seed], check=True, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed})
        made.append([(folder / name).read_bytes() for name in ("x.html", "x.svg")])
    assert made[0] == made[1]


def test_the_page_of_two_documents_is_small(files: dict[str, Path]) -> None:
    assert files["demo"].stat().st_size < 1_000_000


def test_a_file_is_written_whole_or_not_at_all(store: Store, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="can't be written"):
        kg.view.view(store, tmp_path / "missing" / "x.svg", limit=3)
    with pytest.raises(ExportError, match=r"must end with \.html"):
        kg.view.view(store, tmp_path / "x.txt")
    with pytest.raises(ExportError, match=r"must end with \.svg or \.png"):
        kg.view.view(store, tmp_path / "x.html", static=True)
    assert list(tmp_path.iterdir()) == []


def test_a_frame_for_a_notebook_holds_the_page_as_text() -> None:
    """The page is one attribute value: no quote in it can end it."""
    frame = kg.view.iframe('<p title="x">&</p>')
    (tag, attributes, _), *rest = Elements(frame).found
    assert (tag, attributes["sandbox"], rest) == ("iframe", "allow-scripts", [])
    assert attributes["srcdoc"] == '<p title="x">&</p>'


def test_an_empty_graph_makes_a_page(tmp_path: Path) -> None:
    for name in ("x.html", "x.svg"):
        kg.view.view(Store(), tmp_path / name)
        assert (tmp_path / name).stat().st_size > 300
