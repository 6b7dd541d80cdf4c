"""Python values as RDF literals: dates typed by their precision, text without what RDF can't hold, labels with their language."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import date

from pyoxigraph import Literal

from kg.graph.terms import XSD

_UNWRITABLE = re.compile("[\0\ud800-\udfff\ufffe\uffff]")
_DATE = re.compile(r"\d{4}(-\d{2}){0,2}", re.ASCII)
_DATATYPES = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}


def text(value: str) -> str:
    """`value` without lone surrogates, which RDF has not, and what Raptor and XML refuse; one sign stands for one, so that offsets hold."""
    return _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", value)


def label(name: str) -> Literal:
    """A name as the documents, which are English, write it."""
    return Literal(text(name), language="en")


def days(written: str) -> tuple[date, date]:
    """The first and last day of an ISO 8601 year, month or day; ValueError for anything else, 1990-02-30 too."""
    if not _DATE.fullmatch(written):
        raise ValueError(f"{written!r} is no ISO 8601 year, month or day")
    year, month, day = [int(part) for part in written.split("-")] + [0] * (2 - written.count("-"))
    if len(written) == 10:
        return date(year, month, day), date(year, month, day)
    first, last = (month, month) if len(written) == 7 else (1, 12)
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def date_literal(written: str) -> Literal:
    """xsd:gYear, xsd:gYearMonth or xsd:date, as precise as what `days` accepted."""
    return Literal(written, datatype=_DATATYPES[len(written)])


def day_literal(value: date) -> Literal:
    """xsd:date."""
    return Literal(value.isoformat(), datatype=XSD.date)


def slug(name: str) -> str:
    """A readable part of an IRI: lower-case ASCII letters, digits and hyphens, at most 60; not unique."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].rstrip("-")
