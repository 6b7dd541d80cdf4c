"""Does a graph keep to `ontology/shapes.ttl` (SHACL, W3C 2017)? Yes, no, or not looked at: three different answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pyoxigraph import Store

from kg.graph.export import ntriples
from kg.resources import ontology

if TYPE_CHECKING:
    import rdflib

LIMIT = 500_000
"""Quads, counted with the union of all graphs, that are checked without being asked twice: some twenty seconds."""


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing that a node does or lacks against a shape; `path` is the property and `value` what stands there, where they apply."""

    focus: str
    message: str
    path: str = ""
    value: str = ""

    def __str__(self) -> str:
        where = f" ({self.path}{': ' + self.value if self.value else ''})" if self.path else ""
        return f"{self.focus}: {self.message}{where}"


@dataclass(frozen=True, slots=True)
class Check:
    """What came of it. Warnings, such as documents that disagree, are no violations; `why` says what kept the shapes from being run."""

    outcome: Literal["conforms", "violations", "not run"]
    violations: tuple[Violation, ...] = ()
    warnings: tuple[Violation, ...] = ()
    why: str = ""


def check(store: Store, *, limit: int | None = LIMIT) -> Check:
    """Runs the shapes over the union of all graphs, in memory; not on more than `limit` quads unless it is None."""
    size = len(store)
    if limit is not None and size > limit:
        return Check("not run", why=f"the graph has {size:,} quads, and more than {limit:,} take long; ask for it with --all")
    if not size:
        return Check("not run", why="the graph is empty")
    import rdflib
    from pyshacl import validate

    data = rdflib.Graph().parse(data=ntriples(store), format="nt")
    shapes = rdflib.Graph().parse(ontology("shapes.ttl"))
    _, results, _ = validate(data, shacl_graph=shapes, inference="none", meta_shacl=False)
    violations = _results(results, "Violation")
    return Check("violations" if violations else "conforms", violations, _results(results, "Warning"))


def _results(results: rdflib.Graph, severity: str) -> tuple[Violation, ...]:
    from rdflib import SH

    found = [
        Violation(*(_words(results, results.value(result, term)) for term in (SH.focusNode, SH.resultMessage, SH.resultPath, SH.value)))
        for result in results.subjects(SH.resultSeverity, SH[severity])
    ]
    return tuple(sorted(set(found), key=str))


def _words(results: rdflib.Graph, node: rdflib.term.Node | None) -> str:
    """An inverse path and a list have no IRI; what they say stands in the message."""
    from rdflib import BNode

    return "" if node is None or isinstance(node, BNode) else str(node)
