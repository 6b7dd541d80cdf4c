"""The command that puts a graph on a web server."""

from __future__ import annotations

import click

from kg.cli import graph_option, main


@main.command()
@graph_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on; 0.0.0.0 is all of this machine's.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="The port to listen on; 0 takes a free one.")
@click.option("--timeout", default=10.0, show_default=True, type=click.FloatRange(0.1, 3600), help="Seconds that one answer may take.")
@click.option("--rows", default=10_000, show_default=True, type=click.IntRange(1), help="Rows or triples that one answer may have.")
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 256), help="Answers that are made at the same time.")
@click.option(
    "--engine",
    default="accord",
    show_default=True,
    type=click.Choice(["accord", "oxigraph"]),
    help="oxigraph is Oxigraph's own server: SPARQL alone, without limits of rows and workers.",
)
def serve(graph: str, host: str, port: int, timeout: float, rows: int, workers: int, engine: str) -> None:
    """Serve the graph: SPARQL, search, the questions, a page for each thing and the picture."""
    from kg.serve import serve as run

    run(
        graph,
        host=host,
        port=port,
        timeout=timeout,
        rows=rows,
        workers=workers,
        engine=engine,
        started=lambda address: click.echo(f"{address} serves {graph}; stop it with Ctrl-C", err=True),
    )
