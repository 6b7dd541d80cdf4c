"""The graph directory keeps what it was given, whatever happens to the process, the disk or the directory."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Quad, QuerySolutions, Store

from kg.errors import GraphError
from kg.graph import terms
from kg.graph.export import rows
from kg.graph.quads import Metadata, quads
from kg.graph.store import Record, Writer, open_graph, open_writer
from kg.graph.terms import BASE
from tests.conftest import ROOT
from tests.graph.sample import IDENTITIES, METADATA, READOUT_FACTS, WIRE_FACTS

RECORDS = {
    "wire": Record(METADATA["wire"], WIRE_FACTS, "v1"),
    "readout 2": Record(METADATA["readout 2"], READOUT_FACTS, "v1"),
    "wire, corrected": Record(replace(METADATA["wire"], title="Corrected", sha256="0" * 64), replace(WIRE_FACTS, actions=()), "v1"),
}


def make(record: Record) -> list[Quad]:
    return quads(record.metadata, record.facts, IDENTITIES, BASE)


def follow(writer: Writer) -> int:
    """Publishes the quads of every document that the directory holds."""
    records = {terms.document(BASE, record.metadata.identifier).value: record for record in writer.records()}
    digests = {iri: record.metadata.sha256 for iri, record in records.items()}
    return writer.publish(digests, lambda iri: make(records[iri]), "stamp")


def put(path: Path, *names: str) -> int:
    with open_writer(path) as writer:
        writer.put(RECORDS[name] for name in names)
        return follow(writer)


def content(path: Path) -> list[tuple[str, str, str, str]]:
    with open_graph(path) as graph:
        return rows(graph.store)


def expected(*names: str) -> list[tuple[str, str, str, str]]:
    store = Store()
    for name in names:
        store.extend(make(RECORDS[name]))
    return rows(store)


def test_what_is_published_is_read_back(tmp_path: Path) -> None:
    """Quads, base IRI, metadata and facts."""
    put(tmp_path / "g", "wire", "readout 2")
    with open_graph(tmp_path / "g") as graph:
        assert rows(graph.store) == expected("wire", "readout 2")
        assert graph.base == BASE
        assert list(graph.records()) == [RECORDS["readout 2"], RECORDS["wire"]]


def test_only_what_changed_is_written(tmp_path: Path) -> None:
    """A document that stays as it was costs nothing; its digest tells."""
    assert put(tmp_path, "wire", "readout 2") == 2
    assert put(tmp_path, "wire") == 0
    assert put(tmp_path, "wire, corrected") == 1
    assert content(tmp_path) == expected("wire, corrected", "readout 2")


def test_a_writer_knows_whether_the_quads_follow(tmp_path: Path) -> None:
    """Any change to the documents puts them out of step, and publishing puts them back."""
    with open_writer(tmp_path) as writer:
        assert not writer.in_step("stamp")
        writer.put([RECORDS["wire"]])
        follow(writer)
        assert writer.in_step("stamp")
        assert not writer.in_step("other judgements")
        assert not writer.forget("nobody")
        assert writer.in_step("stamp")
        assert writer.forget("wire")
        assert not writer.in_step("stamp")
        assert writer.known() == {}


STEPS = st.lists(st.tuples(st.sampled_from(["put", "forget", "publish"]), st.sampled_from(sorted(RECORDS))), max_size=12)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_any_way_to_the_same_documents_gives_the_same_graph(tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str]]) -> None:
    """Adding, correcting, forgetting and publishing in any order equals building the final set at once, its union included."""
    path = tmp_path_factory.mktemp("graph")
    final: dict[str, str] = {}
    with open_writer(path) as writer:
        for what, name in steps:
            identifier = RECORDS[name].metadata.identifier
            if what == "put":
                writer.put([RECORDS[name]])
                final[identifier] = name
            elif what == "forget":
                writer.forget(identifier)
                final.pop(identifier, None)
            else:
                follow(writer)
        follow(writer)
    assert content(path) == expected(*final.values())
    with open_graph(path) as graph:
        triples = [str(quad.triple) for quad in graph.store.quads_for_pattern(None, None, None, DefaultGraph())]
    assert sorted(triples) == sorted({str(quad.triple) for name in final.values() for quad in make(RECORDS[name])})


def test_a_question_to_all_documents_counts_each_thing_once(tmp_path: Path) -> None:
    """Both documents say that Ruritania is a state; the default graph says it once."""
    put(tmp_path, "wire", "readout 2")
    with open_graph(tmp_path) as graph:
        found = graph.store.query("SELECT ?s { ?s a accord:State, accord:Actor }", prefixes=terms.PREFIXES)
        assert isinstance(found, QuerySolutions)
        assert len(list(found)) == 2


def test_a_reader_keeps_what_it_opened(tmp_path: Path) -> None:
    """Later builds neither disturb it nor pile up: what nobody reads any more is removed."""
    put(tmp_path, "wire")
    with open_graph(tmp_path) as graph:
        put(tmp_path, "wire, corrected")
        put(tmp_path, "readout 2")
        assert rows(graph.store) == expected("wire")
        assert content(tmp_path) == expected("wire, corrected", "readout 2")
    put(tmp_path, "wire")
    assert len(list(tmp_path.glob("quads-*"))) == 1


def test_a_store_of_which_much_changed_is_compacted(tmp_path: Path) -> None:
    """A few changes are kept in files beside the others, which costs nothing; those of a quarter of all graphs are merged into them."""

    def files_after(path: Path, changed: int) -> int:
        for number, title in ((20, "As it was"), (changed, "Changed")):
            with open_writer(path) as writer:
                writer.put(numbered(one, title) for one in range(number))
                follow(writer)
        return len(list(path.glob("quads-*/*.sst")))

    def numbered(number: int, title: str) -> Record:
        metadata = replace(METADATA["wire"], identifier=f"wire {number}", title=title, sha256=f"{title} {number}")
        return replace(RECORDS["wire"], metadata=metadata)

    few, many = files_after(tmp_path / "few", 1), files_after(tmp_path / "many", 5)
    assert few > many


def test_what_a_build_that_was_cut_short_left_does_no_harm(tmp_path: Path) -> None:
    """A half-written snapshot and one that was never published are swept up by the next build."""
    put(tmp_path, "wire")
    (tmp_path / "next").mkdir()
    (tmp_path / "next" / "000001.sst").write_bytes(b"torn")
    (tmp_path / "quads-000009").mkdir()
    assert content(tmp_path) == expected("wire")
    put(tmp_path, "readout 2")
    assert content(tmp_path) == expected("wire", "readout 2")
    assert {entry.name for entry in tmp_path.iterdir()} == {"accord.sqlite", "lock", "quads-000010"}


CHURN = """
import sys
from itertools import count
from tests.graph.test_store import RECORDS, follow
from kg.graph.store import open_writer
with open_writer(sys.argv[1]) as writer:
    print("ready", flush=True)
    for turn in count():
        writer.put([RECORDS["wire, corrected" if turn % 2 else "wire"]])
        follow(writer)
        if turn % 3:
            writer.put([RECORDS["readout 2"]])
        else:
            writer.forget("readout 2")
        follow(writer)
"""


@pytest.fixture
def churn(tmp_path: Path) -> Iterator[list[subprocess.Popen[str]]]:
    """Processes that change the graph in `tmp_path` without end; none outlives the test."""
    processes: list[subprocess.Popen[str]] = []
    yield processes
    for process in processes:
        process.kill()
        process.communicate()


def start_churn(processes: list[subprocess.Popen[str]], path: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen([sys.executable, "-c", CHURN, str(path)], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    processes.append(process)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def test_a_killed_build_leaves_whole_documents(tmp_path: Path, churn: list[subprocess.Popen[str]]) -> None:
    """Killed at a random moment, the graph opens, every document is wholly there or not at all, and the next build goes on."""
    whole = [sorted(expected(name)) for name in RECORDS]
    put(tmp_path, "wire")
    chance = random.Random(20210930)
    for _ in range(20):
        process = start_churn(churn, tmp_path)
        time.sleep(chance.uniform(0, 0.12))
        process.send_signal(signal.SIGKILL)
        process.wait()
        found = content(tmp_path)
        for graph in {row[0] for row in found}:
            assert [row for row in found if row[0] == graph] in whole
        put(tmp_path, "wire", "readout 2")
        assert content(tmp_path) == expected("wire", "readout 2")


def test_readers_see_whole_graphs_while_a_build_goes_on(tmp_path: Path, churn: list[subprocess.Popen[str]]) -> None:
    """Opened again and again beside a busy writer."""
    put(tmp_path, "wire")
    start_churn(churn, tmp_path)
    possible = [expected(*names) for one in ("wire", "wire, corrected") for names in ((one,), (one, "readout 2"))]
    for _ in range(40):
        assert content(tmp_path) in possible


def test_a_second_writer_is_told_who_writes(tmp_path: Path, churn: list[subprocess.Popen[str]]) -> None:
    """In one sentence, with the process's number."""
    process = start_churn(churn, tmp_path)
    with pytest.raises(GraphError, match=f"Process {process.pid} is writing"):
        put(tmp_path, "wire")


def refused(code: str, path: Path) -> str:
    """What a process says that runs `code` on `path`; it has no rights of its own there, also where tests run as root."""
    start = (
        "import sys, os, resource\nfrom pathlib import Path\nfrom kg.errors import GraphError\nfrom tests.graph import test_store as t\n"
    )
    body = "".join(f"    {line}\n" for line in code.splitlines())
    program = f"{start}path = Path(sys.argv[1])\ntry:\n{body}except GraphError as error:\n    print(error)\n"
    done = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.stderr == ""
    return done.stdout


@pytest.fixture
def open_path(tmp_path: Path) -> Path:
    """A directory that every user may reach: pytest's own are closed to others."""
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)
    return tmp_path


def test_a_directory_that_may_not_be_written_is_still_read(open_path: Path) -> None:
    """And a build on it ends in one sentence that says what to do."""
    path = open_path / "g"
    put(path, "wire")
    code = "os.geteuid() or os.setuid(65534)\nprint(len(t.content(path)))\nt.put(path, 'readout 2')"
    path.chmod(0o555)
    (path / "accord.sqlite").chmod(0o444)
    said = refused(code, path).splitlines()
    path.chmod(0o755)
    assert said[0] == str(len(expected("wire")))
    assert len(said) == 2
    assert said[1].endswith("choose a directory that you may write to")


def test_a_full_disk_ends_in_one_sentence(tmp_path: Path) -> None:
    """What was published before stays."""
    put(tmp_path, "wire")
    said = refused("resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000))\nt.put(path, 'readout 2')", tmp_path)
    assert said.count("\n") == 1
    assert said.endswith("see that the disk has space left and run the same command again\n")
    assert content(tmp_path) == expected("wire")
    put(tmp_path, "readout 2")
    assert content(tmp_path) == expected("wire", "readout 2")


def test_what_is_no_graph_is_left_alone(tmp_path: Path) -> None:
    """A directory with other things, a file, and no directory at all are each named for what they are."""
    with pytest.raises(GraphError, match="There is no graph"):
        open_graph(tmp_path / "nowhere")
    (tmp_path / "letter.txt").write_text("Dear Anna")
    with pytest.raises(GraphError, match="is no graph"):
        open_graph(tmp_path)
    with pytest.raises(GraphError, match=r"letter\.txt"):
        put(tmp_path, "wire")
    with pytest.raises(GraphError, match="is a file"):
        put(tmp_path / "letter.txt", "wire")
    assert [entry.name for entry in tmp_path.iterdir()] == ["letter.txt"]


def test_only_a_build_makes_a_graph(tmp_path: Path) -> None:
    """Asked not to create one, a writer refuses and leaves nothing behind."""
    with pytest.raises(GraphError, match="is no graph"), open_writer(tmp_path / "g", create=False):
        pass
    assert not (tmp_path / "g").exists()


def test_a_graph_that_was_never_finished_says_so(tmp_path: Path) -> None:
    """Facts are kept, but there are no quads to read yet."""
    with open_writer(tmp_path) as writer:
        writer.put([RECORDS["wire"]])
    with pytest.raises(GraphError, match="never finished"):
        open_graph(tmp_path)
    assert put(tmp_path) == 1


@pytest.mark.parametrize("what", [b"", b"not a database at all, but long enough to be taken for one" * 9])
def test_a_damaged_graph_says_so(tmp_path: Path, what: bytes) -> None:
    """No traceback, whatever the file holds."""
    put(tmp_path, "wire")
    (tmp_path / "accord.sqlite").write_bytes(what)
    with pytest.raises(GraphError, match=r"never finished|build it again"):
        open_graph(tmp_path)


def test_a_graph_of_a_later_version_is_not_touched(tmp_path: Path) -> None:
    """Neither read nor written: nobody knows what it means."""
    put(tmp_path, "wire")
    database = sqlite3.connect(tmp_path / "accord.sqlite")
    database.execute("PRAGMA user_version = 2")
    database.close()
    for attempt in (open_graph, put):
        with pytest.raises(GraphError, match="later version"):
            attempt(tmp_path)


def test_a_graph_whose_quads_are_gone_says_so(tmp_path: Path) -> None:
    """Somebody removed them by hand."""
    put(tmp_path, "wire")
    for snapshot in tmp_path.glob("quads-*"):
        os.rename(snapshot, tmp_path / "elsewhere")
    with pytest.raises(GraphError, match="are gone"):
        open_graph(tmp_path)


def test_the_base_stays_what_it_was(tmp_path: Path) -> None:
    """Unless another is asked for."""
    with open_writer(tmp_path, base="https://example.org/id/") as writer:
        follow(writer)
    with open_writer(tmp_path) as writer:
        assert writer.base == "https://example.org/id/"


def test_metadata_of_a_document_is_all_but_its_text() -> None:
    """The text stays where it was; its digest stands for it."""
    assert set(Metadata.__dataclass_fields__) == {"identifier", "sha256", "title", "publisher", "published", "language", "document_type"}
