"""The lists beside a store make an answer fast and change nothing in it."""

from __future__ import annotations

import importlib.util
import io
import re
import sys
from contextlib import closing
from functools import partial
from pathlib import Path
from types import ModuleType

import pytest
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, RdfFormat, Store, parse

from kg.graph import index, lookup, window
from kg.graph.lists import LISTS, Lists
from kg.graph.query import answer
from kg.graph.questions import Bound, question, questions
from kg.graph.store import open_graph, open_writer
from kg.graph.terms import BASE
from tests.conftest import ROOT

RANGES: list[dict[str, str]] = [{}, {"since": "2000-02"}, {"until": "2000-01-20"}, {"since": "2000-01-10", "until": "2000-02-10"}]
LISTED = [asked.name for asked in questions() if asked.listed]
TOLD = """
    @prefix accord: <https://w3id.org/accord/ontology#> . @prefix oa: <http://www.w3.org/ns/oa#> .
    @prefix dcterms: <http://purl.org/dc/terms/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
    <document/%(name)s> a accord:Document ; dcterms:issued "2020-01-01"^^xsd:date .
    <document/%(name)s#s0> oa:hasSource <document/%(name)s> ; oa:start 0 ; accord:reportedBy <state/X> .
    <agreement/1> a accord:Event , accord:Agreement ; accord:party %(parties)s ; accord:evidence <document/%(name)s#s0> .
    <treaty-action/1> a accord:Event , accord:TreatyAction ; accord:party %(parties)s ; accord:treaty <treaty/T> .
"""
ALONE = """
    <group/G> a accord:WorkingGroup ; accord:establishedBy <agreement/1> .
    <treaty/T> a accord:Treaty ; skos:prefLabel "T"@en .
    <delegation/D> a accord:Delegation ; accord:represents <state/X> ; accord:attends <meeting/M> .
"""
"""What document a alone tells of."""
BESIDE = "<agreement/2> a accord:Event , accord:Agreement ; accord:party <state/X> ; accord:reachedAt <meeting/M> ."
"""What document b alone tells of."""
NEEDED = {"actor": "state/S000", "other": "state/S001", "treaty": "treaty/T0000", "fact": "treaty/T0000"}


def _generate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench_generate", ROOT / "bench" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def large() -> Store:
    """Two hundred made-up documents of 2000, some events without a date, some dated differently by two documents."""
    out = io.StringIO()
    _generate().write(200, 1, out)
    store = Store()
    store.load(out.getvalue(), format=RdfFormat.N_QUADS)
    return store


@pytest.fixture(scope="module")
def lists(large: Store, tmp_path_factory: pytest.TempPathFactory) -> Lists:
    return made(large, tmp_path_factory.mktemp("lists"))


def made(store: Store, folder: Path) -> Lists:
    """The lists of a store."""
    index.write(folder, store, BASE)
    found = index.open_lists(folder, BASE)
    assert found
    return found


@pytest.mark.parametrize("dates", RANGES, ids=str)
@pytest.mark.parametrize("name", LISTED)
def test_lists_change_no_row(large: Store, lists: Lists, name: str, dates: dict[str, str]) -> None:
    """The rows are those of the whole query, in the same order, page by page, whatever the question is asked with."""
    asked = question(name)
    known = {parameter.name for parameter in asked.parameters}
    needed = {parameter.name: NEEDED[parameter.name] for parameter in asked.parameters if parameter.required}
    others: list[dict[str, str]] = [{}, {"actor": "state/S000"}, {"actor": "State S030"}, {"speaker": "Person p000001"}, {"status": "held"}]
    for other in others:
        if not other.keys() | dates.keys() <= known or (name in ("who-agreed", "promises", "deadlines") and "status" in other):
            continue
        for page in ({"limit": 5, "offset": 0}, {"limit": 5, "offset": 7}, {"limit": 1000, "offset": 0}):
            values = needed | other | dates | page
            bare = large.query(asked.bind(values, partial(lookup.find, large)))
            assert isinstance(bare, QuerySolutions)
            whole = [tuple("" if term is None else term.value for term in row) for row in bare]  # type: ignore[union-attr]
            rows = [tuple("" if one is None else str(one) for one in row.values()) for row in answer(large, name, values, lists=lists).rows]
            assert rows == whole, values


def test_a_window_is_narrow(large: Store, lists: Lists) -> None:
    """The rows are looked for among as few things as there are rows, the newest first, each once, and only those that are asked for."""
    bound = question("meetings").read({"limit": 3, "until": "2000-03", "actor": "State S001"}, partial(lookup.find, large))
    things = re.findall(r'\((<[^>]+>) "([^"]+)"', next(window.windows(lists, bound))["things"])
    days = [day for _, day in things]
    assert "2000-01" < min(days) <= max(days) <= "2000-03-31"
    assert days == sorted(days, reverse=True)
    assert len(things) == len(dict(things)) == 4


def test_statements_stand_as_in_their_document(tmp_path: Path) -> None:
    """The tenth sentence comes after the ninth, though the list has it after the first, and wherever the first page ends."""
    said = [
        f"""<document/d#s{n}> oa:hasSource <document/d> ; oa:start {n * 100} ; oa:exact "{n}" ; accord:reportedBy <person/p> ."""
        for n in range(12)
    ]
    prefixes = TOLD.partition("<document")[0]
    told = f'{prefixes} <document/d> dcterms:identifier "d" ; dcterms:issued "2020-01-01"^^xsd:date . {" ".join(said)}'
    store = Store()
    store.extend(parse(told, RdfFormat.TURTLE, base_iri=BASE))
    lists = made(store, tmp_path)
    for limit in range(1, 13):
        rows = answer(store, "statements-by", {"limit": limit}, lists=lists).rows
        assert [row["quote"] for row in rows] == [str(n) for n in range(limit)]


@pytest.mark.parametrize("name", LISTED)
def test_what_lists_nothing_has_no_row(large: Store, lists: Lists, name: str) -> None:
    """A question about somebody of whom the graph tells nothing of the kind."""
    asked = question(name)
    nobody = {parameter.name: parameter for parameter in asked.parameters if parameter.name in ("actor", "treaty", "fact", "other")}
    bound = Bound(asked, {parameter: NamedNode(f"{BASE}person/nobody") for parameter in nobody} | {"limit": Literal(5)})
    if nobody:
        (filled,) = window.windows(lists, bound)
        assert list(large.query(bound.text(filled))) == []  # type: ignore[arg-type]


def test_what_is_no_key_of_its_list_is_asked_whole(large: Store, lists: Lists) -> None:
    """A meeting takes part in none, so its participants are not looked up among the meetings of somebody."""
    meeting = str(answer(large, "meetings", {"limit": 1}).rows[0]["meeting"])
    bound = question("meeting-participants").read({"meeting": meeting}, partial(lookup.find, large))
    assert list(window.windows(lists, bound)) == [{}]


def test_every_list_that_a_question_names_is_made() -> None:
    """A question would find nothing otherwise."""
    assert {asked.listed.name for asked in questions() if asked.listed} <= LISTS.keys()


def test_a_name_in_any_case_is_found_in_the_lists(large: Store, lists: Lists) -> None:
    """As by reading all names: preferred names, other names, identifiers and titles."""
    wanted = {"STATE s003": "Actor", "treaty t0001": "Treaty", "D0000007": "Document", "BULLETIN 7 of the press service": "Document"}
    for name, kind in wanted.items():
        assert lookup.find(large, name, kind, lists=lists) == lookup.find(large, name, kind)


def test_a_graph_without_lists_is_asked_whole(store: Store) -> None:
    """A graph of older make, or of somebody else, gives its rows all the same."""
    bound = question("meetings").read({}, partial(lookup.find, store))
    assert list(window.windows(None, bound)) == [{}]


def test_what_one_document_tells_of_a_fact_counts_for_all_that_tell_of_it(tmp_path: Path) -> None:
    """A party that another document names, the lists follow when that document goes: of statements, groups, treaties
    and what was agreed where a delegation came.
    """
    graphs = {
        f"{BASE}document/{name}": list(parse(TOLD % {"name": name, "parties": parties} + more, RdfFormat.TURTLE, base_iri=BASE))
        for name, parties, more in (("a", "<state/X>", ALONE), ("b", "<state/X> , <state/Y>", BESIDE))
    }

    def publish(path: Path, *names: str) -> list[tuple[str, ...]]:
        with open_writer(path) as writer:
            kept = {f"{BASE}document/{name}": name for name in names}
            writer.publish(kept, lambda iri: [Quad(*quad.triple, NamedNode(iri)) for quad in graphs.get(iri, [])], "stamp")
        with open_graph(path) as graph, closing(index.open_index(graph.snapshot)) as database:
            return database.execute("SELECT * FROM listed ORDER BY list, key, at, thing").fetchall()

    others = [f"other{number}" for number in range(8)]  # so many that one document is a small part
    both = publish(tmp_path / "g", "a", "b", *others)
    one = publish(tmp_path / "g", "a", *others)
    assert ("Delegated", "state/X", "", "agreement/2", "") in both
    assert ("Statement", "state/Y", "2020-01-01", "document/a#s0", "2020-01-01") in both
    assert one == publish(tmp_path / "once", "a", *others)
    assert both == publish(tmp_path / "g", "a", "b", *others) == publish(tmp_path / "afresh", "a", "b", *others)
