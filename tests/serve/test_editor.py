"""/sparql in a browser: YASGUI with the canned questions, or a plain page where the package was built without a network."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import hatch_build
from kg.graph.questions import questions
from kg.serve import pages
from tests.conftest import ROOT
from tests.serve.conftest import Server, serving
from tests.serve.test_pages import PROBES, hostile  # noqa: F401 (a fixture)

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NAMES = """
    PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
    SELECT ?s ?name WHERE { ?s a <https://w3id.org/accord/ontology#State> ; skos:prefLabel ?name }
"""
INERT = "Executing inline event handler violates"
"""Chromium says this of the document without scripts into which DOMPurify, which YASGUI uses, parses what it cleans."""


class Watched:
    """A page with all that it asked for and complained of."""

    def __init__(self, browser: Browser, server: Server, *, lawless: bool = False) -> None:
        self.page: Page = browser.new_page(viewport={"width": 1280, "height": 900}, bypass_csp=lawless)
        self.server = server
        self.elsewhere: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self._asked(request.url))
        self.page.on("console", lambda message: self._said(message.text, message.location["url"]))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _asked(self, url: str) -> None:
        if not re.match(f"{self.server.address}/(sparql|static/|id/|favicon.ico$)", url):
            self.elsewhere.append(url)

    def _said(self, text: str, url: str) -> None:
        if not text.startswith(INERT) and not url.endswith("/favicon.ico"):
            self.complaints.append(f"{text} {url}")

    def go(self, path: str) -> Page:
        self.page.goto(self.server.address + path)
        return self.page

    def run(self, query: str) -> None:
        """Writes a query into the open tab and presses the button."""
        self.page.evaluate("(query) => document.querySelector('.tabPanel.active .CodeMirror').CodeMirror.setValue(query)", query)
        self.page.locator(".tabPanel.active .yasqe_queryButton").click()

    def harm(self) -> list[str]:
        """What ran of a document, what was asked elsewhere, what the policy or a script complained of."""
        hit = self.page.evaluate("window.hit ?? null")
        return [*([f"ran: {hit}"] if hit is not None else []), *self.elsewhere, *self.complaints]


@pytest.fixture(params=[False, True], ids=["policy", "lawless"])
def watched(browser: Browser, hostile: Server, request: pytest.FixtureRequest) -> Iterator[Watched]:  # noqa: F811
    """With the policy of the pages, and in a browser that ignores it: what is safe must not rest on the policy alone."""
    opened = Watched(browser, hostile, lawless=request.param)
    yield opened
    opened.page.close()


def test_every_canned_question_is_a_tab_that_runs(watched: Watched) -> None:
    """The tabs are the questions, the editor finds no fault with them, and a question that needs no parameter shows its rows."""
    page = watched.go("/sparql")
    assert [tab.inner_text().split()[0] for tab in page.get_by_role("tab").all()] == [question.name for question in questions()]
    for question in questions():
        page.locator(f"#tab-{question.name}").click()
        page.wait_for_selector(f"#{question.name} .yasqe_queryButton.query_valid")
    page.locator("#tab-who-agreed").click()
    page.locator(".tabPanel.active .yasqe_queryButton").click()
    page.wait_for_selector("#who-agreed table.dataTable tbody tr")
    assert "2022-05-03" in page.inner_text("#who-agreed table.dataTable")
    assert page.locator("#who-agreed table.dataTable").is_visible()
    assert watched.harm() == []


def test_hostile_names_are_shown_as_they_are(watched: Watched) -> None:
    """Markup in a name is text in the table and in the response, in every view and after a reload; so are the pages of things."""
    page = watched.go("/sparql")
    for reload in (False, True):
        if reload:
            page.reload()
        else:
            watched.run(NAMES)
        page.wait_for_selector(".tabPanel.active table.dataTable tbody tr")
        assert all(probe in page.inner_text(".tabPanel.active table.dataTable") for probe in PROBES[:3])
    page.locator(".tabPanel.active .tableControls input[type=checkbox]").first.click()
    page.locator(".tabPanel.active .tableFilter").fill("img")
    page.locator(".tabPanel.active .select_response").click()
    page.wait_for_selector(".tabPanel.active .yasr_results .CodeMirror")
    assert watched.harm() == []
    watched.go("/id/state/XR")
    assert PROBES[1] in page.inner_text("h1")
    assert watched.harm() == []


def test_a_link_may_bring_a_query_but_no_server(watched: Watched) -> None:
    """The query of a shared link is asked of this server, whatever endpoint the link names."""
    page = watched.go("/sparql#query=ASK%20%7B%7D&endpoint=http%3A%2F%2Felsewhere.example%2Fsparql&requestMethod=POST&tabTitle=shared")
    page.wait_for_selector(".tabPanel.active .yasr_results .booleanResult")
    assert watched.harm() == []


def test_things_in_the_table_lead_to_their_pages(watched: Watched) -> None:
    """A thing's IRI goes to this server's page of it."""
    page = watched.go("/sparql")
    watched.run(NAMES)
    link = page.locator(".tabPanel.active table.dataTable a.iri", has_text="state/XR").first
    with page.context.expect_page() as opened:
        link.click()
    assert opened.value.url == f"{watched.server.address}/id/state/XR"


def test_what_went_wrong_is_shown(watched: Watched) -> None:
    """The sentence of a refusal stands where the rows would."""
    page = watched.go("/sparql")
    watched.run("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }")
    page.wait_for_selector(".tabPanel.active .errorResult")
    assert "nothing is asked elsewhere" in page.inner_text(".tabPanel.active .errorResult")


def test_the_policy_of_the_editor_differs_by_one_style(server: Server) -> None:
    """The page of the editor may use the one style element of its table, which is named by its hash, and no other page may."""
    policies = {path: server.get(path, "text/html").headers["Content-Security-Policy"] for path in ("/sparql", "/questions")}
    assert policies["/questions"] == pages.POLICY
    assert re.subn(r" 'sha256-[^']+'", "", policies["/sparql"]) == (pages.POLICY, 1)


@pytest.fixture
def plain(tmp_path: Path, hostile: Server) -> Iterator[Server]:  # noqa: F811
    """A server from a package that was built without a network."""
    shutil.copytree(ROOT / "kg", tmp_path / "kg", ignore=shutil.ignore_patterns("weights", "__pycache__", "yasgui"))
    for name in ("ontology", "queries", "pyproject.toml"):
        (tmp_path / name).symlink_to(ROOT / name)
    command = (sys.executable, "-c", "from kg.cli import main; main()")
    with serving(hostile.graph, command=command, log=tmp_path / "log", environment={**os.environ, "PYTHONPATH": str(tmp_path)}) as running:
        yield running


def test_without_the_editor_there_is_a_plain_page(plain: Server, browser: Browser) -> None:
    """It asks and shows rows as text, and the server says once in its log what is missing and how to get it."""
    watched = Watched(browser, plain)
    page = watched.go("/sparql")
    page.get_by_role("button", name="Run").click()
    page.wait_for_selector("#rows td")
    assert PROBES[0] in page.inner_text("#rows")
    page.reload()
    assert watched.harm() == []
    page.close()
    assert plain.log.read_text().count("YASGUI is not in this installation") == 1


def test_the_build_takes_only_the_pinned_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another archive under the name is refused, and nothing is left behind; what is there already is not fetched again."""
    monkeypatch.setattr(hatch_build, "downloaded", lambda: b"something else")
    with pytest.raises(ValueError, match="another hash"):
        hatch_build.fetch(tmp_path / "yasgui")
    assert list(tmp_path.iterdir()) == []
    hatch_build.fetch(pages.EDITOR.parent)
    assert pages.EDITOR.is_file()
