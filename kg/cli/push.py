"""The command that sends a graph to another server."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from kg.cli import graph_option, main, user_option

if TYPE_CHECKING:
    from kg.remote.push import Progress


@main.command()
@click.argument("address", metavar="URL")
@graph_option
@user_option
@click.option("--all", "everything", is_flag=True, help="Send every graph, whatever was sent before: the server lost it, or was reset.")
@click.option("--loaded", is_flag=True, help="Send nothing: note that the whole graph has just been loaded there by other means.")
@click.option("--chunk", default=20_000, show_default=True, type=click.IntRange(1), help="Triples in one request.")
@click.option("--timeout", default=60.0, show_default=True, type=click.FloatRange(0.1), help="Seconds that one answer may take.")
@click.option("--retries", default=5, show_default=True, type=click.IntRange(0), help="How often a request is tried again.")
def push(address: str, graph: str, user: str | None, everything: bool, loaded: bool, chunk: int, timeout: float, retries: int) -> None:
    """Send the graph to a store on another server.

    URL is where the store speaks the SPARQL 1.1 Graph Store Protocol. Only what changed since the last push to it is sent, one named graph
    per document; what was forgotten here is deleted there, and other graphs there are left alone.
    """
    from kg.remote.client import login
    from kg.remote.push import push as send

    if everything and loaded:
        raise click.UsageError("--all sends everything and --loaded sends nothing; choose one")
    with _progress() as progress:
        done = send(
            graph,
            address,
            login(address, user),
            everything=everything,
            loaded=loaded,
            chunk=chunk,
            timeout=timeout,
            retries=retries,
            progress=progress,
            tell=lambda sentence: click.echo(f"kg: {sentence}", err=True),
        )
    counts = {"sent": done.sent, "deleted": done.deleted}
    told = ", ".join(f"{count} {word}" for word, count in counts.items() if count) or "nothing to send"
    click.echo(f"{address}: {told}" + (f" ({done.triples} triples)" if done.triples else ""), err=True)


@contextmanager
def _progress() -> Iterator[Progress | None]:
    """A progress bar when a person watches, none in a pipe."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bars

    with Bars(console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task("sending", total=None)
        yield lambda done, total: bars.update(task, completed=done, total=total)
