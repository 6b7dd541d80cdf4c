"""What a build leaves when it is killed, the disk is full, the directory may not be written, or another build is at work."""

from __future__ import annotations

import io
import os
import random
import shutil
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import pytest

from kg.errors import GraphError
from kg.graph.export import export
from kg.graph.search import search
from kg.graph.store import Record, open_graph, open_writer
from tests.commands import Done, Server, server
from tests.stories import facts_of, write

KILLED = -signal.SIGKILL
KILLS, FIRST_KILLS = 80, 20
COPIES = 3
MIB = 2**20


@dataclass(frozen=True, slots=True)
class Whole:
    """A graph that nothing disturbed: its content, its documents, and the seconds that its build took."""

    content: tuple[bytes, str]
    records: dict[str, Record]
    took: float


@dataclass(frozen=True, slots=True)
class Disk:
    """A folder to write to, with little room if it is a file system of its own."""

    folder: Path
    real: bool

    def run(self, kg: Server, room: int, *arguments: str | Path) -> Done:
        """One command that has so many bytes left to write: on the disk, or else in any one file."""
        if not self.real:
            return kg.run(*arguments, largest=max(4096, room))  # what it says goes to a file too
        ballast = self.folder / "ballast"
        free = os.statvfs(self.folder)
        with ballast.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, max(1, free.f_bavail * free.f_frsize - room))
        try:
            return kg.run(*arguments)
        finally:
            ballast.unlink()


@pytest.fixture(scope="module")
def corpora(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two folders of reports; in the second half of them are changed."""
    folder = tmp_path_factory.mktemp("corpora")
    folder.chmod(0o755)
    before = write(folder / "before", {"wire": 0, "note": 0, "readout": 0, "letter": 0}, COPIES)
    after = write(folder / "after", {"wire": 1, "note": 1, "readout": 0, "letter": 0}, COPIES)
    return before, after


@pytest.fixture(scope="module")
def kg(corpora: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Runs `kg` commands."""
    with server(facts_of(*corpora), tmp_path_factory.mktemp("server")) as running:
        yield running


def content(path: Path) -> tuple[bytes, str]:
    """The graph in N-Quads, and what searching finds."""
    stream = io.BytesIO()
    with open_graph(path) as graph:
        export(graph.store, stream, "nquads")
        return stream.getvalue(), str(search(graph, "kenya*", 1000))


def records(path: Path) -> dict[str, Record]:
    with open_graph(path) as graph:
        return {record.metadata.identifier: record for record in graph.records()}


@pytest.fixture(scope="module")
def whole(kg: Server, corpora: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> tuple[Whole, Whole]:
    """What an undisturbed build of each folder gives."""
    found = []
    for corpus in (corpora[0], *corpora):  # the first run warms the machine up
        path = tmp_path_factory.mktemp("whole") / "g"
        done = kg.run("build", corpus, "-g", path)
        assert (done.status, done.said) == (0, f"{path}: {4 * COPIES} added\n")
        found.append(Whole(content(path), records(path), done.took))
    return found[1], found[2]


def test_a_build_killed_at_any_moment_is_finished_by_the_same_command(
    kg: Server, corpora: tuple[Path, Path], whole: tuple[Whole, Whole], tmp_path: Path
) -> None:
    """The graph is that before the build or that after it, with its index, and every document that was read is wholly there.

    The same command finishes what was begun, also after it was killed again and again.
    """
    chance, killed, turn = random.Random(20210930), 0, 0
    outcomes = set[tuple[int, int]]()
    kg.run("build", corpora[0], "-g", tmp_path)
    while killed < KILLS:
        turn += 1
        goal = turn // 5 % 2  # five attempts at each of the two, the last one undisturbed
        last = turn % 5 == 4
        done = kg.run("build", corpora[goal], "-g", tmp_path, kill_after=None if last else chance.uniform(0, 1.2 * whole[goal].took))
        killed += done.status == KILLED
        assert done.status in ({0} if last else {0, KILLED}), done.said
        found = content(tmp_path)
        outcomes.add((goal, [one.content for one in whole].index(found)))
        assert all(record in (whole[0].records[name], whole[1].records[name]) for name, record in records(tmp_path).items())
        assert not last or found == whole[goal].content
    assert outcomes == {(0, 0), (0, 1), (1, 0), (1, 1)}  # kills came before and after the moment that counts


def test_a_first_build_killed_at_any_moment_is_finished_by_the_same_command(
    kg: Server, corpora: tuple[Path, Path], whole: tuple[Whole, Whole], tmp_path: Path
) -> None:
    """Until then there is no graph, and whoever asks is told what to do; what was read is kept and not read again."""
    chance, killed, told = random.Random(20210930), 0, set[str]()
    while killed < FIRST_KILLS:
        path = tmp_path / str(killed)
        done = kg.run("build", corpora[0], "-g", path, kill_after=chance.uniform(0, 1.2 * whole[0].took))
        killed += done.status == KILLED
        try:
            assert content(path) == whole[0].content
        except GraphError as error:
            told.add(str(error).replace(str(path), "g"))
        assert kg.run("build", corpora[0], "-g", path).status == 0
        assert content(path) == whole[0].content
        shutil.rmtree(path)
    assert told <= {
        "There is no graph g; make one with: kg build SOURCES -g g",
        "g is no graph (it has no accord.sqlite); make one with: kg build SOURCES -g g",
        "The graph g was never finished; run its kg build again",
    }
    assert told


def mounted(folder: Path, size: int) -> bool:
    """Whether a file system of so many bytes now stands in the folder; only root may do that."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    return shutil.which("mount") is not None and subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Disk]:
    """A disk that can be filled: a real one where that is possible, else the limit of what a file may hold stands for it."""
    folder = tmp_path / "disk"
    folder.mkdir()
    real = mounted(folder, 16 * MIB)
    yield Disk(folder, real)
    if real:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_full_disk_ends_in_one_sentence(kg: Server, corpora: tuple[Path, Path], whole: tuple[Whole, Whole], small_disk: Disk) -> None:
    """Wherever in the build it fills up: what was published stays, and once there is room the same command does the rest."""
    graph = small_disk.folder / "g"
    kg.run("build", corpora[0], "-g", graph)
    refused = 0
    for room in chain((0, 4096, 16384), range(32768, MIB, 65536)):
        done = small_disk.run(kg, room, "build", corpora[1], "-g", graph)
        if done.status == 0:
            break
        refused += 1
        assert done.status == 1, done.said
        assert done.said.count("\n") == 1
        assert done.said.endswith("see that the disk has space left and run the same command again\n"), done.said
        assert content(graph) == whole[0].content
    assert refused >= 3
    assert kg.run("build", corpora[1], "-g", graph).status == 0
    assert content(graph) == whole[1].content


def test_a_directory_that_may_not_be_written_ends_in_one_sentence(
    kg: Server, corpora: tuple[Path, Path], whole: tuple[Whole, Whole], tmp_path: Path
) -> None:
    """The graph in it is still read; a new one beside it is refused likewise."""
    for folder in (tmp_path, *tmp_path.parents[:2], corpora[0].parent):
        folder.chmod(0o755)
    graph = tmp_path / "g"
    kg.run("build", corpora[0], "-g", graph)
    for one in (graph / "accord.sqlite", graph / "lock"):
        one.chmod(0o444)
    for folder in (graph, tmp_path):
        folder.chmod(0o555)
    for path in (graph, tmp_path / "other"):
        done = kg.run("build", corpora[1], "-g", path, nobody=True)
        assert done.status == 1
        assert done.said.count("\n") == 1
        assert done.said.endswith("choose a directory that you may write to\n")
    assert kg.run("search", "kenya", "-f", "json", "-g", graph, nobody=True).status == 0
    tmp_path.chmod(0o755)
    graph.chmod(0o755)
    assert content(graph) == whole[0].content


def test_a_second_build_says_who_holds_the_lock(kg: Server, corpora: tuple[Path, Path], tmp_path: Path) -> None:
    """By its number, in one sentence; it changes nothing. When the first is done the second goes through."""
    with open_writer(tmp_path):
        done = kg.run("build", corpora[0], "-g", tmp_path)
    said = f"kg: Process {os.getpid()} is writing to the graph {tmp_path}; run this again when it is done\n"
    assert (done.status, done.said) == (1, said)
    assert kg.run("build", corpora[0], "-g", tmp_path).status == 0
