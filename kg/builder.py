"""The whole way: sources are read, new and changed documents give facts, identity joins all documents, and the quads follow.

The result depends on the documents and judgements alone, never on the order or the number of builds that brought them in.
"""

from __future__ import annotations

import hashlib
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import islice
from multiprocessing import get_context, parent_process
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Thread

import msgspec
from pyoxigraph import Quad

from kg.errors import GraphError, KgError
from kg.graph import terms
from kg.graph.quads import Metadata, check, entity_keys, event_keys, identities_quads, quads
from kg.graph.store import JUDGEMENTS, Record, Writer, open_writer
from kg.model import Document, Facts, Identities, Skipped
from kg.resources import PACKAGE

Progress = Callable[[str, int, int | None], None]
"""Told the step (`extract`, `identify`, `write`), how many documents of it are done, and of how many, where that is known."""

_BATCH = 8
_CODE = ("model.py", "graph/index.py", "graph/lists.py", "graph/literals.py", "graph/quads.py", "graph/terms.py", "identity/*.py")


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did, as identifiers of documents; `rewritten` counts the graphs whose quads changed."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    rewritten: int = 0


def build(
    sources: Iterable[str | Path] | str | Path,
    graph_path: str | os.PathLike[str],
    *,
    base: str | None = None,
    jobs: int = 1,
    title: str | None = None,
    publisher: str | None = None,
    published: date | str | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Reads sources into the graph directory, which it makes if need be; only new and changed documents are parsed.

    Args:
        sources: files, folders, or `-` for standard input.
        graph_path: the graph directory.
        base: what instance IRIs begin with; by default what the graph was built with.
        jobs: processes that parse; the result is the same for any number.
        title, publisher, published: hold for every document of this call.
        progress: called after each batch.

    Raises:
        GraphError: the directory is locked, damaged, no graph or not writable.
        SourceError: `published` is no date.
    """
    from kg.facts import fingerprint
    from kg.read import read

    tell = progress or (lambda step, done, total: None)
    with open_writer(graph_path, base=base) as writer:
        known, version = writer.known(), fingerprint()
        added: list[str] = []
        changed: list[str] = []
        unchanged: list[str] = []
        skipped: list[Skipped] = []

        def fresh() -> Iterator[Document]:
            for one in read(sources, title=title, publisher=publisher, published=published):
                if isinstance(one, Skipped):
                    skipped.append(one)
                elif known.get(one.identifier) == (one.sha256, version):
                    unchanged.append(one.identifier)
                else:
                    yield one

        for batch in _extract(fresh(), writer.base, jobs):
            records = [Record(metadata, facts, version) for metadata, facts in batch if isinstance(facts, Facts)]
            writer.put(records)
            skipped += [facts for _, facts in batch if isinstance(facts, Skipped)]
            for record in records:
                (changed if record.metadata.identifier in known else added).append(record.metadata.identifier)
            tell("extract", len(added) + len(changed), None)
        writer.note_skipped(skipped)
        rewritten = _follow(writer, version, tell)
    return BuildReport(tuple(added), tuple(changed), tuple(unchanged), tuple(skipped), rewritten)


def forget(graph_path: str | os.PathLike[str], identifier: str, *, progress: Progress | None = None) -> int:
    """Takes a document and all that rests on it alone out of the graph; says how many other graphs were rewritten for it.

    Raises GraphError if the graph has no such document, or can't be written.
    """
    from kg.facts import fingerprint

    with open_writer(graph_path, create=False) as writer:
        if not writer.forget(identifier) and writer.in_step(_stamp(writer, fingerprint())):
            raise GraphError(f"The graph {writer.path} has no document {identifier!r}; kg query documents lists them")
        return _follow(writer, fingerprint(), progress or (lambda step, done, total: None))


def _extract(documents: Iterator[Document], base: str, jobs: int) -> Iterator[list[tuple[Metadata, Facts | Skipped]]]:
    """Facts in the order of the documents, batch by batch; a few batches at a time are in memory."""
    batches = iter(lambda: list(islice(documents, _BATCH)), [])
    if jobs <= 1:
        for batch in batches:
            yield _facts(batch, base)
        return
    first = next(batches, None)
    if first is None:
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_end_with_parent) as pool:
        waiting = deque([pool.submit(_facts, first, base)])
        for batch in batches:
            waiting.append(pool.submit(_facts, batch, base))
            if len(waiting) > 2 * jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _end_with_parent() -> None:
    """A worker would outlive a killed build and go on parsing."""
    Thread(target=_end_after, args=(parent_process(),), daemon=True).start()


def _end_after(parent: BaseProcess | None) -> None:
    if parent is not None:
        parent.join()
        os._exit(1)


def _facts(batch: Sequence[Document], base: str) -> list[tuple[Metadata, Facts | Skipped]]:
    """Facts of each document, or why there are none: one that breaks the extractor must not keep thousands of others out."""
    from kg.facts import extract

    try:
        found: list[Facts | Skipped] = list(extract(batch))
    except Exception as error:
        if len(batch) > 1:
            return [pair for document in batch for pair in _facts([document], base)]
        found = [_broken(batch[0], error)]
    pairs = [(Metadata.of(document), facts) for document, facts in zip(batch, found, strict=True)]
    return [(metadata, _checked(metadata, facts, base)) for metadata, facts in pairs]


def _checked(metadata: Metadata, facts: Facts | Skipped, base: str) -> Facts | Skipped:
    if isinstance(facts, Facts):
        try:
            check(metadata, facts, base)
        except GraphError as error:
            return Skipped(metadata.identifier, str(error))
    return facts


def _broken(document: Document, error: Exception) -> Skipped:
    if isinstance(error, KgError):
        raise error
    what = f"{type(error).__name__}: {error}"
    return Skipped(document.identifier, f"Could not take facts out of {document.identifier} ({what}); report this with the document.")


def _follow(writer: Writer, version: str, tell: Progress) -> int:
    """Makes the published quads follow from all documents and judgements; the number of graphs that changed."""
    stamp = _stamp(writer, version)
    if writer.in_step(stamp):
        return 0
    records = list(writer.records())
    tell("identify", 0, len(records))
    identities = _identify(writer, [record.facts for record in records])
    tell("identify", len(records), len(records))
    base, used = writer.base, set[str]()
    by_iri: dict[str, Record] = {}
    digests: dict[str, str] = {}
    for record in records:
        iri = terms.document(base, record.metadata.identifier).value
        entities = entity_keys(record.facts)
        names = {key: identities.names.get((record.facts.document, key), "") for key in sorted(entities | event_keys(record.facts))}
        used.update(names[key] for key in entities)
        by_iri[iri] = record
        digests[iri] = _digest(base, _code(), record.metadata, record.facts, names)
    labels = {path: identities.labels[path] for path in sorted(used) if path in identities.labels}
    joint = terms.identities_graph(base).value
    digests[joint] = _digest(base, _code(), labels)
    done = 0

    def make(iri: str) -> list[Quad]:
        nonlocal done
        if iri == joint:
            return identities_quads(identities, used, base)
        done += 1
        if done % _BATCH == 0:
            tell("write", done, None)
        return quads(by_iri[iri].metadata, by_iri[iri].facts, identities, base)

    return writer.publish(digests, make, stamp)


def _identify(writer: Writer, facts: Sequence[Facts]) -> Identities:
    from kg.identity import identify
    from kg.identity.judgements import load

    return identify(facts, load(writer.path / JUDGEMENTS))


def _stamp(writer: Writer, version: str) -> str:
    """Changes with whatever the quads depend on beside the documents."""
    file = writer.path / JUDGEMENTS
    return _digest(writer.base, version, _code(), file.read_text("utf8") if file.exists() else "")


def _digest(*parts: object) -> str:
    return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()


@cache
def _code() -> str:
    """A digest of the code that makes quads out of facts: after an update of Accord the quads are made anew without parsing."""
    files = sorted(file for pattern in _CODE for file in PACKAGE.glob(pattern))
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()
