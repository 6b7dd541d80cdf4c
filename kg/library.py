"""The Python interface: build a graph, open one, ask it, export it, look at it. What is heavy is imported by the call that needs it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    import networkx as nx
    import rdflib
    from pyoxigraph import Store

    from kg.builder import BuildReport, Progress
    from kg.graph.check import Check
    from kg.graph.explain import Account
    from kg.graph.query import Answer, Row
    from kg.graph.questions import Question
    from kg.graph.store import Reader

GRAPH = "graph"
"""The graph directory that is meant when none is named."""


class Graph:
    """A graph directory, open for reading as its last finished build left it. Close it, or use it in a `with`.

    `report` says what the build did that gave this graph; None for one that was only opened.
    """

    def __init__(self, reader: Reader, report: BuildReport | None = None) -> None:
        self._reader = reader
        self.report = report

    @property
    def path(self) -> Path:
        """The graph directory."""
        return self._reader.path

    @property
    def store(self) -> Store:
        """The Oxigraph store of the published graph, which nobody writes to; its default graph is the union of all."""
        return self._reader.store

    @property
    def base(self) -> str:
        """What the IRIs of the graph's things begin with."""
        return self._reader.base

    def query(self, question: str, **values: object) -> list[Row]:
        """The rows of an answer, all of them unless `limit` says how many, plain records that go straight into a DataFrame.

        Args:
            question: the name of a canned question, a path that ends with `.rq`, or SPARQL 1.1 itself.
            values: the question's parameters; names of things in any case, dates as 2021, 2021-06 or 2021-06-30.

        Raises:
            QueryError: no such question, a parameter that doesn't fit, or SPARQL that can't be parsed.
        """
        from kg.graph.questions import ANY

        asked = question_of(question)
        limited = any(parameter.name == "limit" for parameter in asked.parameters)
        return self._ask(asked, {"limit": ANY} | values if limited else values).rows

    def answer(self, question: str, values: dict[str, object] | None = None) -> Answer:
        """An answer with its columns, cut where the question's limit says, which `more` tells; arguments and errors as in `query`."""
        return self._ask(question_of(question), values)

    def _ask(self, asked: Question, values: dict[str, object] | None) -> Answer:
        from kg.graph.query import ask

        return ask(self._reader.store, asked, values, base=self.base, lists=self._reader.lists)

    def search(self, words: str, limit: int = 20) -> list[Row]:
        """Things and facts in whose names, titles or sentences all words stand, each once, the best match first; plain records.

        Args:
            words: words in any case, with or without accents; `"two words"` stand together, and `agree*` begins so.
            limit: at most so many.

        Returns:
            Records of `rank` (from 1), `kind`, `label`, `snippet` (the matching words in brackets), `document` (that of the sentence; empty
            where a name matches) and `iri`.

        Raises:
            QueryError: there is no word to look for.
        """
        from kg.graph.search import search

        return [asdict(hit) for hit in search(self._reader, words, limit)]

    def explain(self, name: str) -> Account:
        """Every fact about a thing with its sentences; `name` is any of its names or its IRI. Raises QueryError."""
        from kg.graph.explain import explain

        return explain(self._reader.store, name, base=self.base, lists=self._reader.lists)

    def export(self, path: str | os.PathLike[str], format: str | None = None) -> None:
        """Write the graph to a file; the format follows from its ending unless it is named. Raises ExportError."""
        from kg.graph.export import export

        export(self._reader.store, path, format, base=self.base)

    def view(
        self,
        path: str | os.PathLike[str],
        *,
        about: str | None = None,
        hops: int = 1,
        since: str | None = None,
        until: str | None = None,
        classes: Sequence[str] = (),
        documents: Sequence[str] = (),
        limit: int | None = None,
    ) -> None:
        """Write the graph, or what is chosen of it, as one page (.html) or picture (.svg, .png). Raises ExportError, QueryError."""
        from kg.view import view

        view(
            self._reader.store,
            Path(path),
            about=about,
            hops=hops,
            since=since,
            until=until,
            classes=classes,
            documents=documents,
            limit=limit,
        )

    def check(self, *, limit: int | None = 1_000_000) -> Check:
        """Whether the graph conforms to its SHACL shapes; not run on more than `limit` quads unless it is None."""
        from kg.graph.check import check

        return check(self._reader.store, limit=limit)

    def to_rdflib(self) -> rdflib.Dataset:
        """The graph as an rdflib dataset over the same store, without a copy (oxrdflib)."""
        import rdflib
        from oxrdflib import OxigraphStore

        return rdflib.Dataset(OxigraphStore(store=self._reader.store))

    def to_networkx(self) -> nx.MultiGraph:
        """The network of actors: who agreed, met and signed with whom, with dates and status."""
        from kg.graph.network import network

        return network(self._reader.store)

    def _repr_html_(self) -> str:
        from kg.view import iframe, page

        return iframe(page(self._reader.store))

    def close(self) -> None:
        """Let go of the graph; a later build may then remove the state that it shows."""
        self._reader.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def build(
    sources: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    graph: str | os.PathLike[str] = GRAPH,
    *,
    base: str | None = None,
    jobs: int = 1,
    progress: Progress | None = None,
) -> Graph:
    """Read sources into a graph directory, and open it; documents that are in it unchanged cost nothing.

    Args:
        sources: files and folders.
        graph: the graph directory, made when it is not there.
        base: what the IRIs begin with; fixed by the first build.
        jobs: how many processes read documents at once; the result is the same.
        progress: told the step, how many documents are done, and of how many.

    Raises:
        SourceError, GraphError: a source is not there, the graph can't be written. What could not be read is in `report.skipped`.
    """
    from kg import builder

    one = isinstance(sources, str | os.PathLike)
    listed = [os.fspath(sources)] if one else [os.fspath(source) for source in sources]  # type: ignore[arg-type, union-attr]
    report = builder.build(listed, graph, base=base, jobs=jobs, progress=progress)
    opened = open_graph(graph)
    opened.report = report
    return opened


def open_graph(path: str | os.PathLike[str] = GRAPH) -> Graph:
    """The graph of a directory. Raises GraphError when there is none or it is damaged."""
    from kg.graph.store import open_graph as open_reader

    return Graph(open_reader(path))


def question_of(written: str) -> Question:
    """The question that is meant by a canned one's name, a path that ends with `.rq`, or SPARQL itself. Raises QueryError."""
    from kg.graph.questions import names, parse, question

    if written in names() or (" " not in written.strip() and "{" not in written and not written.endswith(".rq")):
        return question(written)
    if written.endswith(".rq"):
        return parse(Path(written).stem, read_query(Path(written)))
    return parse("this query", written)


def read_query(path: Path) -> str:
    """The text of a query file; raises QueryError when it can't be read."""
    from kg.errors import QueryError

    try:
        return path.read_text(encoding="utf8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise QueryError(f"Could not read the query {path}: {reason}; kg queries lists the questions that come with kg.") from error
