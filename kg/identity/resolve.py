"""From described nodes to named clusters, with the judgements of a person before and after the rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from kg.identity.clusters import Node, Ref, Traits, cluster, facets
from kg.identity.judgements import Judgement, JudgementError, Judgements, Name
from kg.identity.names import fold
from kg.identity.naming import Own, label, paths

T = TypeVar("T", bound=Traits)
Side = tuple[int, int]
NO_SIDES: frozenset[Side] = frozenset()


@dataclass(frozen=True, slots=True)
class Known:
    """One local node before it is compared: what it is like, what it would be called, and its labels."""

    own: Own
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """One cluster: its local nodes in canonical order, its path, its preferred label or nothing."""

    refs: list[Ref]
    path: str
    label: str


def resolve(
    described: Mapping[Ref, tuple[T, Known]],
    keys: Callable[[T], Iterable[Hashable]],
    compare: Callable[[T, T], float],
    judgements: Judgements,
    *,
    repeats: bool,
) -> list[Found]:
    """Clusters of local nodes of one kind, with their names."""
    owns = {ref: known.own for ref, (_, known) in described.items()}
    register = Register(described, judgements) if described and judgements.items else None
    sides = register.sides() if register else {}
    nodes = [Node(ref, traits, frozenset(sides[ref]) if ref in sides else NO_SIDES) for ref, (traits, _) in described.items()]
    found = cluster(facets(nodes, compare, repeats=repeats), keys, compare, repeats=repeats)
    parts = [sorted(ref for facet in part for ref in facet.refs) if len(part) > 1 else part[0].refs for part in found]
    if register:
        parts = register.unite(parts, paths(parts, owns), sides)
    named = paths(parts, owns)
    return [Found(part, path, label(part, owns)) for part, path in zip(parts, named, strict=True)]


class Register:
    """Finds the local nodes that a judgement's names stand for."""

    def __init__(self, described: Mapping[Ref, tuple[object, Known]], judgements: Judgements) -> None:
        kinds = {said.own.path.partition("/")[0] for _, said in described.values()}
        self.judgements = [item for item in judgements.items if {item.a.kind, item.b.kind} <= kinds | {""}]
        self.by_distinct: dict[str, set[Ref]] = defaultdict(set)
        self.by_path: dict[str, set[Ref]] = defaultdict(set)
        self.by_label: dict[str, set[Ref]] = defaultdict(set)
        for ref, (_, said) in described.items() if self.judgements else ():
            self.by_distinct[said.own.distinct].add(ref)
            self.by_path[said.own.path].add(ref)
            for name in (said.own.label, *said.labels):
                self.by_label[fold(name)].add(ref)

    def find(self, name: Name) -> set[Ref]:
        """The nodes whose own path this is, with or without its digest, or that bear this label."""
        tables = ((self.by_distinct, name.text), (self.by_path, name.text)) if name.is_path else ((self.by_label, fold(name.text)),)
        for table, text in tables:
            if refs := {ref for ref in table.get(text, ()) if name.document in ("", ref[0])}:
                return refs
        return set()

    def sides(self) -> dict[Ref, list[Side]]:
        """For every node the judgements of difference that it takes part in, and on which side."""
        found: dict[Ref, list[Side]] = defaultdict(list)
        for number, item in enumerate(self.judgements):
            if item.verdict == "different":
                both = self.find(item.a), self.find(item.b)
                if both[0] and both[0] == both[1]:
                    raise JudgementError(
                        f"The judgement '{item}' sets apart what has both names in every document; add @DOCUMENT to one of the names"
                    )
                for side in (0, 1):
                    for ref in both[side] - both[1 - side]:
                        found[ref].append((number, side))
        return found

    def unite(self, parts: Sequence[list[Ref]], names: Sequence[str], sides: Mapping[Ref, list[Side]]) -> list[list[Ref]]:
        """The clusters after all judgements of sameness, in canonical order."""
        place = {ref: i for i, part in enumerate(parts) for ref in part}
        by_name = {name: i for i, name in enumerate(names)}
        root = list(range(len(parts)))
        for item in self.judgements:
            if item.verdict == "same":
                ends = [self._cluster(name, by_name, place, names, item) for name in (item.a, item.b)]
                if None not in ends:
                    x, y = sorted(root[end] for end in ends if end is not None)
                    root = [x if other == y else other for other in root]
        united: dict[int, list[Ref]] = defaultdict(list)
        for i, part in enumerate(parts):
            united[root[i]] += part
        self._check(united.values(), sides)
        return sorted(sorted(part) for part in united.values())

    def _cluster(
        self, name: Name, by_name: Mapping[str, int], place: Mapping[Ref, int], names: Sequence[str], item: Judgement
    ) -> int | None:
        """The one cluster that a name stands for, None where nothing has it."""
        if not name.document and name.text in by_name:
            return by_name[name.text]
        found = sorted({place[ref] for ref in self.find(name)})
        if len(found) > 1:
            several = ", ".join(names[i] for i in found[:5])
            raise JudgementError(f"In the judgement '{item}', {name} may be any of {several}; write which of them, or add @DOCUMENT to it")
        return found[0] if found else None

    def _check(self, parts: Iterable[Sequence[Ref]], sides: Mapping[Ref, list[Side]]) -> None:
        for part in parts:
            held = {side for ref in part for side in sides.get(ref, ())}
            for number, side in sorted(held):
                if side == 0 and (number, 1) in held:
                    item = self.judgements[number]
                    raise JudgementError(
                        f"Lines of the judgements join what '{item}' sets apart; delete that line or one of those that join"
                    )
