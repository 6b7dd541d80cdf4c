"""The canned questions: one `queries/NAME.rq` each, valid SPARQL 1.1, whose `#+` header (YAML, in the manner of grlc) says what it answers.

A parameter is a line `VALUES ?name { UNDEF }` of the query. Binding puts RDF terms there, spelt by the RDF library, never a user's text;
without a value the line stays, and the query answers for everything. So the files run as they are on any SPARQL endpoint.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pyoxigraph import Literal, NamedNode

from kg.errors import QueryError
from kg.graph.literals import day_literal, days
from kg.graph.terms import ACCORD, CLASSES
from kg.resources import folder

Term = NamedNode | Literal
Resolve = Callable[[str, str], NamedNode]
"""From a name or an IRI and a class of the ontology to the node that is meant."""

TYPES = ("earliest", "latest", "status", "string", "integer", *CLASSES, "Fact")
ANY = "any"
"""The value that takes a default away."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """What may be asked for. `type`: a class of the ontology, `Fact` (whatever has evidence), or one of the five small words of `TYPES`.

    `earliest` and `latest` take an ISO 8601 day, month or year, and mean its first or last day.
    """

    name: str
    type: str
    description: str = ""
    default: str | None = None
    required: bool = False
    enum: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A SPARQL query, what it answers and its parameters."""

    name: str
    text: str
    summary: str = ""
    description: str = ""
    parameters: tuple[Parameter, ...] = ()

    def bind(self, values: Mapping[str, object], resolve: Resolve) -> str:
        """The query with its parameters bound; raises QueryError for one that it has not, one that is missing, or a wrong value."""
        self._check(values)
        text = self.text
        for parameter in self.parameters:
            written = str(values.get(parameter.name, parameter.default or ""))
            if written and not (written == ANY and (parameter.default or parameter.enum)):
                text = _put(text, parameter.name, _term(self, parameter, written, resolve))
        return text

    def _check(self, values: Mapping[str, object]) -> None:
        names = [parameter.name for parameter in self.parameters]
        has = f"it has {', '.join(names)}" if names else "it has none"
        for name in values:
            if name not in names:
                raise QueryError(f"The question {self.name} has no parameter {name!r}; {suggestion(name, names) or has}")
        for parameter in self.parameters:
            if parameter.required and not str(values.get(parameter.name, "")):
                raise QueryError(f"The question {self.name} needs the parameter {parameter.name} ({parameter.description}); {has}")


def parse(name: str, text: str) -> Question:
    """A query with its header, if it has one; raises QueryError for a header that is not understood."""
    header = "\n".join(line.removeprefix("#+")[1:] for line in text.splitlines() if line.startswith("#+"))
    if not header:
        return Question(name, text)
    import yaml

    try:
        told = yaml.safe_load(header)
        found = tuple(_parameter(key, value or {}) for key, value in (told.get("parameters") or {}).items())
        question = Question(name, text, str(told.get("summary", "")), str(told.get("description", "")).strip(), found)
    except (yaml.YAMLError, AttributeError, TypeError, KeyError) as error:
        raise QueryError(f"The header of {name} (its lines that begin with #+) is no YAML with summary and parameters: {error}") from None
    for parameter in found:
        if parameter.type not in TYPES:
            raise QueryError(f"The header of {name} gives {parameter.name} the type {parameter.type!r}; choose one of {', '.join(TYPES)}")
        if not _place(parameter.name).search(text):
            raise QueryError(f"The header of {name} names {parameter.name}; its query lacks the line VALUES ?{parameter.name} {{ UNDEF }}")
    return question


def _parameter(name: str, told: Mapping[str, Any]) -> Parameter:
    default = told.get("default")
    return Parameter(
        name,
        str(told["type"]),
        str(told.get("description", "")),
        None if default is None else str(default),
        bool(told.get("required", False)),
        tuple(str(value) for value in told.get("enum", ())),
    )


def names() -> tuple[str, ...]:
    """Names of the canned questions, sorted."""
    return tuple(sorted(path.stem for path in folder("queries").glob("*.rq")))


@cache
def question(name: str) -> Question:
    """The canned question of this name; QueryError with the nearest names if there is none."""
    if name not in names():
        advice = suggestion(name, names()) or "kg queries lists them"
        raise QueryError(f"There is no question {name!r}; {advice}")
    return parse(name, (folder("queries") / f"{name}.rq").read_text(encoding="utf-8"))


def questions() -> tuple[Question, ...]:
    """All canned questions, by name."""
    return tuple(question(name) for name in names())


def suggestion(word: str, known: tuple[str, ...] | list[str]) -> str:
    """`did you mean …?` with what is nearest to a word, or nothing."""
    close = difflib.get_close_matches(word.casefold(), known, 3, 0.6)
    return f"did you mean {' or '.join(close)}?" if close else ""


def _place(name: str) -> re.Pattern[str]:
    return re.compile(rf"VALUES\s+\?{re.escape(name)}\s*\{{\s*UNDEF\s*\}}")


def _put(text: str, name: str, term: Term) -> str:
    return _place(name).sub(lambda _: f"VALUES ?{name} {{ {term} }}", text)


def _term(asked: Question, parameter: Parameter, written: str, resolve: Resolve) -> Term:
    if parameter.enum and written not in parameter.enum:
        raise QueryError(f"{parameter.name} of {asked.name} can't be {written!r}; choose one of {', '.join(parameter.enum)}")
    if parameter.type in ("earliest", "latest"):
        return _bound(parameter, written)
    if parameter.type == "integer":
        if not re.fullmatch(r"[+-]?\d{1,18}", written, re.ASCII):
            raise QueryError(f"{parameter.name} of {asked.name} is a whole number, not {written!r}")
        return Literal(int(written))
    if parameter.type == "status":
        return ACCORD[written]
    if parameter.type == "string":
        return Literal(written)
    return resolve(written, parameter.type)


def _bound(parameter: Parameter, written: str) -> Literal:
    try:
        return day_literal(days(written)[parameter.type == "latest"])
    except ValueError:
        raise QueryError(
            f"{parameter.name}: {written!r} is no date; write a day, month or year such as 2021-06-30, 2021-06 or 2021"
        ) from None
