"""A window over time makes an answer fast and changes nothing in it."""

from __future__ import annotations

import importlib.util
import io
import sys
from functools import partial
from types import ModuleType

import pytest
from pyoxigraph import QuerySolutions, RdfFormat, Store

from kg.graph import calendar, lookup, window
from kg.graph.query import answer
from kg.graph.questions import question, questions
from kg.graph.terms import BASE
from tests.conftest import ROOT

RANGES: list[dict[str, str]] = [{}, {"since": "2000-02"}, {"until": "2000-01-20"}, {"since": "2000-01-10", "until": "2000-02-10"}]
WINDOWED = [asked.name for asked in questions() if asked.window]


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


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows for everything, however little is told of it, and small ones."""
    monkeypatch.setattr(window, "_FEW", 0)
    monkeypatch.setattr(window, "_FIRST", 1)


@pytest.mark.usefixtures("eager")
@pytest.mark.parametrize("dates", RANGES, ids=str)
@pytest.mark.parametrize("name", WINDOWED)
def test_a_window_changes_no_row(large: Store, name: str, dates: dict[str, str]) -> None:
    """The rows are those of the whole query, in the same order, page by page."""
    asked = question(name)
    known = {parameter.name for parameter in asked.parameters}
    needed = {parameter.name: f"state/S00{n}" for n, parameter in enumerate(asked.parameters) if parameter.required}
    for actor in ({}, {"actor": "state/S000"}):
        if not actor.keys() | dates.keys() <= known:
            continue
        for page in ({"limit": 5, "offset": 0}, {"limit": 5, "offset": 7}, {"limit": 1000, "offset": 0}):
            values = needed | actor | dates | page
            bare = large.query(asked.bind(values, partial(lookup.find, large)))
            assert isinstance(bare, QuerySolutions)
            whole = [tuple("" if term is None else term.value for term in row) for row in bare]  # type: ignore[union-attr]
            rows = [tuple("" if value is None else str(value) for value in row.values()) for row in answer(large, name, values).rows]
            assert rows == whole, values


def test_a_window_is_narrow(large: Store) -> None:
    """The newest rows are looked for among few of the things, the newest first, each once, and only among those that a date asks for."""
    bound = question("meetings").read({"limit": 3, "until": "2000-03"}, partial(lookup.find, large))
    things = next(window.windows(large, bound, BASE))
    days = [day.value for _, day in things]
    assert "2000-02" < min(days) <= max(days) <= "2000-03-31"
    assert days == sorted(days, reverse=True)
    assert len(things) == len(dict(things)) == 8


def test_a_graph_without_a_calendar_is_asked_whole(store: Store) -> None:
    """A graph of older make, or of somebody else, gives its rows all the same."""
    assert calendar.counts(store, "events", BASE) == {}
    bound = question("meetings").read({}, partial(lookup.find, store))
    assert list(window.windows(store, bound, BASE)) == [[]]
