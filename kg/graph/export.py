"""The graph in the formats that other tools read: RDF in six, and the network of actors in three.

Everything is sorted before it is written, so equal graphs give equal bytes. Formats without named graphs hold the union of all graphs.
"""

from __future__ import annotations

import csv
import io
import os
import re
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from pyoxigraph import Literal, RdfFormat, Store, Triple, parse, serialize

from kg.errors import ExportError
from kg.graph.network import network
from kg.graph.terms import BASE, PREFIXES, instance_prefixes
from kg.graph.turtle import Row, TurtleWriter

if TYPE_CHECKING:
    import networkx as nx

_CLOCK = re.compile(r' lastmodifieddate="[^"]*"')
_EDGE = ("relation", "count", "statuses", "first", "last")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Format:
    """How one format is named, which file names end like it, and what writes it."""

    name: str
    suffixes: tuple[str, ...]
    write: Callable[[Store, str, IO[bytes]], None]


def export(store: Store, target: str | os.PathLike[str] | IO[bytes], format: str | None = None, *, base: str = BASE) -> None:
    """Writes the graph to a file, which appears whole or not at all, or to a binary stream.

    Args:
        store: the quads.
        target: a path or an open binary stream.
        format: a name or an extension, `turtle`, `nq`; by default the path's extension.
        base: what instance IRIs begin with; the prefixes follow from it.

    Raises:
        ExportError: no such format, or the file can't be written.
    """
    if not isinstance(target, str | os.PathLike):
        _format(format or "").write(store, base, target)
        return
    path = Path(target)
    chosen = _format(format or path.suffix)
    try:
        with tempfile.NamedTemporaryFile(dir=path.absolute().parent, prefix=f".{path.name}.", delete=False) as temporary:
            try:
                chosen.write(store, base, temporary.file)
                temporary.close()
                os.chmod(temporary.name, 0o666 & ~_umask())
                os.replace(temporary.name, path)
            except BaseException:
                os.unlink(temporary.name)
                raise
    except OSError as error:
        raise ExportError(f"Can't write {path}: {error.strerror or error}; choose another place") from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _format(name: str) -> Format:
    wanted = name.lower().lstrip(".")
    for one in FORMATS:
        if wanted == one.name or wanted in one.suffixes:
            return one
    known = ", ".join(one.name for one in FORMATS)
    raise ExportError(
        f"Can't export to {name!r}: choose one of {known}" if name else f"The file's name doesn't say the format; choose one of {known}"
    )


def rows(store: Store) -> list[Row]:
    """The quads of all named graphs, sorted by graph, subject, predicate and object in N-Triples syntax."""
    dump = store.dump(format=RdfFormat.N_QUADS) or b""
    found = []
    for line in dump.decode().split("\n"):
        if line:
            subject, predicate, rest = line[:-2].split(" ", 2)
            cut = rest.find(" ", rest.rfind('"') + 1)  # no IRI holds a quotation mark or a space
            if cut > 0:
                found.append((rest[cut + 1 :], subject, predicate, rest[:cut]))
    found.sort()
    return found


def union(store: Store) -> list[Row]:
    """The triples of all graphs, each once, sorted; the graph is empty."""
    return sorted({("", subject, predicate, value) for _, subject, predicate, value in rows(store)})


def _prefixes(base: str, found: Iterable[Row]) -> dict[str, str]:
    return {**PREFIXES, **instance_prefixes(base, {name[1:-1] for row in found for name in row[:2]})}


def _write_turtle(store: Store, base: str, stream: IO[bytes]) -> None:
    found = union(store)
    for piece in TurtleWriter(_prefixes(base, found)).turtle(found):
        stream.write(piece.encode())


def _write_trig(store: Store, base: str, stream: IO[bytes]) -> None:
    found = rows(store)
    for piece in TurtleWriter(_prefixes(base, found)).trig(found):
        stream.write(piece.encode())


def _write_nquads(store: Store, base: str, stream: IO[bytes]) -> None:
    for graph, subject, predicate, value in rows(store):
        stream.write(f"{subject} {predicate} {value} {graph} .\n".encode())


def _write_ntriples(store: Store, base: str, stream: IO[bytes]) -> None:
    stream.write(ntriples(store))


def ntriples(store: Store) -> bytes:
    """The union of all graphs as sorted N-Triples."""
    return "".join(f"{subject} {predicate} {value} .\n" for _, subject, predicate, value in union(store)).encode()


def _write_jsonld(store: Store, base: str, stream: IO[bytes]) -> None:
    quads = "".join(f"{subject} {predicate} {value} {graph} .\n" for graph, subject, predicate, value in rows(store))
    serialize(parse(quads.encode(), RdfFormat.N_QUADS), stream, RdfFormat.JSON_LD)


def _write_rdfxml(store: Store, base: str, stream: IO[bytes]) -> None:
    triples = (_xml_triple(quad.triple) for quad in parse(ntriples(store), RdfFormat.N_TRIPLES))
    serialize(triples, stream, RdfFormat.RDF_XML, prefixes=PREFIXES)


def _xml_triple(triple: Triple) -> Triple:
    value = triple.object
    if isinstance(value, Literal) and _NOT_XML.search(value.value):
        text = _xml_text(value.value)
        plain = Literal(text, language=value.language) if value.language else Literal(text, datatype=value.datatype)
        return Triple(triple.subject, triple.predicate, plain)
    return triple


def _xml_text(text: str) -> str:
    """XML 1.0 has no way to write most control characters; one sign stands for one."""
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def _xml_network(store: Store) -> nx.MultiGraph:
    net = network(store)
    for _, about in net.nodes(data=True):
        about["label"] = _xml_text(about["label"])
    return net


def _write_graphml(store: Store, base: str, stream: IO[bytes]) -> None:
    from networkx.readwrite.graphml import write_graphml_xml

    write_graphml_xml(_xml_network(store), stream, prettyprint=True)


def _write_gexf(store: Store, base: str, stream: IO[bytes]) -> None:
    from networkx import generate_gexf

    for line in generate_gexf(_xml_network(store)):
        stream.write(_CLOCK.sub("", line).encode() + b"\n")


def _write_csv(store: Store, base: str, stream: IO[bytes]) -> None:
    """One line per pair of actors and relation (RFC 4180, with line feeds alone)."""
    net = network(store)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("source", "source_label", "source_kind", "target", "target_label", "target_kind", *_EDGE))
    for source, target, about in net.edges(data=True):
        ends = (value for node in (source, target) for value in (node, net.nodes[node]["label"], net.nodes[node]["kind"]))
        writer.writerow((*ends, *(about[name] for name in _EDGE)))
    stream.write(text.getvalue().encode())


FORMATS = (
    Format("turtle", ("ttl",), _write_turtle),
    Format("trig", ("trig",), _write_trig),
    Format("nquads", ("nq",), _write_nquads),
    Format("ntriples", ("nt",), _write_ntriples),
    Format("jsonld", ("json", "json-ld"), _write_jsonld),
    Format("rdfxml", ("rdf", "xml", "owl"), _write_rdfxml),
    Format("graphml", ("graphml",), _write_graphml),
    Format("gexf", ("gexf",), _write_gexf),
    Format("csv", ("csv",), _write_csv),
)
