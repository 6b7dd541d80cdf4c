"""Commands that change a graph: build, forget, judge."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import graph_option, main

if TYPE_CHECKING:
    from kg.builder import BuildReport, Progress

SKIPPED = 3


@main.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCES...")
@graph_option
@click.option("--base", metavar="IRI", help="What the IRIs begin with; fixed by a graph's first build.")
@click.option("--jobs", default=1, show_default=True, type=click.IntRange(1), help="Processes that read documents at once.")
@click.option("--strict", is_flag=True, help="Change nothing if any source must be skipped.")
@click.option("--title", help="Title of the one document given, `-` for example.")
@click.option("--publisher", help="Its publisher.")
@click.option("--published", metavar="DATE", help="The day it was published, 2021-09-30.")
def build(
    sources: tuple[str, ...],
    graph: str,
    base: str | None,
    jobs: int,
    strict: bool,
    title: str | None,
    publisher: str | None,
    published: str | None,
) -> None:
    """Read SOURCES into the graph.

    They are files, folders, or - for standard input.
    Documents that are in it unchanged cost nothing; changed ones are replaced. Exit status 3 says that something was skipped.
    """
    from kg import builder

    said = {"title": title, "publisher": publisher, "published": published}
    given: list[str | Path] = list(sources)
    if strict and _refused(given, said):
        sys.exit(1)
    with _progress() as progress:
        report = builder.build(given, graph, base=base, jobs=jobs, progress=progress, **said)
    _tell(report, graph)
    if report.skipped:
        sys.exit(SKIPPED)


def _refused(sources: list[str | Path], said: dict[str, str | None]) -> bool:
    from kg.model import Skipped
    from kg.read import read

    if "-" in sources:
        raise click.UsageError("--strict reads every source twice, which standard input can't be; write it to a file first")
    skipped = [one for one in read(sources, **said) if isinstance(one, Skipped)]  # type: ignore[arg-type]
    for one in skipped:
        click.echo(f"kg: skipped {one.source}: {one.reason}", err=True)
    if skipped:
        click.echo("kg: nothing was changed, as --strict asks", err=True)
    return bool(skipped)


@contextmanager
def _progress() -> Iterator[Progress | None]:
    """A progress bar when a person watches, none in a pipe."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bars

    names = {"extract": "reading", "identify": "joining", "write": "writing"}
    with Bars(console=Console(stderr=True), transient=True) as bars:
        tasks = {step: bars.add_task(name, total=None, visible=False) for step, name in names.items()}
        yield lambda step, done, total: bars.update(tasks[step], completed=done, total=total, visible=True)


def _tell(report: BuildReport, graph: str) -> None:
    for one in report.skipped:
        click.echo(f"kg: skipped {one.source}: {one.reason}", err=True)
    counts = {"added": report.added, "changed": report.changed, "unchanged": report.unchanged, "skipped": report.skipped}
    told = ", ".join(f"{len(found)} {word}" for word, found in counts.items() if found) or "nothing to do"
    click.echo(f"{graph}: {told}", err=True)


@main.command()
@click.argument("document")
@graph_option
def forget(document: str, graph: str) -> None:
    """Take a document out of the graph.

    DOCUMENT is its identifier; what rests on it alone goes with it.
    """
    from kg import builder

    builder.forget(graph, document)
    click.echo(f"{graph}: {document} forgotten", err=True)


@main.command()
@click.argument("verdict", type=click.Choice(["same", "different"]))
@click.argument("one")
@click.argument("other")
@graph_option
def judge(verdict: str, one: str, other: str, graph: str) -> None:
    """Say that two things are the same, or different.

    The judgement is a line of judgements.txt in the graph directory, which can be read and edited; builds obey it.
    """
    from kg.graph.store import JUDGEMENTS, open_graph
    from kg.identity import judgements

    with open_graph(graph) as reader:
        path = reader.path / JUDGEMENTS
    judgements.add(path, verdict, one, other)
    click.echo(f"{path}: {verdict} {one} | {other}; the next build obeys it", err=True)
