"""Questions, things and the picture: for people and for programs, and harmless whatever documents say."""

from __future__ import annotations

import csv
import io
import json
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

import kg.view
from kg.graph.questions import questions
from kg.graph.store import open_graph
from kg.graph.terms import BASE
from kg.serve import answers, pages
from kg.serve.jobs import View
from kg.view.choice import Conditions
from tests.graph.sample import BOTH, IDENTITIES
from tests.serve.conftest import Got, Server, publish, serving

PROBES = ("<script>window.hit=1</script>", "<img src=x onerror=window.hit=2>", '"><b>', "{{ 7*7 }}", "\u202egnp.exe")
HOSTILE = "Ruritania " + " ".join(PROBES)
OURS = """
    html head meta title link body nav a main h1 h2 h3 p code q bdi dl dt dd section figure blockquote figcaption
    form label small input select option button div table thead tbody tr th td details summary textarea script pre noscript mark
"""


class Tags(HTMLParser):
    """The tags, attributes and text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: dict[str, set[str]] = {}
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attributes:
            self.attributes.setdefault(name, set()).add(value or "")

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The sample graph in which a state, a title and a sentence are full of markup."""
    graph = tmp_path_factory.mktemp("hostile") / "graph"
    (wire, facts), readout = BOTH
    wire = replace(wire, title=f"Title {HOSTILE}")
    facts = replace(facts, agreements=(replace(facts.agreements[0], content=f"content {HOSTILE}"),))
    publish(graph, ((wire, facts), readout), {**IDENTITIES.labels, "state/XR": HOSTILE})
    with serving(graph) as running:
        yield running


def test_every_question_answers_as_json_csv_and_page(server: Server) -> None:
    """Without its parameters a question gives the same rows in JSON and CSV, or says which parameter it needs."""
    for question in questions():
        path = f"/questions/{question.name}"
        needed = [parameter for parameter in question.parameters if parameter.required]
        rows = server.get(path, "application/json")
        if needed:
            assert (rows.status, needed[0].name in rows.text) == (400, True)
            continue
        table = list(csv.DictReader(io.StringIO(server.get(path, "text/csv").text)))
        assert rows.status == 200
        assert len(json.loads(rows.body)) == len(table)
        assert server.get(path, "text/html").type == "text/html"


def test_a_question_takes_its_parameters(server: Server) -> None:
    """Names in any case, dates and states of things as in the command line; empty ones count as left out."""
    path = "/questions/who-agreed?actor=ruritania&since=2022&until="
    (row, *_) = rows = json.loads(server.get(path, "application/json").body)
    assert row["content"] == "set up a commission on river traffic"
    assert "Ruritania" in server.get(path, "text/html").text
    assert json.loads(server.get(path.replace("?", ".json?"), "text/html").body) == rows
    assert server.get(path.replace("?", ".csv?"), "text/html").type == "text/csv"


@pytest.mark.parametrize("ending", [".json", ".csv", ""])
def test_a_cut_answer_leads_to_the_next_rows(server: Server, ending: str) -> None:
    """Programs, too, see that there is more, in a Link header (RFC 8288) that keeps the other parameters; the last page has none."""
    path = f"/questions/timeline{ending}"
    whole = json.loads(server.get("/questions/timeline?actor=Ruritania").body)
    query, seen = "?actor=Ruritania&limit=1", 0
    while query:
        got = server.get(path + query, "text/html")
        if ending == ".json":
            assert json.loads(got.body) == [whole[seen]]
        seen += 1
        link = got.headers.get("Link", "")
        query = link.removeprefix("<").removesuffix('>; rel="next"')
    assert seen == len(whole) > 1


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/questions/who-agred", 404, "did you mean who-agreed"),
        ("/questions/who-agreed.exe", 404, "choose .csv or .json"),
        ("/questions/who-agreed?actor=Ruritaniaa", 400, "did you mean Ruritania"),
        ("/questions/who-agreed?colour=red", 400, "no parameter"),
        ("/questions/who-agreed?since=yesterday", 400, "no date"),
        ("/questions/who-agreed?since=2021&since=2022", 400, "twice"),
        ("/?colour=red", 400, "choose among about, hops, since, until, class, document, limit"),
        ("/?about=Ruritania&about=Graustark", 400, "twice"),
        ("/?since=yesterday", 400, "no date of the calendar"),
        ("/?since=2022&until=2021", 400, "exchange the two"),
        ("/?class=Meeting&class=Party", 400, "no class 'Party' to show; choose among Agreement"),
        ("/?about=Ruritania&hops=two", 400, "hops takes a number from 0 to 10000"),
        ("/?hops=" + "0" * 5000, 400, "hops takes a number from 0 to 10000"),
        ("/?limit=0", 400, "limit takes a number from 1 to 10000"),
        ("/id/person/nobody", 404, "tells nothing"),
        ("/id/%3Cscript%3E", 404, "tells nothing"),
        ("/id/%00%ff", 404, "tells nothing"),
        ("/nowhere", 404, "/questions"),
        ("/static/..%2fapp.py", 404, "nothing at this address"),
    ],
)
def test_mistakes_get_a_sentence(server: Server, path: str, status: int, told: str) -> None:
    """What is wrong and what to try next, never a traceback."""
    got = server.get(path, "application/json")
    assert got.status == status
    assert told in json.loads(got.body)["error"]


def test_search_finds_names_and_sentences(server: Server) -> None:
    """As JSON the hits, as a page with the words marked and links to the pages of what was found; without words a form."""
    hits = json.loads(server.get("/search?q=river+commission", "application/json").body)
    assert BASE + "agreement/wire-a1" in {hit["iri"] for hit in hits}
    assert all("[river]" in hit["snippet"] for hit in hits)
    page = server.get("/search?q=river+commission", "text/html").text
    assert "<mark>river</mark>" in page
    assert {"/id/agreement/wire-a1", "/id/document/wire"} <= Tags(page).attributes["href"]
    assert len(json.loads(server.get("/search?q=a*&limit=1", "application/json").body)) == 1
    assert server.get("/search", "text/html").status == 200


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/search", "no word"),
        ("/search?q=%22%2A", "no word"),
        ("/search?q=a&limit=none", "no number"),
        ("/search?q=a&limit=0", "no number"),
    ],
)
def test_a_search_for_nothing_is_refused(server: Server, path: str, told: str) -> None:
    """No word, and no number of hits."""
    got = server.get(path, "application/json")
    assert (got.status, told in json.loads(got.body)["error"]) == (400, True)


def test_a_thing_has_a_page_and_rdf(server: Server) -> None:
    """Every fact with its sentence, speaker and document; as RDF the triples in which it stands."""
    page = Tags(server.get("/id/state/XR", "text/html").text)
    for words in ("Ruritania", "The two sides agreed to set up a commission", "Anna Holm", "Strelsau Gazette", "2022-05-03"):
        assert words in page.text
    assert "/id/agreement/wire-a1" in page.attributes["href"]
    for accept, kind in (("text/turtle", RdfFormat.TURTLE), ("application/ld+json", RdfFormat.JSON_LD)):
        got = server.get("/id/state/XR", accept)
        assert (got.type, got.headers["Vary"].startswith("Accept")) == (accept, True)
        assert all(BASE + "state/XR" in (quad.subject.value, getattr(quad.object, "value", "")) for quad in parse(got.body, kind))  # type: ignore[union-attr]


def test_a_document_has_a_page_of_its_sentences(server: Server) -> None:
    """Its IRI counts as it is written, percent signs included."""
    page = Tags(server.get("/id/document/readout%202", "text/html").text)
    assert "Graustark has turned down a proposal" in page.text
    assert "/id/agreement/readout-no" in page.attributes["href"]
    assert server.get("/id/document/readout%202", "text/turtle").status == 200


def test_openapi_describes_every_question(server: Server) -> None:
    """Each question is a path with its parameters, and what is referred to is there."""
    got = server.get("/openapi.json")
    told = json.loads(got.body)
    assert told["openapi"].startswith("3.1")
    for question in questions():
        described = told["paths"][f"/questions/{question.name}"]["get"]["parameters"]
        assert [(one["name"], one["required"]) for one in described] == [(one.name, one.required) for one in question.parameters]
    for reference in re.findall(r'"\$ref": "#/([^"]+)"', got.text):
        node = told
        for step in reference.split("/"):
            node = node[step]
    listed = json.loads(server.get("/questions", "application/json").body)
    assert [one["name"] for one in listed] == [one.name for one in questions()]
    assert all(f'id="{one.name}"' in server.get("/questions", "text/html").text for one in questions())


def test_openapi_has_a_page_for_people(server: Server) -> None:
    """Every address of the document with its parameters and answers, and a link to the document."""
    page = Tags(server.get("/openapi", "text/html").text)
    told = json.loads(server.get("/openapi.json").body)
    for path, methods in told["paths"].items():
        assert path in page.text
        assert {operation["operationId"] for operation in methods.values()} <= page.attributes["id"]
        assert all(
            parameter["description"] in page.text
            for one in methods.values()
            for parameter in one["parameters"]
            if "description" in parameter
        )
    assert "/openapi.json" in page.attributes["href"]


def drawn(server: Server, path: str) -> Got:
    """The page with a picture, or why there is none; until it is drawn there is a page that asks again by itself."""
    end = time.monotonic() + 60
    while (got := server.get(path, "text/html")).status == 503 and time.monotonic() < end:
        if "busy with other pictures" not in got.text:
            assert (got.headers["Refresh"], "being drawn" in got.text) == ("5", True)
        time.sleep(0.1)
    return got


def test_the_picture_is_at_the_root(server: Server) -> None:
    """The interactive page with links to the others."""
    page = drawn(server, "/").text
    assert "Ruritania" in page
    assert '<a href="/questions">' in page


@pytest.mark.parametrize(
    ("query", "conditions"),
    [
        ("about=Ruritania&hops=2&limit=4", {"about": "Ruritania", "hops": 2, "limit": 4}),
        ("since=2022&class=meeting&class=Agreement&document=&until=", {"since": "2022", "classes": ["Agreement", "Meeting"]}),
        ("document=wire", {"documents": ["wire"]}),
    ],
)
def test_the_picture_takes_the_conditions_of_kg_view(server: Server, query: str, conditions: Conditions) -> None:
    """What is left is what the same conditions leave there; a parameter without a value is none."""
    with open_graph(server.graph) as reader:
        expected = kg.view.page(reader.store, **{"limit": 10_000, **conditions})
    assert drawn(server, f"/?{query}").body == pages.with_links(expected).encode()


def test_a_picture_of_nothing_known_is_refused(server: Server) -> None:
    """With the advice of `kg view`."""
    got = drawn(server, "/?about=Ruritaniaa")
    assert (got.status, "did you mean Ruritania" in got.text) == (400, True)


def test_the_picture_of_a_large_graph_says_what_it_leaves_out(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """How many of how many things it has, and where the others are."""
    monkeypatch.setattr(answers, "PICTURE", 5)
    with open_graph(server.graph) as reader:
        page = answers.perform(View(), reader, 10).body.decode()
    told = re.search(r"Of (\d+) things these are the 5 that most documents tell of\. kg view with --about[^.]*search", page)
    assert told
    assert int(told[1]) > 5


def test_hostile_text_stays_text(hostile: Server) -> None:
    """No page has a tag, an attribute or a script that comes from a document, and each forbids itself what it doesn't need."""
    for path in (
        "/id/state/XR",
        "/id/document/wire",
        "/id/agreement/wire-a1",
        "/questions/who-agreed",
        "/questions",
        "/sparql",
        "/openapi",
        "/search?q=ruritania",
    ):
        got = hostile.get(path, "text/html")
        page = Tags(got.text)
        assert page.tags <= {*OURS.split()}
        assert not {name for name in page.attributes if name.startswith("on") or name == "style"}
        assert page.attributes.get("src", set()) <= {"/static/tabs.js", "/static/yasgui/yasgui.min.js"}
        assert "default-src 'none'; script-src 'self'" in got.headers["Content-Security-Policy"]
        assert "unsafe" not in got.headers["Content-Security-Policy"]
        if path.startswith(("/id/", "/search")) or path.endswith("agreed"):
            assert all(probe in page.text for probe in PROBES)


def test_the_pages_name_no_other_server() -> None:
    """Templates, style and script load nothing from elsewhere."""
    folder = Path(__file__).parents[2] / "kg" / "serve"
    for path in (*folder.glob("templates/*"), *folder.glob("static/*.*")):
        assert not re.findall(r"""(?:src|href)=["']https?:|url\(|@import|fetch\(["']http""", path.read_text()), path
