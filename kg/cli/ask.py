"""Commands that read a graph and print: query, queries, search, explain, report, check."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import graph_option, main, user_option
from kg.errors import QueryError

if TYPE_CHECKING:
    from kg.graph.query import Answer
    from kg.graph.questions import Question

CONFORMS, VIOLATIONS, NOT_RUN = 0, 1, 3
CUT = 3


@main.command()
@click.argument("question", metavar="NAME|FILE.rq|-")
@graph_option
@click.option(
    "-p", "--param", "parameters", multiple=True, metavar="NAME=VALUE", help="A parameter of the question; kg queries lists them."
)
@click.option("-f", "--format", "form", type=click.Choice(["table", "csv", "json", "turtle"]), help="How to print; a table by default.")
@click.option("--endpoint", metavar="URL", help="Ask the SPARQL endpoint of another server instead of the graph directory.")
@user_option
@click.option("--timeout", default=60.0, show_default=True, type=click.FloatRange(0.1), help="Seconds that the endpoint may take.")
def query(
    question: str, graph: str, parameters: tuple[str, ...], form: str | None, endpoint: str | None, user: str | None, timeout: float
) -> None:
    """Answer a question, one of its own or yours in SPARQL.

    NAME is a question that comes with kg; a file or - (standard input) holds SPARQL 1.1.
    """
    from kg.cli import output
    from kg.library import open_graph, question_of, read_query

    values = dict(_pair(parameter) for parameter in parameters)
    text = sys.stdin.read() if question == "-" else read_query(Path(question)) if question.endswith(".rq") else question
    if endpoint:
        _ask_there(endpoint, user, timeout, question_of(text), values, form)
        return
    with open_graph(graph) as opened:
        answer = opened.answer(text, values)
        output.write(answer, form or ("turtle" if answer.turtle else "table"), opened.base)
    _say_if_cut(answer, values)


def _say_if_cut(answer: Answer, values: dict[str, object]) -> None:
    if answer.more:
        shown, offset = len(answer.rows), str(values.get("offset", ""))
        following = shown + (int(offset) if offset.isdecimal() else 0)
        click.echo(f"There are more rows than these {shown}: --param offset={following} for the next, --param limit=any for all.", err=True)


def _ask_there(url: str, user: str | None, timeout: float, asked: Question, values: dict[str, object], form: str | None) -> None:
    from kg.cli import output
    from kg.remote.client import login
    from kg.remote.endpoint import open_endpoint

    with open_endpoint(url, login(url, user), timeout=timeout) as endpoint:
        answer = endpoint.answer(asked, values)
        output.write(answer, form or ("turtle" if answer.turtle else "table"), endpoint.base)
    _say_if_cut(answer, values)
    if endpoint.limit is not None:
        click.echo(
            f"kg: {url} gives at most {endpoint.limit} rows, so rows may be missing; ask for less, as with since and until", err=True
        )
        sys.exit(CUT)


def _pair(parameter: str) -> tuple[str, object]:
    name, equals, value = parameter.partition("=")
    if not equals:
        raise QueryError(f"Can't read the parameter {parameter!r}: write it as NAME=VALUE, as in --param actor=Russia.")
    return name, value


@main.command()
def queries() -> None:
    """List the questions that come with kg, and their parameters."""
    from kg.graph.questions import questions

    for asked in questions():
        click.echo(click.style(asked.name, bold=True) + f"  {asked.summary}")
        for parameter in asked.parameters:
            told = [
                parameter.type,
                *(["required"] if parameter.required else []),
                *([f"default {parameter.default}"] if parameter.default else []),
            ]
            choice = f" ({' | '.join(parameter.enum)})" if parameter.enum else ""
            click.echo(f"    {parameter.name}: {', '.join(told)}; {parameter.description}{choice}")


@main.command()
@click.argument("words", nargs=-1, required=True, metavar="WORDS...")
@graph_option
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1), help="At most so many.")
@click.option(
    "-f", "--format", "form", default="table", show_default=True, type=click.Choice(["table", "csv", "json"]), help="How to print."
)
def search(words: tuple[str, ...], graph: str, limit: int, form: str) -> None:
    """Find things by their names, and facts by their sentences.

    All WORDS must stand there, in any case, with or without accents; '"two words"' stand together, and 'agree*' begins so.
    """
    from kg.cli import output
    from kg.graph.query import Answer
    from kg.graph.search import COLUMNS
    from kg.library import open_graph

    with open_graph(graph) as opened:
        output.write(Answer(COLUMNS, opened.search(" ".join(words), limit)), form, opened.base)


@main.command()
@click.argument("name")
@graph_option
def explain(name: str, graph: str) -> None:
    """Tell every fact about NAME with its sentences.

    NAME is any of its names, its IRI, or the end of that.
    """
    from kg.cli import output
    from kg.library import open_graph

    with open_graph(graph) as opened:
        account = opened.explain(name)
    output.account(account)


@main.command()
@graph_option
def report(graph: str) -> None:
    """Say what was not understood.

    Dates that nothing resolves, sentences that speak of agreeing and gave no fact, sources that the last build skipped.
    """
    from kg.cli import output
    from kg.graph.store import open_graph

    with open_graph(graph) as reader:
        gaps = [(record.metadata.identifier, gap) for record in reader.records() for gap in record.facts.gaps]
        skipped = reader.skipped()
    output.gaps(gaps, skipped)


@main.command()
@graph_option
@click.option("--all", "whole", is_flag=True, help="Check a graph of any size; large ones take long.")
def check(graph: str, whole: bool) -> None:
    """Say whether the graph conforms to its SHACL shapes.

    Exit status: 0 it conforms, 1 it violates them (listed), 3 the shapes were not run.
    """
    from kg.cli import output
    from kg.graph.check import LIMIT
    from kg.library import open_graph

    with open_graph(graph) as opened:
        checked = opened.check(limit=None if whole else LIMIT)
    for one in checked.violations:
        click.echo(output.plain(str(one)))
    for one in checked.warnings:
        click.echo(f"warning: {output.plain(str(one))}", err=True)
    click.echo(f"{graph}: {checked.outcome}" + (f": {checked.why}" if checked.why else ""))
    sys.exit({"conforms": CONFORMS, "violations": VIOLATIONS, "not run": NOT_RUN}[checked.outcome])
