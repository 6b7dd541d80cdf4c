"""Documents come, change and go, and the graph is always that of the documents that are there."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kg.facts
from kg.builder import build, forget
from kg.graph import index
from kg.graph.export import export
from kg.graph.search import search
from kg.graph.store import open_graph
from tests.stories import VERSIONS, Remembering, write

SOME = st.fixed_dictionaries({}, optional={name: st.integers(0, len(texts) - 1) for name, texts in VERSIONS.items()})
STEPS = st.lists(SOME | st.sampled_from(sorted(VERSIONS)), min_size=1, max_size=6)


@pytest.fixture(scope="module")
def parsed_once() -> Iterator[Remembering]:
    """The parser reads each text once in this module, however often it is built."""
    with pytest.MonkeyPatch.context() as patch:
        remembering = Remembering()
        patch.setattr(kg.facts, "extract", remembering)
        yield remembering


def everything(path: Path) -> tuple[bytes, ...]:
    """The graph in two formats, what searching finds in it, and the lists that questions are looked up in."""
    written = [io.BytesIO(), io.BytesIO()]
    with open_graph(path) as graph:
        for stream, form in zip(written, ("nquads", "turtle"), strict=True):
            export(graph.store, stream, form)
        hits = [str(search(graph, words, 100)) for words in ("agreed", "morel", "lake navi*", '"working group"')]
        with closing(index.open_index(graph.snapshot)) as database:
            hits += map(str, database.execute("SELECT * FROM listed ORDER BY list, key, at, thing"))
    return *(stream.getvalue() for stream in written), *(hit.encode() for hit in hits)


@pytest.mark.usefixtures("parsed_once")
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_any_way_to_the_same_documents_gives_the_same_bytes(
    tmp_path_factory: pytest.TempPathFactory, steps: list[dict[str, int] | str]
) -> None:
    """Building, replacing and forgetting in any order equals building the final set at once: N-Quads, Turtle, search and lists."""
    folder = tmp_path_factory.mktemp("updates")
    state: dict[str, int] = {}
    others = write(folder / "others", {"letter": 0}, copies=8)  # so many that most steps change a small part of the graph
    build([others], folder / "g")
    for number, step in enumerate(steps):
        if isinstance(step, dict):
            build([write(folder / str(number), step)], folder / "g")
            state |= step
        elif step in state:
            forget(folder / "g", step)
            del state[step]
    build([others, write(folder / "final", state)], folder / "once")
    assert everything(folder / "g") == everything(folder / "once")
    shutil.rmtree(folder)


def test_ten_changed_documents_are_ten_parsed(tmp_path: Path, parsed_once: Remembering) -> None:
    """Of a folder of two hundred: the others are not parsed, and none of the graphs that nothing changed in is written again."""
    everyone = dict.fromkeys(VERSIONS, 0)
    folder = write(tmp_path / "corpus", everyone, copies=50)
    assert len(build([folder], tmp_path / "g").added) == 200
    parsed_once.asked.clear()
    changed = [f"letter-{number}" for number in range(10)]
    for name in changed:
        file = folder / f"{name}.md"
        file.write_text(file.read_text(encoding="utf8").replace("3 March 2020", "4 March 2020"), encoding="utf8")
    report = build([folder], tmp_path / "g")
    assert parsed_once.asked == list(report.changed) == sorted(changed)
    assert len(report.unchanged) == 190
    assert report.rewritten == 10
    assert b"2020-03-04" in everything(tmp_path / "g")[0]
