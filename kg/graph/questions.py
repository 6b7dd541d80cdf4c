"""The canned questions: one `queries/NAME.rq` each, valid SPARQL 1.1, whose `#+` header (YAML, in the manner of grlc) says what it answers.

A line `#? actor -things: PATTERN` is a comment until `actor` has a value and `things` has none; then it counts, with `$actor` replaced by
the value. A line that ends in `#? -things` counts as it stands and is left out once `things` has a value. A parameter may instead be a line
`VALUES ?name { UNDEF }`. Values are RDF terms, spelt by the RDF library, never a user's text. So the files run as they are on any SPARQL
endpoint, where they answer for everything.

`limit` and `offset` go into the one `LIMIT n OFFSET m` of the query. A header with `list` promises rows in the order of a list of
kg.graph.lists, about the things alone that have its keys there; `things`, `documents` and `days` are then what kg.graph.window fills in.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import groupby
from types import MappingProxyType
from typing import Any

from pyoxigraph import Literal, NamedNode

from kg.errors import QueryError
from kg.graph.lists import LISTS
from kg.graph.literals import day_literal, days
from kg.graph.terms import ACCORD, CLASSES
from kg.resources import folder

Term = NamedNode | Literal
Resolve = Callable[[str, str], NamedNode]
"""From a name or an IRI and a class of the ontology to the node that is meant."""

TYPES = ("earliest", "latest", "status", "string", "integer", *CLASSES, "Fact")
ANY = "any"
"""The value that takes a default away."""
_ROWS = {"limit": 1, "offset": 0}
"""Parameters that count rows, and the least that each can be."""
_LIMIT = re.compile(r"LIMIT \d+ OFFSET \d+")
_TAKEN = re.compile(r"(\s*)#\? ([\w -]+): (.+)")
_LEFT = re.compile(r"  #\? ([\w -]+)$")
_NAME = re.compile(r"\$(\w+)")


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
class Listed:
    """The list in whose order a question gives its rows: those things that have every one of the `keys` there and none of `without`.

    A key `$actor` is the value of that parameter, if it has one; `held|cancelled` is one of the two. Where a thing is asked for that is no
    key, the question is asked of everything.
    """

    name: str
    order: str
    keys: tuple[str, ...]
    without: tuple[str, ...] = ()

    @property
    def descending(self) -> bool:
        """Whether the last come first."""
        return self.order == "descending"


@dataclass(frozen=True, slots=True)
class Question:
    """A SPARQL query, what it answers and its parameters; `listed` says in the order of which list its rows are, if of any."""

    name: str
    text: str
    summary: str = ""
    description: str = ""
    parameters: tuple[Parameter, ...] = ()
    listed: Listed | None = None

    def bind(self, values: Mapping[str, object], resolve: Resolve) -> str:
        """The query with its parameters bound; raises QueryError for one that it has not, one that is missing, or a wrong value."""
        return self.read(values, resolve).text()

    def read(self, values: Mapping[str, object], resolve: Resolve) -> Bound:
        """The question with the terms of its parameters; raises QueryError as `bind`."""
        self._check(values)
        terms: dict[str, Term] = {}
        for parameter in self.parameters:
            written = str(values.get(parameter.name, parameter.default or ""))
            if written and not (written == ANY and (parameter.default or parameter.enum)):
                terms[parameter.name] = _term(self, parameter, written, resolve)
        return Bound(self, terms)

    def _check(self, values: Mapping[str, object]) -> None:
        names = [parameter.name for parameter in self.parameters]
        has = f"it has {', '.join(names)}" if names else "it has none"
        for name in values:
            if name not in names:
                raise QueryError(f"The question {self.name} has no parameter {name!r}; {suggestion(name, names) or has}")
        for parameter in self.parameters:
            if parameter.required and not str(values.get(parameter.name, "")):
                raise QueryError(f"The question {self.name} needs the parameter {parameter.name} ({parameter.description}); {has}")


@dataclass(frozen=True, slots=True)
class Bound:
    """A question with the terms of those parameters that have a value."""

    asked: Question
    terms: Mapping[str, Term] = field(default_factory=dict)

    @property
    def limit(self) -> int | None:
        """Rows at most; None where all are wanted."""
        return int(self.terms["limit"].value) if "limit" in self.terms else None

    @property
    def offset(self) -> int:
        """Rows that are left out before the first."""
        return int(self.terms["offset"].value) if "offset" in self.terms else 0

    def text(self, filled: Mapping[str, str] = MappingProxyType({}), *, extra: int = 0) -> str:
        """The query, with what kg.graph.window has `filled` in, and so many `extra` rows beyond the limit."""
        values = {name: str(term) for name, term in self.terms.items()} | dict(filled)
        text = "\n".join(part.read(values) for part in _parts(self.asked.text)) if self.asked.parameters else self.asked.text
        if "UNDEF" in self.asked.text:
            for name, term in self.terms.items():
                text = _put(text, name, term)
        if any(parameter.name == "limit" for parameter in self.asked.parameters):
            most = "" if self.limit is None else f"LIMIT {self.limit + extra} "
            text = _LIMIT.sub(f"{most}OFFSET {self.offset}", text, count=1)
        return text


@dataclass(frozen=True, slots=True)
class _Part:
    """Lines of a query as they read when the names `given` have values and those `missing` have none, and as they read `otherwise`."""

    lines: str
    otherwise: str = ""
    given: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()
    filled: bool = False

    def read(self, values: Mapping[str, str]) -> str:
        if not (self.given <= values.keys() and self.missing.isdisjoint(values)):
            return self.otherwise
        return _NAME.sub(lambda found: values.get(found[1], found[0]), self.lines) if self.filled else self.lines


@lru_cache(128)
def _parts(text: str) -> tuple[_Part, ...]:
    """A query by what its lines hang on; those of the header are left empty, for the engine counts lines."""
    parts: list[_Part] = []
    for hung, lines in groupby(text.splitlines(), lambda line: bool(_TAKEN.match(line) or _LEFT.search(line))):
        if hung:
            parts += map(_part, lines)
        else:
            parts.append(_Part("\n".join("" if line.startswith("#+") else line for line in lines)))
    return tuple(parts)


def _part(line: str) -> _Part:
    if found := _TAKEN.match(line):
        return _Part(found[1] + found[3], line, *_conditions(found[2]), filled=True)
    found = _LEFT.search(line)
    return _Part(line, f"# {line}", *_conditions(found[1] if found else ""))


def _conditions(written: str) -> tuple[frozenset[str], frozenset[str]]:
    """The names that must have a value, and those that must have none."""
    names = written.split()
    return frozenset(name for name in names if name[0] != "-"), frozenset(name[1:] for name in names if name[0] == "-")


def parse(name: str, text: str) -> Question:
    """A query with its header, if it has one; raises QueryError for a header that is not understood."""
    header = "\n".join(line.removeprefix("#+")[1:] for line in text.splitlines() if line.startswith("#+"))
    if not header:
        return Question(name, text)
    import yaml

    try:
        told = yaml.safe_load(header)
        found = tuple(_parameter(key, value or {}) for key, value in (told.get("parameters") or {}).items())
        said = [str(told.get(key, "")).strip() for key in ("summary", "description")]
        question = Question(name, text, said[0], said[1], found, _listed(told["list"]) if "list" in told else None)
    except (yaml.YAMLError, AttributeError, TypeError, KeyError) as error:
        raise QueryError(f"The header of {name} (its lines that begin with #+) is no YAML with summary and parameters: {error}") from None
    for parameter in found:
        if parameter.type not in TYPES:
            raise QueryError(f"The header of {name} gives {parameter.name} the type {parameter.type!r}; choose one of {', '.join(TYPES)}")
        if not _used(parameter.name, text):
            needs = (
                "LIMIT 100 OFFSET 0" if parameter.name in _ROWS else f"VALUES ?{parameter.name} {{ UNDEF }} or #? {parameter.name}: PATTERN"
            )
            raise QueryError(f"The header of {name} names {parameter.name}; its query lacks the line {needs}")
    return question


def _listed(told: Mapping[str, Any]) -> Listed:
    if told["of"] not in LISTS or told["order"] not in ("ascending", "descending"):
        raise TypeError("no list")
    return Listed(str(told["of"]), str(told["order"]), tuple(map(str, told["keys"])), tuple(map(str, told.get("without", ()))))


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


def _used(name: str, text: str) -> bool:
    if name in _ROWS and _LIMIT.search(text):
        return True
    conditions = (found[2] for found in map(_TAKEN.match, text.splitlines()) if found)
    return bool(_place(name).search(text)) or any(name in taken.split() for taken in conditions)


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
        if parameter.name in _ROWS and int(written) < _ROWS[parameter.name]:
            raise QueryError(f"{parameter.name} of {asked.name} is {_ROWS[parameter.name]} or more, not {written}")
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
