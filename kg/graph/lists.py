"""Lists of the things in a snapshot, by what can be asked for and in the order of the answers.

A store finds the events of an actor at once, but to find the newest hundred it reads all of them, and to find a name in any case it reads
all names. So beside the quads stands one table, `listed`, sorted by its columns:

    list    what is listed; LISTS has the query that says what
    key     what is asked for: an actor, a class, a status, a name in small letters
    at      the thing's place in the order: a day, or a name as it is written; empty where there is none
    thing   the thing
    last    the last day that any document allows for it

Things, actors and statuses stand there without the base or the namespace. The lists follow from the quads, so they may narrow what a
question looks at, and save it looking up again what they say; the rows are the same.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from pyoxigraph import DefaultGraph, NamedNode, QuerySolutions, Store, Triple

from kg.graph.terms import ACCORD, PREFIXES, SKOS

SCHEMA = "CREATE TABLE listed (list TEXT, key TEXT, at TEXT, thing TEXT, last TEXT, PRIMARY KEY (list, key, at, thing)) WITHOUT ROWID;"
_RETOLD = "FILTER EXISTS { GRAPH ?one { ?thing a accord:Event } GRAPH ?other { ?thing a accord:Event } FILTER(?one != ?other) }"
_CONTESTED = """
    FILTER(EXISTS { ?thing accord:latest ?over ; accord:earliest ?begun FILTER(?over < ?begun) }
      || EXISTS { ?thing accord:ordinal ?low , ?high FILTER(?low < ?high) }
      || EXISTS { ?thing accord:place ?here , ?there FILTER(?here != ?there) }
      || EXISTS { ?thing accord:status ?stands , ?falls FILTER(?falls IN (accord:rejected, accord:cancelled)) FILTER(?stands != ?falls) })
"""
_DUE = """
    BIND(STR(?set) AS ?written)
    BIND(DATATYPE(?set) IN (xsd:date, xsd:gYearMonth, xsd:gYear) AS ?dated)
    BIND(IF(?dated, CONCAT(?written, SUBSTR("-12-31", STRLEN(?written) - 3)), "unknown") AS ?at)
"""


NAMES = {"prefLabel": "skos:prefLabel", "altLabel": "skos:altLabel", "identifier": "dcterms:identifier", "title": "dcterms:title"}
"""The lists of what things are called, and the property that says so."""


@dataclass(frozen=True, slots=True)
class List:
    """What is listed: a pattern for each `?thing` and its `?key`, and a query for each thing and its places, `?at` and `?last`.

    Where a question has the name of a list among its keys, everything in the list has that key. `$things` is where a list is narrowed to
    some things: in each part of a union where a filter would else look at everything. Without `places` the pattern has `?at`, too, for
    each key.
    """

    keys: str
    places: str = ""


def _told(kind: str, keys: str) -> List:
    """Things of a class by the day of the newest document that tells of them."""
    newest = f"?thing a accord:{kind} OPTIONAL {{ ?thing accord:evidence/oa:hasSource/dcterms:issued ?day }}"
    return List(keys, f"SELECT ?thing (MAX(?day) AS ?at) WHERE {{ $things {newest} }} GROUP BY ?thing")


def _dated(kind: str, keys: str) -> List:
    """Events of a class by the day on which they begin."""
    bounds = "OPTIONAL { ?thing accord:earliest ?at } OPTIONAL { ?thing accord:latest ?last }"
    return List(keys, f"SELECT ?thing ?at ?last WHERE {{ $things ?thing a accord:{kind} {bounds} }}")


def _called(path: str) -> List:
    return List(f"$things ?thing {path} ?name BIND(LCASE(STR(?name)) AS ?key) BIND(STR(?name) AS ?at)")


LISTS = {
    "Event": _dated(
        "Event",
        f"""{{ $things ?thing a accord:Event ; a|accord:participant|accord:party|accord:status ?key }}
        UNION {{ $things ?thing a accord:Event {_RETOLD} BIND("retold" AS ?key) }}
        UNION {{ $things ?thing a accord:Event {_CONTESTED} BIND("contested" AS ?key) }}""",
    ),
    "Delegated": _dated(
        "Agreement",
        """{ $things ?thing accord:party ?who ; accord:reachedAt ?meeting . ?came accord:attends ?meeting ; accord:represents ?who }
        UNION { $things ?thing accord:party ?who . GRAPH ?source { ?thing a accord:Agreement . ?came accord:represents ?who } }
        VALUES ?any { true false } BIND(IF(?any, "Delegated", ?who) AS ?key)""",
    ),
    "Document": List(
        "$things ?thing a accord:Document ; a ?key",
        "SELECT ?thing ?at (?at AS ?last) WHERE { $things ?thing a accord:Document OPTIONAL { ?thing dcterms:issued ?at } }",
    ),
    "Source": List(
        "$things ?proof oa:hasSource ?thing . ?key accord:evidence ?proof",
        "SELECT ?thing (?name AS ?at) ?last WHERE { $things ?thing dcterms:identifier ?name OPTIONAL { ?thing dcterms:issued ?last } }",
    ),
    "Statement": List(
        """{ $things ?thing accord:reportedBy ?who VALUES ?any { true false } BIND(IF(?any, "Statement", ?who) AS ?key) }
        UNION { $things ?thing accord:reportedBy ?who . ?fact accord:evidence ?thing ; accord:participant|accord:party ?key }""",
        """SELECT ?thing ?at (?at AS ?last) WHERE {
            $things ?thing accord:reportedBy ?who ; oa:hasSource ?source OPTIONAL { ?source dcterms:issued ?at } }""",
    ),
    "Evidence": List(
        "$things ?key accord:evidence ?thing",
        """SELECT ?thing (CONCAT(COALESCE(STR(?day), ""), " ", STR(?source), " ", ?padded) AS ?at) WHERE {
            $things ?thing oa:hasSource ?source ; oa:start ?start OPTIONAL { ?source dcterms:issued ?day }
            BIND(CONCAT(SUBSTR("00000000", STRLEN(STR(?start))), STR(?start)) AS ?padded) }""",
    ),
    "Position": _told("Position", "$things ?thing a accord:Position ; a|accord:heldBy|accord:within ?key"),
    "Delegation": _told(
        "Delegation", "$things ?thing a accord:Delegation ; a|accord:represents|accord:headedBy|accord:member|accord:attends ?key"
    ),
    "WorkingGroup": _told(
        "WorkingGroup",
        """$things { ?thing a accord:WorkingGroup ; a|accord:party ?key }
        UNION { ?thing a accord:WorkingGroup ; accord:establishedBy/accord:party ?key }
        UNION { ?thing a accord:WorkingGroup . ?founding accord:object ?thing ; accord:party ?key }""",
    ),
    "Deadline": List(
        "$things ?thing accord:deadline ?set ; a|accord:party|accord:status ?key",
        f"SELECT ?thing ?at (?at AS ?last) WHERE {{ $things ?thing accord:deadline ?set {_DUE} }}",
    ),
    "Step": List(
        "$things ?thing accord:treaty ?key",
        """SELECT ?thing (MIN(COALESCE(?start, "9999-12-31"^^xsd:date)) AS ?at) (MAX(?end) AS ?last) WHERE {
            $things ?thing a accord:TreatyAction OPTIONAL { ?thing accord:earliest ?start } OPTIONAL { ?thing accord:latest ?end }
        } GROUP BY ?thing""",
    ),
    "Treaty": List(
        """$things { ?thing a accord:Treaty ; a|accord:party ?key }
        UNION { ?thing a accord:Treaty . ?step accord:treaty ?thing ; accord:party ?key }""",
        "SELECT ?thing (MIN(?name) AS ?at) WHERE { $things ?thing a accord:Treaty ; skos:prefLabel ?name } GROUP BY ?thing",
    ),
    **{name: _called(path) for name, path in NAMES.items()},
}
_PARTIES = (ACCORD.participant, ACCORD.party)
_COMING = (ACCORD.attends, ACCORD.represents)
_AT_ONCE = 500

Row = tuple[str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Keys:
    """What the things of a list are chosen by: those that have one of each of `these` keys and none of `without`."""

    these: tuple[tuple[str, ...], ...]
    without: tuple[str, ...] = ()


class Lists:
    """The lists of a published snapshot."""

    def __init__(self, database: sqlite3.Connection, base: str) -> None:
        self._database = database
        self._base = base

    def close(self) -> None:
        """Closes the file."""
        self._database.close()

    def named(self, names: Sequence[str], name: str) -> Iterator[tuple[NamedNode, str]]:
        """What is called so in any case by the lists of these names, and how it is written there."""
        query = f"SELECT thing, at FROM listed WHERE list IN ({', '.join('?' * len(names))}) AND key = ?"
        return ((NamedNode(self._base + thing), at) for thing, at in self._database.execute(query, (*names, name.lower())))

    def things(self, name: str, keys: Keys, *, since: str, until: str, descending: bool) -> Iterator[tuple[str, str]]:
        """The things of a list, as SPARQL writes them, with their places in it: in its order, those at one place by IRI.

        A thing comes once for each of its places. Where `since` or `until` is a day, only what is not over before the one, does not begin
        after the other, and has a date.
        """
        lead = self._fewest(name, [alternatives[0] for alternatives in keys.these if len(alternatives) == 1])
        others = [("", alternatives) for alternatives in keys.these if alternatives != (lead,)]
        others += [("NOT ", (key,)) for key in keys.without]
        query = "SELECT thing, at FROM listed AS a WHERE list = ? AND key = ?"
        values = [name, lead]
        for negated, alternatives in others:
            marks = ", ".join("?" * len(alternatives))
            query += f" AND {negated}EXISTS (SELECT 1 FROM listed WHERE list = ? AND key IN ({marks}) AND at = a.at AND thing = a.thing)"
            values += [name, *alternatives]
        if since:
            query += " AND at > '' AND last >= ?"
            values.append(since)
        if until:
            query += " AND at > '' AND at <= ?"
            values.append(until)
        query += f" ORDER BY at {'DESC' if descending else 'ASC'}, thing"
        return ((f"<{self._base}{thing}>", at) for thing, at in self._database.execute(query, values))

    def told(self, things: Sequence[str]) -> dict[str, tuple[set[str], set[str]]]:
        """Of each of these things, as SPARQL writes it: which documents tell of it, and on which days they were issued."""
        found: dict[str, tuple[set[str], set[str]]] = {thing: (set(), set()) for thing in things}
        keys = json.dumps([thing[1 + len(self._base) : -1] for thing in things])
        query = "SELECT key, at, last FROM listed WHERE list = 'Source' AND key IN (SELECT value FROM json_each(?))"
        for key, document, day in self._database.execute(query, (keys,)):
            documents, days = found[f"<{self._base}{key}>"]
            documents.add(document)
            if day:
                days.add(day)
        return found

    def key(self, term: NamedNode) -> str:
        """A thing or a term of the ontology as a key."""
        return _short(term.value, self._base)

    def _fewest(self, name: str, keys: Sequence[str]) -> str:
        """The first of the keys that lists less than a hundred things, or a thousand, and so on; the first of all, if none does."""
        more = "SELECT 1 FROM listed WHERE list = ? AND key = ? LIMIT 1 OFFSET ?"
        for most in (100, 1000, 10_000, 100_000) if len(keys) > 1 else ():
            for key in keys:
                if self._database.execute(more, (name, key, most)).fetchone() is None:
                    return key
        return keys[0]


def write(database: sqlite3.Connection, store: Store, base: str) -> None:
    """Fills the lists of a store that has none yet."""
    database.execute("CREATE TEMP TABLE fresh (list, key, at, thing, last)")
    for name in LISTS:
        database.executemany("INSERT INTO fresh VALUES (?, ?, ?, ?, ?)", _rows(store, name, base))
        database.execute("INSERT INTO listed SELECT list, key, at, thing, MAX(last) FROM fresh GROUP BY list, key, at, thing")
        database.execute("DELETE FROM fresh")
    database.execute("DROP TABLE fresh")


def update(database: sqlite3.Connection, old: Store, new: Store, before: set[Triple], after: set[Triple], base: str) -> None:
    """Makes the lists of one store those of another, which differs in graphs that held the triples `before` and hold `after`."""
    changed = before ^ after
    # preferred names stand in the graph of identities, with those of everything that did not change
    told = {triple for triple in before | after if triple.predicate != SKOS.prefLabel}
    things = {triple.subject for triple in told | changed} | _depending(changed, old) | _depending(changed, new)
    chosen = sorted((thing for thing in things if isinstance(thing, NamedNode)), key=lambda node: node.value)
    for start in range(0, len(chosen), _AT_ONCE):
        part = chosen[start : start + _AT_ONCE]
        for name in LISTS:
            held, wanted = (_merged(_rows(store, name, base, part)) for store in (old, new))
            gone = held.keys() - wanted.keys()
            database.executemany("DELETE FROM listed WHERE list = ? AND key = ? AND at = ? AND thing = ?", sorted(gone))
            fresh = sorted((*row, last) for row, last in wanted.items() if held.get(row) != last)
            database.executemany("INSERT OR REPLACE INTO listed VALUES (?, ?, ?, ?, ?)", fresh)


def _depending(changed: Iterable[Triple], store: Store) -> set[object]:
    """What is listed by what is told of another thing.

    Statements, groups and treaties stand under the parties of facts, agreements under those whose delegations came to the meeting.
    """
    found: set[object] = set()
    for fact in {triple.subject for triple in changed if triple.predicate in _PARTIES}:
        for predicate in (ACCORD.object, ACCORD.treaty, ACCORD.evidence):
            found.update(quad.object for quad in store.quads_for_pattern(fact, predicate, None, DefaultGraph()))
        if isinstance(fact, NamedNode):
            found.update(quad.subject for quad in store.quads_for_pattern(None, ACCORD.establishedBy, fact, DefaultGraph()))
    for came in {triple.subject for triple in changed if triple.predicate in _COMING}:
        for quad in store.quads_for_pattern(came, ACCORD.attends, None, DefaultGraph()):
            reached = store.quads_for_pattern(None, ACCORD.reachedAt, quad.object, DefaultGraph())
            found.update(agreement.subject for agreement in reached)
    return found


def _rows(store: Store, name: str, base: str, things: Iterable[NamedNode] = ()) -> Iterator[Row]:
    """The rows of a list, of these things alone if there are any, some more than once."""
    some = " ".join(str(thing) for thing in things)
    narrowed = f"VALUES ?thing {{ {some} }}" if some else ""
    keys = LISTS[name].keys.replace("$things", narrowed)
    if not LISTS[name].places:
        for thing, key, at in _asked(store, f"SELECT ?thing ?key ?at WHERE {{ {keys} }}"):
            yield name, key.value, at.value, _short(thing.value, base), ""
        return
    places: dict[str, list[tuple[str, str]]] = {}
    for thing, at, *last in _asked(store, LISTS[name].places.replace("$things", narrowed)):
        places.setdefault(thing.value, []).append((at.value if at else "", last[0].value if last and last[0] else ""))
    for thing, key in _asked(store, f"SELECT ?thing ?key WHERE {{ {keys} }}"):
        for at, last in places.get(thing.value, ()):
            yield name, _short(key.value, base), at, _short(thing.value, base), last


def _asked(store: Store, query: str) -> QuerySolutions:
    return cast(QuerySolutions, store.query(query, prefixes=PREFIXES))


def _merged(rows: Iterable[Row]) -> dict[tuple[str, str, str, str], str]:
    found: dict[tuple[str, str, str, str], str] = {}
    for *row, last in rows:
        place = cast(tuple[str, str, str, str], tuple(row))
        found[place] = max(last, found.get(place, ""))
    return found


def _short(iri: str, base: str) -> str:
    return iri.removeprefix(base).removeprefix(ACCORD.iri)
