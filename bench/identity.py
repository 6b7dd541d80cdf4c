"""How well `kg.identity` tells what is one: B-cubed precision and recall on a small gold of our own.

    python bench/identity.py [--gold FOLDER ...] [--speed DOCUMENTS]

The facts come from the gold annotations of the extraction benchmark (`../shared/bench/dev`, `../shared/seeds`), not from extraction, with
the names that stand in the text and the codes that a gazetteer knows (`bench/identity/codes.json`). What is one across documents stands in
`bench/identity/clusters.json`; what it does not name is one with nothing. B-cubed: A. Bagga, B. Baldwin, Entity-Based Cross-Document
Coreferencing Using the Vector Space Model (COLING-ACL 1998).
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from kg.identity import identify
from kg.model import Agreement, Delegation, Entity, Facts, Meeting, Position, Treaty, TreatyAction, When, WorkingGroup

HERE = Path(__file__).resolve().parent
SHARED = HERE.parent.parent / "shared"
GOLD = (SHARED / "bench" / "dev", SHARED / "seeds")
KINDS = {
    "state": "State",
    "organization": "Organization",
    "person": "Person",
    "place": "Place",
    "treaty": "Treaty",
    "process": "Process",
    "group": "WorkingGroup",
    "meeting": "Meeting",
    "agreement": "Agreement",
    "treaty-action": "TreatyAction",
}
Ref = tuple[str, str]


def plain(text: str) -> str:
    """Text as the benchmark compares it, roughly: case, accents, dots and hyphens dropped."""
    text = unicodedata.normalize("NFKD", text.replace("ı", "i"))
    return " " + " ".join("".join(c if c.isalnum() else " " for c in text if not unicodedata.combining(c)).casefold().split()) + " "


def items(value: Any) -> list[str]:
    """A slot's fillers without the marks of what is optional."""
    values = value if isinstance(value, list) else [] if value is None else [value]
    return [str(one).removeprefix("?") for one in values]


def when(fact: Mapping[str, Any]) -> When:
    """A gold date; the first where several are acceptable."""
    start, end = items(fact.get("date"))[:1], items(fact.get("end"))[:1]
    return When(start[0] if start else "", end[0] if end else "")


class Converter:
    """One gold file as Facts; fact number 7 has the key `fact7`."""

    def __init__(self, path: Path) -> None:
        gold = json.loads(path.read_text(encoding="utf-8"))
        self.name: str = gold["id"]
        self.gold: dict[str, Any] = gold
        texts = [path.with_name(path.name.replace(".gold.json", ending)) for ending in (".md", ".txt")]
        self.text = plain(next(text for text in texts if text.exists()).read_text(encoding="utf-8"))
        self.codes: dict[str, str] = json.loads((HERE / "identity" / "codes.json").read_text(encoding="utf-8"))
        self.owners: dict[str, set[str]] = defaultdict(set)
        self.delegations: list[Delegation] = []

    def facts(self) -> Facts:
        """All that the gold says, in the types of `kg.model`."""
        numbered = [(f"fact{i}", fact) for i, fact in enumerate(self.gold["facts"])]
        of = {kind: [(key, fact) for key, fact in numbered if fact["type"] == kind] for kind in {fact["type"] for _, fact in numbered}}
        self._belonging(of.get("Position", ()))
        return Facts(
            self.name,
            entities=(*self._entities(), *self._delegates(of.get("Delegation", ()))),
            positions=tuple(
                Position(holder, items(fact["title"])[0], tuple(items(fact.get("within"))), ())
                for _, fact in of.get("Position", ())
                for holder in items(fact["holder"])
            ),
            delegations=tuple(self.delegations),
            meetings=tuple(self._meeting(key, fact) for key, fact in of.get("Meeting", ())),
            groups=tuple(
                WorkingGroup(
                    entity,
                    *(
                        tuple(items(fact.get(slot))) if slot != "mandate" else " ".join(items(fact.get(slot))[:1])
                        for slot in ("party", "mandate", "part_of")
                    ),
                    (),
                    (),
                )  # type: ignore[arg-type]
                for _, fact in of.get("WorkingGroup", ())
                for entity in items(fact["name"])
            ),
            agreements=tuple(self._agreement(key, fact, of.get("Meeting", ())) for key, fact in of.get("Agreement", ())),
            treaties=tuple(
                Treaty(entity, tuple(items(fact.get("party"))), "", ())
                for _, fact in of.get("Treaty", ())
                for entity in items(fact["name"])
            ),
            actions=tuple(
                TreatyAction(
                    key,
                    items(fact["treaty"])[0],
                    items(fact["action"])[0],  # type: ignore[arg-type]
                    tuple(items(fact.get("party"))),
                    when(fact),
                    tuple(items(fact.get("place"))),
                    items(fact.get("status"))[0],  # type: ignore[arg-type]
                    (),
                )
                for key, fact in of.get("TreatyAction", ())
            ),
        )

    def _belonging(self, positions: Iterable[tuple[str, Mapping[str, Any]]]) -> None:
        """Whom an organisation belongs to: the state in which its officers hold office, or that its names name; a process: who meets."""
        states = {key: entity["names"] for key, entity in self.gold["entities"].items() if entity["type"] == "State"}
        for _, fact in positions:
            within = items(fact.get("within"))
            for body in within:
                if self.gold["entities"][body]["type"] == "Organization":
                    self.owners[body] |= {key for key in within if key in states}
        for key, entity in self.gold["entities"].items():
            if entity["type"] == "Organization" and not self.owners[key]:
                told = " ".join(map(plain, entity["names"]))
                self.owners[key] |= {state for state, names in states.items() if any(plain(name) in told for name in names)}
        for fact in self.gold["facts"]:
            if fact["type"] == "Meeting":
                for process in items(fact.get("process")):
                    self.owners[process] |= states.keys() & set(items(fact.get("participant")))

    def _entities(self) -> list[Entity]:
        found = []
        for key, entity in self.gold["entities"].items():
            names = [name for name in entity["names"] if plain(name) in self.text] or entity["names"][:1]
            code = self.codes.get(entity["names"][0], "")
            labels = tuple(dict.fromkeys((*names, *(entity["names"] if code else ()))))
            found.append(Entity(key, entity["type"], labels[0], labels, code, tuple(sorted(self.owners[key]))))
        return found

    def _delegates(self, told: Iterable[tuple[str, Mapping[str, Any]]]) -> list[Entity]:
        found = []
        for key, fact in told:
            represents = tuple(items(fact.get("represents")))
            found.append(Entity(key, "Delegation", "delegation", ("delegation",), "", represents))
            self.delegations.append(Delegation(key, represents, tuple(items(fact.get("head"))), tuple(items(fact.get("member"))), (), ()))
        return found

    def _meeting(self, key: str, fact: Mapping[str, Any]) -> Meeting:
        ordinal = items(fact.get("ordinal"))[:1]
        return Meeting(
            key,
            when(fact),
            tuple(items(fact.get("place"))),
            tuple(items(fact.get("participant"))),
            tuple(items(fact.get("process"))),
            int(ordinal[0]) if ordinal else None,
            items(fact.get("status"))[0],  # type: ignore[arg-type]
            "",
            (),
        )

    def _agreement(self, key: str, fact: Mapping[str, Any], meetings: Iterable[tuple[str, Mapping[str, Any]]]) -> Agreement:
        """The meeting where it was reached is the one of the same day and place."""
        reached = [
            other
            for other, meeting in meetings
            if when(fact).start
            and when(meeting).start == when(fact).start
            and set(items(meeting.get("place"))) & set(items(fact.get("place")))
        ]
        return Agreement(
            key,
            tuple(items(fact.get("party"))),
            items(fact.get("content"))[0] if fact.get("content") else "",
            items(fact.get("action"))[0],  # type: ignore[arg-type]
            tuple(items(fact.get("object"))),
            when(fact),
            tuple(items(fact.get("place"))),
            tuple(reached[:1]),
            items(fact.get("status"))[0],  # type: ignore[arg-type]
            When(),
            "",
            (),
        )


def truth(facts: Sequence[Facts]) -> tuple[dict[Ref, str], dict[Ref, str]]:
    """The true cluster of every node, alone unless the gold says otherwise; and the kind of every node."""
    kinds = {(one.document, entity.key): entity.kind for one in facts for entity in one.entities if entity.kind != "Delegation"}
    for one in facts:
        for kind, events in (("Meeting", one.meetings), ("Agreement", one.agreements), ("TreatyAction", one.actions)):
            kinds.update(((one.document, event.key), kind) for event in events)
    clusters: dict[Ref, str] = {ref: "alone " + " ".join(ref) for ref in kinds}
    told = json.loads((HERE / "identity" / "clusters.json").read_text(encoding="utf-8"))
    for name, members in told.items():
        for member in members:
            document, _, key = member.partition(" ")
            full = next((one.document for one in facts if one.document.startswith(document)), "")
            if (full, key) not in clusters:
                raise SystemExit(f"bench/identity/clusters.json names {member!r} in {name!r}, which is not in the gold; correct the line")
            clusters[full, key] = name
    return clusters, kinds


def b_cubed(true: Mapping[Ref, str], found: Mapping[Ref, str], over: Iterable[Ref]) -> tuple[float, float]:
    """B-cubed precision and recall, averaged over nodes."""
    gold, pred = defaultdict(set), defaultdict(set)
    for ref in true:
        gold[true[ref]].add(ref)
        pred[found[ref]].add(ref)
    over = list(over)
    right = [len(gold[true[ref]] & pred[found[ref]]) for ref in over]
    precision = sum(n / len(pred[found[ref]]) for n, ref in zip(right, over, strict=True)) / len(over)
    recall = sum(n / len(gold[true[ref]]) for n, ref in zip(right, over, strict=True)) / len(over)
    return precision, recall


def report(true: Mapping[Ref, str], found: Mapping[Ref, str], kinds: Mapping[Ref, str]) -> None:
    """A table per kind, over all nodes and over those that share their cluster or were given one, and all errors."""
    sizes, sizes_found = defaultdict(int), defaultdict(int)
    for ref in true:
        sizes[true[ref]] += 1
        sizes_found[found[ref]] += 1
    print(f"{'kind':14} {'nodes':>5} {'P':>6} {'R':>6} {'F1':>6}   {'shared':>6} {'P':>6} {'R':>6} {'F1':>6}")
    for kind in (*KINDS.values(), "all"):
        nodes = [ref for ref in true if kind in (kinds[ref], "all")]
        shared = [ref for ref in nodes if sizes[true[ref]] > 1 or sizes_found[found[ref]] > 1]
        cells = [f"{kind:14}"]
        for some in (nodes, shared):
            p, r = b_cubed(true, found, some) if some else (1.0, 1.0)
            cells.append(f"{len(some):5} {p:6.3f} {r:6.3f} {2 * p * r / (p + r):6.3f}  ")
        print(" ".join(cells))
    for title, one, other in (("Joined, but different", found, true), ("One, but apart", true, found)):
        parts: dict[str, dict[str, list[Ref]]] = defaultdict(lambda: defaultdict(list))
        for ref in sorted(true):
            parts[one[ref]][other[ref]].append(ref)
        for name, split in sorted(parts.items()):
            if len(split) > 1:
                print(
                    f"{title}: {name}: " + " | ".join(", ".join(f"{d[:3]} {k} ({found[d, k]})" for d, k in refs) for refs in split.values())
                )


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the table; with --speed, times `identify` on synthetic facts."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--gold", nargs="*", type=Path, default=list(GOLD), help="folders with *.gold.json beside their texts")
    parser.add_argument("--speed", type=int, metavar="DOCUMENTS", help="time identify() on so many synthetic documents instead")
    chosen = parser.parse_args(arguments)
    if chosen.speed:
        return speed(chosen.speed)
    paths = [path for folder in chosen.gold for path in sorted(folder.glob("*.gold.json"))]
    if not paths:
        print(f"No *.gold.json in {', '.join(map(str, chosen.gold))}: the benchmark's gold is not here; name its folder with --gold")
        return 1
    facts = [Converter(path).facts() for path in paths]
    true, kinds = truth(facts)
    report(true, identify(facts).names, kinds)
    return 0


def speed(documents: int) -> int:
    """Seconds for `identify` on documents of 20 entities and 10 events each, made with a fixed seed."""
    facts = synthetic(documents)
    start = time.process_time()
    names = identify(facts).names
    taken = time.process_time() - start
    print(f"{documents} documents, {len(names)} local nodes, {len(set(names.values()))} nodes: {taken:.1f} s of one core")
    return 0


def synthetic(documents: int, seed: int = 7) -> list[Facts]:
    """Facts with the clutter of a real corpus: states of all, a long tail of people and bodies, meetings in the same cities."""
    chance = random.Random(seed)
    syllables = (
        "ka",
        "ro",
        "mi",
        "len",
        "dor",
        "vat",
        "su",
        "bek",
        "gor",
        "al",
        "tin",
        "ya",
        "po",
        "ser",
        "na",
        "zul",
        "har",
        "wen",
        "ib",
        "ched",
    )

    def name(parts: int) -> str:
        return "".join(chance.choice(syllables) for _ in range(parts)).capitalize()

    states = [Entity(f"s{i}", "State", f"State{i}", (f"State{i}",), f"state/{chr(65 + i % 26)}{chr(65 + i // 26)}") for i in range(190)]
    cities = [name(3) for _ in range(300)]
    people = [(f"{name(2)} {name(3)}", chance.randrange(190)) for _ in range(max(10, documents // 2))]
    bodies = [(f"{name(2)} {chance.choice(('Agency', 'Council', 'Ministry'))}", chance.randrange(190)) for _ in range(documents // 5 + 5)]
    return [_document(number, chance, states, cities, people, bodies) for number in range(documents)]


def _document(
    number: int,
    chance: random.Random,
    states: Sequence[Entity],
    cities: Sequence[str],
    people: Sequence[tuple[str, int]],
    bodies: Sequence[tuple[str, int]],
) -> Facts:
    there = [states[int(190 * chance.random() ** 2)] for _ in range(6)]
    entities = {entity.key: entity for entity in there}
    for i in range(5):
        who, state = people[int(len(people) * chance.random() ** 2)]
        of = (f"s{state}",) if f"s{state}" in entities else ()
        entities[f"p{i}"] = Entity(f"p{i}", "Person", who, (who, who.split()[1]), "", of)
    for i in range(3):
        body, state = bodies[int(len(bodies) * chance.random() ** 2)]
        of = (f"s{state}",) if f"s{state}" in entities else ()
        entities[f"o{i}"] = Entity(f"o{i}", "Organization", body, (body,), "", of)
    for i in range(3):
        city = chance.choice(cities)
        entities[f"c{i}"] = Entity(f"c{i}", "Place", city, (city,))
    pairs = [tuple(entity.key for entity in chance.sample(sorted(set(there), key=lambda one: one.key), 2)) for _ in range(10)]
    dates = [f"{chance.randrange(1990, 2025)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}" for _ in range(3)]
    for i, kind in enumerate(("Treaty", "Process", "WorkingGroup")):
        sort = ("Treaty", "Dialogue", "Working Group")[i]
        label = f"{cities[int(300 * chance.random() ** 2)]} {cities[int(30 * chance.random() ** 2)]} {sort}"
        entities[f"x{i}"] = Entity(f"x{i}", kind, label, (label,), "", pairs[i])  # type: ignore[arg-type]
    meetings = tuple(
        Meeting(f"m{i}", When(dates[i % 3][: 10 if i else 7]), (f"c{i % 3}",), (*pairs[i], "p0"), ("x1",) * (i % 2), None, "held", "", ())
        for i in range(4)
    )
    agreements = tuple(
        Agreement(
            f"a{i}",
            pairs[i % 4],
            " ".join(chance.choice(cities) for _ in range(6)),
            "cooperate",
            (),
            When(dates[i % 3]),
            (),
            (f"m{i}",),
            "agreed",
            When(),
            "",
            (),
        )
        for i in range(4)
    )
    actions = tuple(
        TreatyAction(f"t{i}", "x0", ("signature", "ratification")[i], pairs[0], When(dates[i][:7]), (), "held", ()) for i in range(2)
    )  # type: ignore[arg-type]
    return Facts(f"doc{number:06}", tuple(entities.values()), meetings=meetings, agreements=agreements, actions=actions)


if __name__ == "__main__":
    sys.exit(main())
