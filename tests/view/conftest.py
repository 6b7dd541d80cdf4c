"""Graphs to look at, and a page in the browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest
from pyoxigraph import RdfFormat, Store

import kg.view

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HERE = Path(__file__).parent
PROBES = (
    "<script>window.hit=1</script>",
    "<img src=x onerror=window.hit=2>",
    "</script><script>window.hit=3</script>",
    "javascript:window.hit=4",
)
NAMES = ("skos:prefLabel", "skos:altLabel", "dcterms:title", "dcterms:publisher")
TEXTS = ("oa:exact", "accord:title", "accord:content", "accord:topic")
HOSTILE = " ".join(PROBES) + " ]]> {{ 7*7 }} {% raw %} \u202egnp.exe\u202c \u2066x"


def load(text: str) -> Store:
    store = Store()
    store.load(input=text, format=RdfFormat.TRIG)
    return store


@pytest.fixture(scope="session")
def fixture_text() -> str:
    """Two reports of one Geneva meeting, as TriG."""
    return (HERE / "fixture.trig").read_text(encoding="utf8")


@pytest.fixture(scope="session")
def store(fixture_text: str) -> Store:
    return load(fixture_text)


@pytest.fixture(scope="session")
def hostile_store(fixture_text: str) -> Store:
    """The same graph with every name, title, office, content and sentence full of markup, controls and a word of 10,000 letters."""
    evil = HOSTILE.replace("\\", "\\\\").replace('"', '\\"')
    lines = []
    for line in fixture_text.splitlines():
        for word in (*NAMES, *TEXTS):
            line = line.replace(f'{word} "', f'{word} "{evil} {"W" * 10_000 if word != "accord:title" else ""} ')  # noqa: PLW2901
        lines.append(line.replace('mandate "', f'mandate "{evil} '))
    return load("\n".join(lines))


class Opened:
    """A page in the browser, with all that it asked for and complained of."""

    def __init__(self, page: Page, path: Path) -> None:
        self.page = page
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.complaints.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.url = path.as_uri()

    def go(self, fragment: str = "") -> Page:
        self.page.goto("about:blank")
        self.page.goto(self.url + fragment)
        self.page.wait_for_selector("body[data-ready]")
        return self.page

    def click(self, name: str) -> None:
        """Presses the middle of a card in the picture."""
        at = self.page.evaluate("(id) => accord.position(id)", name)
        box = self.page.locator("#graph").bounding_box()
        assert box is not None
        self.page.mouse.click(box["x"] + at["x"], box["y"] + at["y"])
        self.page.wait_for_timeout(400)  # vis-network waits this long for the second press of a double one

    @property
    def fragment(self) -> str:
        return self.page.url.partition("#")[2]


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory, store: Store, hostile_store: Store) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    for name, graph in (("demo", store), ("hostile", hostile_store)):
        kg.view.view(graph, folder / f"{name}.html")
    return {name: folder / f"{name}.html" for name in ("demo", "hostile")}


@pytest.fixture
def opened(browser: Browser, files: dict[str, Path]) -> Iterator[Callable[..., Opened]]:
    """Opens a page by name or path: `opened("demo", width=1280, dark=True)`."""
    contexts = []

    def open_(which: str | Path, width: int = 1280, height: int = 800, *, dark: bool = False) -> Opened:
        scheme: Literal["dark", "light"] = "dark" if dark else "light"
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
        contexts.append(context)
        return Opened(context.new_page(), which if isinstance(which, Path) else files[which])

    yield open_
    for context in contexts:
        context.close()
