"""From files to a graph: what a build does, leaves alone, survives, and that nothing but the documents decides the result."""

from __future__ import annotations

import io
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

import kg.builder
import kg.facts
from kg.builder import build, forget
from kg.errors import GraphError, LanguageError
from kg.graph.check import check
from kg.graph.export import export
from kg.graph.store import JUDGEMENTS, open_graph
from kg.model import Document, Facts
from tests.conftest import ROOT, SEEDS

STORY = {
    "wire.md": "---\npublished: 2021-06-16\npublisher: Lake News\n---\n"
    "France and Kenya agreed to set up a working group on fisheries, French Foreign Minister Anna Morel said on Wednesday in Nairobi.\n",
    "readout.md": "---\npublished: 2021-06-17\npublisher: Harbour Daily\n---\n"
    "Kenya and Tanzania signed the Treaty on Lake Navigation on 2 May 2019 in Mombasa.\n",
}


@pytest.fixture
def story(tmp_path: Path) -> Path:
    """A folder of two short reports."""
    folder = tmp_path / "story"
    folder.mkdir()
    for name, text in STORY.items():
        (folder / name).write_text(text)
    return folder


def exported(path: Path, name: str = "nquads") -> bytes:
    stream = io.BytesIO()
    with open_graph(path) as graph:
        export(graph.store, stream, name, base=graph.base)
    return stream.getvalue()


@pytest.fixture
def no_parsing(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on nothing may be parsed."""

    def refuse(documents: Iterable[Document]) -> Iterator[Facts]:
        raise AssertionError("parsed")

    monkeypatch.setattr(kg.facts, "extract", refuse)


def test_documents_become_a_graph(story: Path, tmp_path: Path) -> None:
    """What is new is told; the result conforms to the shapes and holds what the documents say."""
    report = build(story, tmp_path / "g")
    assert (report.added, report.changed, report.unchanged, report.skipped) == (("readout", "wire"), (), (), ())
    with open_graph(tmp_path / "g") as graph:
        assert check(graph.store).outcome == "conforms"
    nquads = exported(tmp_path / "g").decode()
    assert "<https://w3id.org/accord/id/state/KE>" in nquads
    assert '"France and Kenya agreed to set up a working group on fisheries' in nquads


def test_seeds_conform(seed_folder: Path, tmp_path: Path) -> None:
    """The documents that the project shows first."""
    build(seed_folder, tmp_path / "g")
    with open_graph(tmp_path / "g") as graph:
        found = check(graph.store)
    assert (found.outcome, found.violations) == ("conforms", ())


def test_only_what_changed_is_parsed(story: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Text and metadata both count; the rest is not even looked at by the parser."""
    build(story, tmp_path / "g")
    parsed: list[str] = []
    extract = kg.facts.extract

    def watch(documents: Iterable[Document]) -> Iterator[Facts]:
        batch = list(documents)
        parsed.extend(document.identifier for document in batch)
        return extract(batch)

    monkeypatch.setattr(kg.facts, "extract", watch)
    before = exported(tmp_path / "g")
    report = build(story, tmp_path / "g")
    assert (report.unchanged, report.rewritten, parsed) == (("readout", "wire"), 0, [])
    assert exported(tmp_path / "g") == before
    (story / "wire.md").write_text(STORY["wire.md"].replace("Lake News", "Lake Gazette"))
    report = build(story, tmp_path / "g")
    assert (report.changed, report.unchanged, parsed) == (("wire",), ("readout",), ["wire"])
    assert b"Lake Gazette" in exported(tmp_path / "g")
    assert b"Lake News" not in exported(tmp_path / "g")


def test_another_extractor_reads_everything_again(story: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Weights, lexicon, gazetteer or code: the fingerprint tells."""
    build(story, tmp_path / "g")
    monkeypatch.setattr(kg.facts, "fingerprint", lambda: "another")
    assert build(story, tmp_path / "g").changed == ("readout", "wire")


BUILD = """
import io, sys
from kg.builder import build
from kg.graph.export import export
from kg.graph.store import open_graph
path, *steps = sys.argv[1:]
for step in steps:
    build(step, path)
with open_graph(path) as graph:
    for name in ("nquads", "turtle"):
        export(graph.store, sys.stdout.buffer, name)
"""


def run_build(path: Path, *steps: Path, seed: str) -> bytes:
    done = subprocess.run(
        [sys.executable, "-c", BUILD, str(path), *map(str, steps)],
        capture_output=True,
        cwd=ROOT,
        check=False,
        env={**os.environ, "PYTHONHASHSEED": seed},
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def test_neither_order_nor_hashing_shows_in_the_result(tmp_path: Path) -> None:
    """One document after the other, the other way round, and all at once: the same N-Quads and Turtle, byte for byte."""
    one, other = sorted(SEEDS.glob("*.md"))
    at_once = run_build(tmp_path / "a", SEEDS, seed="0")
    assert at_once == run_build(tmp_path / "b", one, other, seed="1")
    assert at_once == run_build(tmp_path / "c", other, one, seed="2")
    assert at_once.count(b"\n") > 200


def test_several_processes_give_the_same_graph(story: Path, tmp_path: Path) -> None:
    """And the report stands in the order of the documents."""
    report = build(story, tmp_path / "a", jobs=2)
    assert report == build(story, tmp_path / "b")
    assert exported(tmp_path / "a") == exported(tmp_path / "b")


def test_forgetting_takes_out_one_document(story: Path, tmp_path: Path) -> None:
    """What another document supports stays, what nothing supports goes: as if it had never been there."""
    build(story, tmp_path / "g")
    forget(tmp_path / "g", "wire")
    build(story / "readout.md", tmp_path / "fresh")
    assert exported(tmp_path / "g") == exported(tmp_path / "fresh")
    assert b"state/KE" in exported(tmp_path / "g")
    assert b"state/FR" not in exported(tmp_path / "g")


def test_forgetting_what_is_not_there_is_an_error(story: Path, tmp_path: Path) -> None:
    """Neither a document nor a graph is made up."""
    build(story, tmp_path / "g")
    with pytest.raises(GraphError, match="no document 'letter'"):
        forget(tmp_path / "g", "letter")
    with pytest.raises(GraphError, match="no graph"):
        forget(tmp_path / "nowhere", "wire")


def test_a_forgetting_that_was_cut_short_is_finished(story: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same command does it, though the document's facts are already gone."""
    build(story, tmp_path / "g")

    def stop(*_: object) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(kg.builder, "_follow", stop)
        with pytest.raises(KeyboardInterrupt):
            forget(tmp_path / "g", "wire")
    assert b"state/FR" in exported(tmp_path / "g")
    forget(tmp_path / "g", "wire")
    assert b"state/FR" not in exported(tmp_path / "g")


def test_a_document_that_breaks_the_extractor_is_left_out(story: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence says so, and the others are read."""
    extract = kg.facts.extract

    def fragile(documents: Iterable[Document]) -> Iterator[Facts]:
        for document in documents:
            if document.identifier == "readout":
                raise IndexError("list index out of range")
            yield from extract([document])

    monkeypatch.setattr(kg.facts, "extract", fragile)
    report = build(story, tmp_path / "g")
    assert report.added == ("wire",)
    assert [(one.source, "IndexError: list index out of range" in one.reason) for one in report.skipped] == [("readout", True)]
    monkeypatch.setattr(kg.facts, "extract", extract)
    report = build(story, tmp_path / "g")
    assert (report.added, report.unchanged) == (("readout",), ("wire",))


def test_a_trouble_that_concerns_every_document_stops_the_build(story: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Weights that can't be loaded are no fault of a document."""

    def broken(documents: Iterable[Document]) -> Iterator[Facts]:
        raise LanguageError("The weights are gone; install again")

    monkeypatch.setattr(kg.facts, "extract", broken)
    with pytest.raises(LanguageError, match="weights"):
        build(story, tmp_path / "g")


def test_what_could_not_be_read_is_told(story: Path, tmp_path: Path) -> None:
    """An empty file and a second source for one identifier; the rest is built."""
    (story / "empty.txt").write_text("")
    (story / "more").mkdir()
    (story / "more" / "wire.md").write_text("Norway and Oman signed a treaty.")
    report = build(story, tmp_path / "g")
    assert len(report.added) == 2
    assert sorted(Path(one.source).name for one in report.skipped) == ["empty.txt", "wire.md"]


def test_a_judgement_takes_effect_without_parsing(story: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """The file in the graph directory is obeyed by the next build, and obeyed no more once it is gone."""
    build(story, tmp_path / "g")
    before = exported(tmp_path / "g")
    request.getfixturevalue("no_parsing")
    judgements = tmp_path / "g" / JUDGEMENTS
    judgements.write_text("same state/FR state/TZ\n")
    assert build(story, tmp_path / "g").rewritten > 0
    assert exported(tmp_path / "g") != before
    judgements.unlink()
    build(story, tmp_path / "g")
    assert exported(tmp_path / "g") == before


def test_another_base_renames_without_parsing(story: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Every instance, and later builds keep to it."""
    build(story, tmp_path / "g")
    request.getfixturevalue("no_parsing")
    build(story, tmp_path / "g", base="https://example.org/")
    build(story, tmp_path / "g")
    assert b"https://w3id.org/accord/id/" not in exported(tmp_path / "g")
    assert b"<https://example.org/state/KE>" in exported(tmp_path / "g")


def test_progress_is_told(story: Path, tmp_path: Path) -> None:
    """Step by step, with the number of documents done."""
    told: list[tuple[str, int, int | None]] = []
    build(story, tmp_path / "g", progress=lambda step, done, total: told.append((step, done, total)))
    assert told[0] == ("extract", 2, None)
    assert {step for step, _, _ in told} >= {"extract", "identify"}


def test_a_killed_build_is_finished_by_the_same_command(story: Path, tmp_path: Path) -> None:
    """Killed at random moments of its work, then run to the end: the graph is that of an undisturbed build."""
    build(story, tmp_path / "whole")
    chance = random.Random(5)
    for number in range(3):
        path = tmp_path / f"g{number}"
        process = subprocess.Popen([sys.executable, "-c", BUILD, str(path), str(story)], stdout=subprocess.DEVNULL, cwd=ROOT)
        time.sleep(chance.uniform(0.3, 3))
        process.send_signal(signal.SIGKILL)
        process.wait()
        build(story, path)
        assert exported(path) == exported(tmp_path / "whole")
        shutil.rmtree(path)


def test_workers_end_with_a_killed_build(story: Path, tmp_path: Path) -> None:
    """None goes on parsing for nobody, and the lock is free at once."""
    linger = "lambda *_: print('.', flush=True) or __import__('time').sleep(60)"
    code = BUILD.replace("path)\n", f"path, jobs=2, progress={linger})\n", 1)
    command = [sys.executable, "-c", code, str(tmp_path / "g"), str(story)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert process.stdout is not None
    assert process.stdout.readline() == ".\n"
    workers = [int(pid) for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]
    assert workers
    process.kill()
    process.wait()
    deadline = time.monotonic() + 10
    while any(running(pid) for pid in workers) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert [pid for pid in workers if running(pid)] == []
    build(story, tmp_path / "g")


def running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
