"""What a text tells, with the names of entities where the records have keys."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import date
from typing import Any, Protocol, TypeVar

from kg.facts import extract
from kg.model import Document, Facts

WRITTEN = date(2024, 5, 15)  # a Wednesday: the day of publication where a test names no other
FREE_TEXT = {"key", "title", "text", "name", "labels", "code", "status", "action", "content", "condition", "mandate", "subject", "topic"}

Record = TypeVar("Record")


class Evidenced(Protocol):
    """A record that rests on evidence."""

    @property
    def evidence(self) -> tuple[int, ...]: ...


def facts(text: str, published: date | None = WRITTEN, title: str = "") -> Facts:
    """The facts of one document as they leave the room."""
    return next(extract([Document("doc", text, title=title, published=published)]))


def told(text: str, published: date | None = WRITTEN, title: str = "") -> Facts:
    """The facts of one document with the names of entities instead of their keys."""
    return named(facts(text, published, title))


def named(found: Facts) -> Facts:
    """The same facts with every entity's key replaced by its name; keys of events stay."""
    names = {entity.key: entity.name for entity in found.entities}
    records = {f.name: tuple(_named(r, names) for r in getattr(found, f.name)) for f in fields(found) if f.name != "document"}
    return replace(found, **records)


def _named(record: Record, names: dict[str, str]) -> Record:
    changed: dict[str, Any] = {}
    for f in fields(record):  # type: ignore[arg-type]
        value = getattr(record, f.name)
        if f.name in FREE_TEXT:
            continue
        if isinstance(value, str):
            changed[f.name] = names.get(value, value)
        elif isinstance(value, tuple):
            changed[f.name] = tuple(names.get(v, v) if isinstance(v, str) else v for v in value)
    return replace(record, **changed)  # type: ignore[type-var]


def reporters(found: Facts, fact: Evidenced) -> set[str]:
    """Who is credited with a fact; empty for the text's own voice."""
    return {found.evidence[i].reporter for i in fact.evidence} - {""}


def quotes(found: Facts, fact: Evidenced) -> list[str]:
    """The sentences that a fact rests on."""
    return [found.evidence[i].exact for i in fact.evidence]


def of_kind(found: Facts, kind: str) -> set[str]:
    """The names of the entities of a kind."""
    return {entity.name for entity in found.entities if entity.kind == kind}


def holders(found: Facts) -> dict[str, Iterable[tuple[str, set[str]]]]:
    """Each person's offices and for whom."""
    offices: dict[str, list[tuple[str, set[str]]]] = {}
    for position in found.positions:
        offices.setdefault(position.holder, []).append((position.title, set(position.within)))
    return dict(offices)
