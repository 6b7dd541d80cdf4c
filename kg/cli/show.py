"""Commands that write a graph in other shapes: export, view, network."""

from __future__ import annotations

import sys

import click

from kg.cli import graph_option, main
from kg.errors import ExportError


@main.command()
@graph_option
@click.option(
    "-f", "--format", "form", help="turtle, trig, nquads, ntriples, jsonld, rdfxml, graphml, gexf or csv; else the file's ending says it."
)
@click.option("-o", "--output", default="-", metavar="FILE", help="Where to; standard output by default.")
def export(graph: str, form: str | None, output: str) -> None:
    """Write the graph as RDF, or the network of its actors."""
    from kg.graph.export import export as write
    from kg.library import open_graph

    with open_graph(graph) as opened:
        if output != "-":
            opened.export(output, form)
            return
        if form is None:
            raise ExportError("Can't tell how to write to standard output: name a format, as in --format turtle, or a file with -o.")
        write(opened.store, sys.stdout.buffer, form, base=opened.base)


@main.command()
@graph_option
@click.option("-o", "--output", default="graph.html", show_default=True, metavar="FILE", help="A page (.html) or a picture (.svg, .png).")
@click.option("--about", metavar="NAME", help="Only what is around this thing.")
@click.option("--hops", default=1, show_default=True, type=click.IntRange(0), help="How far around it.")
@click.option("--since", metavar="DATE", help="Nothing that was over before: 2021, 2021-06 or 2021-06-30.")
@click.option("--until", metavar="DATE", help="Nothing that began after.")
@click.option("--class", "classes", multiple=True, metavar="CLASS", help="Only these classes (Agreement, Meeting ...); may be repeated.")
@click.option("--document", "documents", multiple=True, metavar="DOCUMENT", help="Only what these documents tell; may be repeated.")
@click.option("--limit", type=click.IntRange(1), help="At most so many nodes, the most connected first.")
@click.option("--static", is_flag=True, help="A picture for print, without a script.")
def view(
    graph: str,
    output: str,
    about: str | None,
    hops: int,
    since: str | None,
    until: str | None,
    classes: tuple[str, ...],
    documents: tuple[str, ...],
    limit: int | None,
    static: bool,
) -> None:
    """Write the graph as an interactive page or a picture.

    A page is one file that opens without a network.
    """
    from pathlib import Path

    from kg.library import open_graph
    from kg.view import view as write

    with open_graph(graph) as opened:
        write(
            opened.store,
            Path(output),
            about=about,
            hops=hops,
            since=since,
            until=until,
            classes=classes,
            documents=documents,
            limit=limit,
            static=static,
        )
    click.echo(f"{output} written; open it in a browser", err=True)


@main.command()
@graph_option
@click.option(
    "-f", "--format", "form", default="table", show_default=True, type=click.Choice(["table", "csv", "json"]), help="How to print."
)
def network(graph: str, form: str) -> None:
    """Say who is central, and who meets whom how often.

    Degree, betweenness and communities of the network in which actors share events.
    """
    from kg.cli import output
    from kg.graph.query import Answer
    from kg.library import open_graph
    from kg.view.network import measures

    with open_graph(graph) as opened:
        rows = measures(opened.store)
        output.write(Answer(tuple(rows[0]) if rows else (), rows), form, opened.base)
