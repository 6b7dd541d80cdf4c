"""`docs/reference.md` is the help of the program itself; `pytest tests/test_reference.py --update-docs` writes it anew."""

from __future__ import annotations

from collections.abc import Iterator

import click
import pytest

from kg.cli import main
from kg.graph.questions import Parameter, questions
from tests.conftest import ROOT

PAGE = ROOT / "docs" / "reference.md"
OVERVIEW = ROOT / "docs" / "queries.md"
BEGIN, END = "<!-- commands -->\n", "<!-- end -->\n"
QUESTIONS, QUESTIONS_END = "<!-- questions -->\n", "<!-- end of questions -->\n"


def commands() -> Iterator[str]:
    """The help of each command, as a terminal of 100 columns shows it."""
    with click.Context(main, info_name="kg", terminal_width=100, help_option_names=["-h", "--help"]) as above:
        for name in main.list_commands(above):
            command = main.get_command(above, name)
            assert command is not None
            with click.Context(command, parent=above, info_name=name, terminal_width=100) as context:
                yield f"### kg {name}\n\n```text\n{command.get_help(context)}\n```\n\n"


def asked() -> Iterator[str]:
    """What each canned question answers, and its parameters."""
    for question in questions():
        yield f"### {question.name}\n\n{question.summary}. {question.description}".rstrip() + "\n\n"
        if question.parameters:
            yield "".join(f"- {_parameter(parameter)}\n" for parameter in question.parameters) + "\n"


def overview() -> Iterator[str]:
    """One line for each canned question."""
    yield "| question | what it answers | parameters |\n| --- | --- | --- |\n"
    for question in questions():
        told = ", ".join(f"**{one.name}**" if one.required else one.name for one in question.parameters)
        yield f"| [{question.name}](reference.md#{question.name}) | {question.summary} | {told} |\n"


def _parameter(parameter: Parameter) -> str:
    kind = " or ".join(f"`{value}`" for value in parameter.enum) or parameter.type
    needed = ", required" if parameter.required else f", `{parameter.default}` unless said (`any` for all)" if parameter.default else ""
    return f"`{parameter.name}` ({kind}{needed}): {parameter.description}"


def renewed(page: str) -> str:
    for begin, end, parts in ((BEGIN, END, commands()), (QUESTIONS, QUESTIONS_END, asked())):
        before, _, rest = page.partition(begin)
        page = "".join((before, begin, "\n", *parts, end, rest.partition(end)[2]))
    return page


def test_the_reference_is_the_help_of_the_program(request: pytest.FixtureRequest) -> None:
    """Every command and question stands there in its own words of today."""
    page = PAGE.read_text(encoding="utf8")
    if request.config.getoption("--update-docs"):
        PAGE.write_text(renewed(page), encoding="utf8")
    else:
        assert page == renewed(page), "run: pytest tests/test_reference.py --update-docs"


def test_the_overview_of_questions_is_that_of_the_files(request: pytest.FixtureRequest) -> None:
    """Every question stands in docs/queries.md with its parameters, the required ones in bold."""
    page = OVERVIEW.read_text(encoding="utf8")
    before, _, rest = page.partition(QUESTIONS)
    told = "".join((before, QUESTIONS, "\n", *overview(), "\n", QUESTIONS_END, rest.partition(QUESTIONS_END)[2]))
    if request.config.getoption("--update-docs"):
        OVERVIEW.write_text(told, encoding="utf8")
    else:
        assert page == told, "run: pytest tests/test_reference.py --update-docs"
