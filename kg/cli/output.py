"""How answers are printed: tables for people, CSV and JSON for programs. Control characters of documents never reach a terminal."""

from __future__ import annotations

import csv
import json
import sys
import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

import click

from kg.errors import QueryError

if TYPE_CHECKING:
    from rich.console import Console

    from kg.graph.explain import Account, Quote
    from kg.graph.query import Answer
    from kg.model import Gap, Skipped

READABLE = 24
"""A column narrower than this breaks words of ordinary length."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def plain(text: str) -> str:
    """A text in which control, bidirectional and other format characters are shown as what they are: `\\x1b`."""
    return "".join(
        c if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cf", "Co", "Cs"} else c.encode("unicode_escape").decode() for c in text
    )


def write(answer: Answer, form: str, base: str = "") -> None:
    """Print an answer as `table`, `csv`, `json` or `turtle`; a table leaves `base` out of the IRIs that begin with it."""
    if form == "turtle":
        if not answer.turtle:
            raise QueryError("Only a query that builds a graph (CONSTRUCT, DESCRIBE) can be printed as turtle; choose table, csv or json.")
        click.echo(answer.turtle, nl=False)
    elif form == "json":
        click.echo(json.dumps(answer.rows, ensure_ascii=False, indent=2, default=_iso))
    elif form == "csv":
        _csv(answer)
    else:
        _table(answer, base)


def _iso(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _shown(value: object) -> str:
    return "" if value is None else _iso(value)


def _csv(answer: Answer) -> None:
    """RFC 4180; a cell that a spreadsheet would take for a formula begins with an apostrophe."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(answer.columns)
    for row in answer.rows:
        cells = [_shown(row.get(column)) for column in answer.columns]
        writer.writerow(["'" + cell if cell.startswith(FORMULA) else cell for cell in cells])


def _table(answer: Answer, base: str) -> None:
    """Side by side where the terminal is wide enough for words, else one line per value; columns without any value are left out."""
    from rich.console import Console

    console = Console()
    if not answer.rows:
        console.print("no rows")
        return
    shown = {c: [plain(_shown(row.get(c))).removeprefix(base) for row in answer.rows] for c in answer.columns}
    filled = {column: cells for column, cells in shown.items() if any(cells)}
    if sum(min(READABLE, max(map(len, (column, *cells)))) + 3 for column, cells in filled.items()) <= console.width:
        _side_by_side(console, filled)
    else:
        _one_below_another(console, filled)


def _side_by_side(console: Console, columns: dict[str, list[str]]) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in zip(*columns.values(), strict=True):
        table.add_row(*map(Text, row))
    console.print(table)


def _one_below_another(console: Console, columns: dict[str, list[str]]) -> None:
    from rich.table import Table
    from rich.text import Text

    for number, row in enumerate(zip(*columns.values(), strict=True)):
        if number:
            console.print()
        table = Table.grid(padding=(0, 2))
        table.add_column(style="bold", width=max(map(len, columns)), no_wrap=True)
        table.add_column(overflow="fold")
        for column, cell in zip(columns, row, strict=True):
            if cell:
                table.add_row(column, Text(cell))
        console.print(table)


def account(told: Account) -> None:
    """Print all facts about a thing, each with its sentences."""
    click.echo(click.style(plain(told.name), bold=True) + f"  {', '.join(told.classes)}  {told.iri}")
    others = [name for name in told.names if name != told.name]
    if others:
        click.echo(f"also: {plain('; '.join(others))}")
    for fact in told.facts:
        click.echo()
        click.echo(click.style(f"{fact.kind} {plain(fact.when)}".rstrip(), bold=True))
        for name, value in fact.properties:
            click.echo(f"  {name}: {plain(value)}")
        for quote in fact.quotes:
            click.echo(f"  “{plain(quote.sentence)}”")
            click.echo(f"    — {plain(_source(quote))}")


def _source(quote: Quote) -> str:
    where = ", ".join(part for part in (quote.title or quote.document, quote.publisher, quote.issued) if part)
    return f"{quote.speaker}, in: {where}" if quote.speaker else where


def gaps(found: Iterable[tuple[str, Gap]], skipped: Iterable[Skipped]) -> None:
    """Print what the facts leave out, by document, and what gave no document."""
    words = {"date": "date not resolved", "sentence": "agreeing without a fact"}
    lines = [f"{document}: {words[gap.kind]}, at {gap.start}: {plain(gap.text)}" for document, gap in found]
    lines += [f"{plain(one.source)}: skipped: {plain(one.reason)}" for one in skipped]
    for line in lines or ["nothing was left out that is known of"]:
        click.echo(line)
