"""How much of what a careful reader takes from documents is found, and how much of what is found is right.

    python bench/extraction.py [FOLDER] [--misses]

FOLDER (default: bench/documents) holds documents and, beside each, NAME.gold.json: `entities` with their acceptable names, and `facts`:
templates whose slots hold entities, texts (a list gives alternatives), dates or words of a scheme. What begins with "?" is neither asked
for nor punished. Templates of one kind are paired within a document so that most slots agree, as in the template filling of MUC-4
(Chinchor, "MUC-4 Evaluation Metrics", 1992); then every filler counts once. Two texts agree when at least half of their words do.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from pyoxigraph import Literal, NamedNode, Store
from scipy.optimize import linear_sum_assignment

import kg

# kind -> slot -> what fills it and the path of properties to it; the property "" is the node itself
KINDS: dict[str, dict[str, tuple[str, str]]] = {
    "Position": {"holder": ("entity", "heldBy"), "title": ("text", "title"), "within": ("entity", "within")},
    "Delegation": {"represents": ("entity", "represents"), "head": ("entity", "headedBy"), "member": ("entity", "member")},
    "Meeting": {
        "date": ("value", "date"),
        "end": ("value", "endDate"),
        "place": ("entity", "place"),
        "participant": ("entity", "participant"),
        "process": ("entity", "partOf"),
        "ordinal": ("value", "ordinal"),
        "status": ("value", "status"),
    },
    "WorkingGroup": {"name": ("entity", ""), "party": ("entity", "party"), "mandate": ("text", "mandate"), "part_of": ("entity", "partOf")},
    "Agreement": {
        "party": ("entity", "party"),
        "content": ("text", "content"),
        "action": ("value", "action"),
        "object": ("entity", "object"),
        "date": ("value", "date"),
        "place": ("entity", "place"),
        "status": ("value", "status"),
        "reported_by": ("entity", "evidence/reportedBy"),
    },
    "Treaty": {"name": ("entity", ""), "party": ("entity", "party")},
    "TreatyAction": {
        "treaty": ("entity", "treaty"),
        "action": ("value", "action"),
        "party": ("entity", "party"),
        "date": ("value", "date"),
        "place": ("entity", "place"),
        "status": ("value", "status"),
    },
}
# a pair of templates is comparable only if one of these slots agrees
ANCHORS = {
    "Position": ("holder",),
    "Delegation": ("represents", "head"),
    "WorkingGroup": ("name", "mandate"),
    "Meeting": ("date", "place", "participant", "process"),
    "Agreement": ("content", "object"),
    "Treaty": ("name",),
    "TreatyAction": ("treaty",),
}
ENDINGS = ("ations", "ation", "ings", "ing", "ments", "ment", "ies", "ed", "es", "s", "e", "y")
SMALL = frozenset(
    {
        "a",
        "an",
        "the",
        "of",
        "to",
        "on",
        "in",
        "at",
        "by",
        "for",
        "and",
        "or",
        "with",
        "their",
        "its",
        "his",
        "her",
        "this",
        "that",
        "these",
    }
    | {"those", "will", "would", "be", "been", "is", "are", "was", "were", "has", "have", "had", "as", "from", "between", "into"}
)
DOCUMENTS = Path(__file__).resolve().parent / "documents"


@dataclass(frozen=True, slots=True)
class Filler:
    """What stands in a slot, in all its acceptable forms, folded (texts as they are); `show` is for people."""

    kind: str
    forms: frozenset[str]
    show: str
    optional: bool = False

    def agrees(self, other: Filler) -> bool:
        """Whether two fillers say the same."""
        if self.kind != "text":
            return bool(self.forms & other.forms)
        return any(texts_agree(one, two) for one in self.forms for two in other.forms)


@dataclass(frozen=True, slots=True)
class Template:
    """A fact as slots and fillers."""

    kind: str
    slots: dict[str, list[Filler]]
    optional: bool = False

    def __str__(self) -> str:
        told = (f"{slot}={' | '.join('?' * f.optional + f.show for f in fillers)}" for slot, fillers in self.slots.items() if fillers)
        return f"{self.kind}({'; '.join(told)})"


# ------------------------------------------------------------------ comparing


def folded(name: str) -> str:
    """A name without case, accents, dots, hyphens, a leading article and a final possessive."""
    text = unicodedata.normalize("NFKD", name)
    text = "".join(c for c in text if not unicodedata.combining(c)).casefold()
    text = re.sub(r"['’]s?\b", "", text).replace(".", "")
    return re.sub(r"[\W_]+", " ", text).strip().removeprefix("the ")


def texts_agree(one: str, other: str) -> bool:
    """Whether the F1 of two sets of stems is at least one half."""
    x, y = stems(one), stems(other)
    return 2 * len(x & y) / (len(x) + len(y)) >= 0.5 if x and y else folded(one) == folded(other)


def stems(text: str) -> set[str]:
    """The words that carry meaning, without their endings."""
    return {stem(word) for word in folded(text).split() if word not in SMALL}


def stem(word: str) -> str:
    """A word without the longest known ending that leaves four letters."""
    return next((word[: -len(end)] for end in ENDINGS if word.endswith(end) and len(word) - len(end) >= 4), word)


def paired(table: np.ndarray[Any, Any]) -> list[tuple[int, int]]:
    """The one-to-one pairs of rows and columns with the greatest sum, those of nothing left out."""
    if not table.size:
        return []
    rows, columns = linear_sum_assignment(table, maximize=True)
    return [(int(r), int(c)) for r, c in zip(rows, columns, strict=True) if table[r, c] > 0]


def agreeing(wanted: Template, found: Template) -> dict[str, list[tuple[int, int]]]:
    """By slot, which filler of one template is which of the other."""

    def pairs(slot: str) -> list[tuple[int, int]]:
        return paired(np.array([[(2 - w.optional) * w.agrees(f) for f in found.slots[slot]] for w in wanted.slots[slot]]))

    return {slot: pairs(slot) for slot in KINDS[wanted.kind]}


def aligned(wanted: list[Template], found: list[Template]) -> list[tuple[int, int]]:
    """Which template found is which one wanted."""
    table = np.zeros((len(wanted), len(found)))
    for i, one in enumerate(wanted):
        for j, other in enumerate(found):
            same = agreeing(one, other)
            if any(same[slot] for slot in ANCHORS[one.kind]):
                table[i, j] = sum(map(len, same.values())) - 0.5 * one.optional
    return paired(table)


# ------------------------------------------------------------------ reading


def read_gold(path: Path) -> list[Template]:
    """The templates of a gold file."""
    told = json.loads(path.read_text(encoding="utf8"))
    return [_template(fact, told["entities"]) for fact in told["facts"]]


def _template(fact: dict[str, Any], entities: dict[str, dict[str, Any]]) -> Template:
    slots = {slot: list(_fillers(fact.get(slot), kind, entities)) for slot, (kind, _) in KINDS[fact["type"]].items()}
    return Template(fact["type"], slots, bool(fact.get("optional")))


def _fillers(value: object, kind: str, entities: dict[str, dict[str, Any]]) -> Iterator[Filler]:
    items = [str(item) for item in (value if isinstance(value, list) else [value]) if item not in (None, "")]
    plain = [item.removeprefix("?") for item in items]
    if kind == "text" and items:  # alternatives of one filler
        yield Filler(kind, frozenset(plain), plain[0], all(item.startswith("?") for item in items))
        return
    for item, bare in zip(items, plain, strict=True):
        names = entities[bare]["names"] if kind == "entity" else [bare]
        yield Filler(kind, frozenset(map(folded, names)) if kind == "entity" else frozenset([bare.casefold()]), names[0], item != bare)


def read_graph(store: Store) -> dict[str, list[Template]]:
    """The templates that a graph gives for each of its documents."""
    prefixes = (
        "PREFIX accord: <https://w3id.org/accord/ontology#> PREFIX dcterms: <http://purl.org/dc/terms/> "
        "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
    )

    def rows(query: str) -> list[list[Any]]:
        return [list(row) for row in store.query(prefixes + query)]  # type: ignore[union-attr]

    labels: dict[Any, set[str]] = {}
    for node, label in rows("SELECT DISTINCT ?n ?l { GRAPH ?g { ?n skos:prefLabel|skos:altLabel ?l } }"):
        labels.setdefault(node, set()).add(label.value)
    names = {node: name.value for node, name in rows("SELECT ?d ?i { GRAPH ?d { ?d a accord:Document ; dcterms:identifier ?i } }")}
    documents: dict[str, list[Template]] = {name: [] for name in names.values()}
    for kind, slots in KINDS.items():
        found = {
            (graph, node): Template(kind, {slot: [] for slot in slots})
            for graph, node in rows(f"SELECT DISTINCT ?g ?n {{ GRAPH ?g {{ ?n a accord:{kind} }} }}")
            if graph in names
        }
        for slot, (what, path) in slots.items():
            steps = "/".join(f"accord:{step}" for step in path.split("/"))
            query = f"SELECT DISTINCT ?g ?n ?v {{ GRAPH ?g {{ ?n a accord:{kind} ; {steps} ?v }} }}"
            for graph, node, value in rows(query) if path else [[graph, node, node] for graph, node in found]:
                if (graph, node) in found:
                    found[graph, node].slots[slot].append(_filler(what, value, labels))
        for (graph, _), template in found.items():
            documents[names[graph]].append(template)
    return documents


def _filler(what: str, value: Any, labels: dict[Any, set[str]]) -> Filler:
    if what == "entity":
        forms = {value.value} if isinstance(value, Literal) else labels.get(value, set())
        return Filler(what, frozenset(map(folded, forms)), max(forms, key=lambda f: (len(f), f), default=value.value))
    if what == "text":
        return Filler(what, frozenset([value.value]), value.value)
    word = re.split(r"[#/]", value.value)[-1] if isinstance(value, NamedNode) else value.value
    return Filler(what, frozenset([word.casefold()]), word)


# ------------------------------------------------------------------ counting


class Tally(Counter[tuple[str, str]]):
    """Counts of right, wrong and missed by kind, by slot and in all; of whole templates under "found", "invented" and "lost"."""

    def add(self, template: Template, slot: str, what: str) -> None:
        """Count one filler."""
        for row in (template.kind, f"{template.kind}.{slot}", "TOTAL"):
            self[row, what] += 1

    def row(self, name: str) -> str:
        """Precision, recall and F1 with the counts, aligned."""
        right, wrong, missed = (self[name, what] for what in ("right", "wrong", "missed"))
        p, r = right / (right + wrong or 1), right / (right + missed or 1)
        return f"{name:24s} {p:6.3f} {r:6.3f} {2 * p * r / (p + r or 1):6.3f}   {right:5d} {wrong:5d} {missed:5d}"


def count(gold: dict[str, list[Template]], built: dict[str, list[Template]], tell: bool) -> Tally:
    """Compare documents; with `tell`, print every miss and every wrong find."""
    tally = Tally()
    for name, wanted in gold.items():
        if tell:
            print(f"\n== {name}")
        for kind in KINDS:
            _compare([t for t in wanted if t.kind == kind], [t for t in built[name] if t.kind == kind], tally, tell)
    return tally


def _compare(wanted: list[Template], found: list[Template], tally: Tally, tell: bool) -> None:
    pairs = aligned(wanted, found)
    for i, j in pairs:
        tally[wanted[i].kind, "found"] += not wanted[i].optional
        _slots(wanted[i], found[j], tally, tell)
    for i in sorted({i for i, one in enumerate(wanted) if not one.optional} - {i for i, _ in pairs}):
        tally[wanted[i].kind, "lost"] += 1
        _whole(wanted[i], "missed", tally, tell)
    for j in sorted(set(range(len(found))) - {j for _, j in pairs}):
        tally[found[j].kind, "invented"] += 1
        _whole(found[j], "wrong", tally, tell)


def _slots(wanted: Template, found: Template, tally: Tally, tell: bool) -> None:
    if wanted.optional:
        return  # neither asked for nor punished
    for slot, pairs in agreeing(wanted, found).items():
        rows, columns = {r for r, _ in pairs}, {c for _, c in pairs}
        marks = [("right" if n in rows else "missed", f) for n, f in enumerate(wanted.slots[slot]) if not f.optional]
        marks += [("wrong", f) for n, f in enumerate(found.slots[slot]) if n not in columns]
        for what, filler in marks:
            tally.add(wanted, slot, what)
            if tell and what != "right":
                print(f"  {what:6s} {wanted.kind}.{slot}: {filler.show}   in {wanted}")


def _whole(template: Template, what: str, tally: Tally, tell: bool) -> None:
    for slot, fillers in template.slots.items():
        for filler in fillers:
            if not filler.optional:
                tally.add(template, slot, what)
    if tell:
        print(f"  {what:6s} {template}")


def main() -> None:
    """Build, compare and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path, nargs="?", default=DOCUMENTS)
    parser.add_argument("--misses", action="store_true", help="also every miss and false find, by document")
    given = parser.parse_args()
    gold = {path.name.removesuffix(".gold.json"): read_gold(path) for path in sorted(given.folder.glob("*.gold.json"))}
    if not gold:
        parser.error(f"there is no *.gold.json in {given.folder}; name a folder of documents with their gold")
    with tempfile.TemporaryDirectory() as scratch, kg.build([given.folder], Path(scratch) / "graph") as graph:
        tally = count(gold, read_graph(graph.store), given.misses)
    print(f"\n{'':24s} {'P':>6s} {'R':>6s} {'F1':>6s}   right wrong missed")
    for kind, slots in KINDS.items():
        for name in (kind, *(f"{kind}.{slot}" for slot in slots)):
            print(tally.row(name))
    print(tally.row("TOTAL"))
    print(f"\n{'whole facts':24s}  found   lost invented")
    for kind in KINDS:
        print(f"{kind:24s} {tally[kind, 'found']:6d} {tally[kind, 'lost']:6d} {tally[kind, 'invented']:8d}")
    print(f"{len(gold)} documents")


if __name__ == "__main__":
    main()
