"""Which descriptions are of one thing: blocks, scores, and a merge that never chains through what is ambiguous.

Local nodes with equal descriptions are one facet from the start, so that the cost grows with the number of different descriptions.
Facets that share a blocking key are compared; links are taken from the strongest score down. Two clusters are joined only if no pair
across them is excluded (complete link), and a cluster that could join either of two which exclude each other joins neither. What
one document tells apart is excluded too.
The result depends on the set of nodes alone, not on their order.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, combinations_with_replacement, product
from typing import Generic, Protocol, TypeVar

Ref = tuple[str, str]
Owners = tuple[int, frozenset[str]]
ANYONE: Owners = (0, frozenset())
UNKNOWN = ""
VETO = -1.0
SURE = 1.0


class Traits(Hashable, Protocol):
    """What is compared; frozen. `lone` says that it is too little to be compared with anything."""

    @property
    def lone(self) -> bool:
        """Whether too little is known for any comparison."""

    @property
    def owners(self) -> Owners:
        """Whom it belongs to or who its parties are, and how many of them one thing has in common with itself, see `foreign`."""


T = TypeVar("T", bound=Traits)


def foreign(a: Owners, b: Owners) -> bool:
    """Whether two descriptions of known owners share too few to be of one thing: fewer than the number, and than either has."""
    return len(a[1] & b[1]) < min(a[0], b[0], len(a[1]), len(b[1]))


@dataclass(frozen=True, slots=True)
class Node(Generic[T]):
    """One local entity or event: (document, key), what it is like, and the sides it has in judgements of difference."""

    ref: Ref
    traits: T
    sides: frozenset[tuple[int, int]] = frozenset()


@dataclass(slots=True)
class Facet(Generic[T]):
    """Nodes of equal description, which has a number: descriptions are hashed once, for that takes most of the time."""

    number: int
    traits: T
    sides: frozenset[tuple[int, int]]
    refs: list[Ref] = field(default_factory=list)
    documents: set[str] = field(default_factory=set)


def facets(nodes: Iterable[Node[T]], compare: Callable[[T, T], float], *, repeats: bool) -> list[Facet[T]]:
    """Nodes grouped by equal description, in canonical order; each alone where a description doesn't prove sameness even to itself.

    `repeats` says that one document may describe one thing twice in the same words; otherwise two such nodes are two things.
    """
    ordered = sorted(nodes, key=lambda node: node.ref)
    numbers: dict[T, int] = {}
    numbered = [numbers.setdefault(node.traits, len(numbers)) for node in ordered]
    proves = [not traits.lone and compare(traits, traits) > 0 for traits in numbers]
    twice = Counter() if repeats else Counter((number, node.ref[0]) for number, node in zip(numbered, ordered, strict=True))
    found: dict[Hashable, Facet[T]] = {}
    for number, node in zip(numbered, ordered, strict=True):
        alone = not proves[number] or twice[number, node.ref[0]] > 1
        key = node.ref if alone else (number, node.sides)
        facet = found.get(key)
        if facet is None:
            facet = found[key] = Facet(number, node.traits, node.sides)
        facet.refs.append(node.ref)
        facet.documents.add(node.ref[0])
    return list(found.values())


class Merger(Generic[T]):
    """Union-find over facets with exclusion."""

    def __init__(self, items: Sequence[Facet[T]], compare: Callable[[T, T], float], *, repeats: bool) -> None:
        self.items = items
        self.compare = compare
        self.repeats = repeats
        self.parts: dict[int, list[int]] = {i: [i] for i in range(len(items))}
        self.root = list(range(len(items)))
        self.known: dict[tuple[int, int], float] = {}

    def score(self, i: int, j: int) -> float:
        """How surely two facets are one thing: below 0 never, 0 nothing speaks for it, 1 sure."""
        pair = (i, j) if i < j else (j, i)
        if pair not in self.known:
            self.known[pair] = self._score(self.items[i], self.items[j])
        return self.known[pair]

    def _score(self, a: Facet[T], b: Facet[T]) -> float:
        if any((judgement, 1 - side) in b.sides for judgement, side in a.sides):
            return VETO
        score = self.compare(a.traits, b.traits)
        excused = score < 0 or (self.repeats and score >= SURE)
        return VETO if not excused and _told_apart(a.documents, b.documents) else score

    def clash(self, x: int, y: int) -> bool:
        """Whether two clusters hold a pair that can't be one thing."""
        return any(self.score(i, j) < 0 for i in self.parts[x] for j in self.parts[y])

    def join(self, x: int, y: int) -> None:
        """Makes two clusters one; the smaller number is its root."""
        x, y = min(x, y), max(x, y)
        for i in self.parts[y]:
            self.root[i] = x
        self.parts[x] += self.parts.pop(y)

    def take(self, links: Iterable[tuple[int, int]]) -> None:
        """Joins what these links, all of one score, connect without doubt."""
        near: dict[int, set[int]] = defaultdict(set)
        for i, j in links:
            x, y = self.root[i], self.root[j]
            if x != y and y not in near[x] and not self.clash(x, y):
                near[x].add(y)
                near[y].add(x)
        for component in _components(near):
            clashes = {(x, y) for x, y in combinations(component, 2) if y not in near[x] and self.clash(x, y)}
            contested = {x for x in component if clashes and any(pair in clashes for pair in combinations(sorted(near[x]), 2))}
            for x in component:
                for y in sorted(near[x]):
                    if x < y and x not in contested and y not in contested:
                        a, b = self.root[x], self.root[y]
                        if a != b and not (clashes and self.clash(a, b)):
                            self.join(a, b)


def _told_apart(a: set[str], b: set[str]) -> bool:
    """Whether the documents that have both are at least half of those that have the rarer; fewer are slips of reading."""
    return 2 * len(a & b) >= min(len(a), len(b))


def _components(near: dict[int, set[int]]) -> list[list[int]]:
    seen: set[int] = set()
    found = []
    for start in sorted(near):
        if start in seen or not near[start]:
            continue
        component, waiting = {start}, [start]
        while waiting:
            for other in near[waiting.pop()] - component:
                component.add(other)
                waiting.append(other)
        seen |= component
        found.append(sorted(component))
    return found


def cluster(
    items: Sequence[Facet[T]],
    keys: Callable[[T], Iterable[Hashable]],
    compare: Callable[[T, T], float],
    *,
    repeats: bool,
) -> list[list[Facet[T]]]:
    """Facets that are of one thing, in canonical order.

    `keys` gives the blocking keys: only facets that share one are looked at together. `compare` is symmetric.
    """
    merger = Merger(items, compare, repeats=repeats)
    bands: dict[float, set[tuple[int, int]]] = defaultdict(set)
    for i, j in _candidates(items, keys, compare):
        if (score := merger.score(i, j)) > 0:
            bands[score].add((i, j))
    for score in sorted(bands, reverse=True):
        merger.take(sorted(bands[score]))
    return [[items[i] for i in sorted(part)] for _, part in sorted(merger.parts.items())]


def _candidates(
    items: Sequence[Facet[T]], keys: Callable[[T], Iterable[Hashable]], compare: Callable[[T, T], float]
) -> Iterator[tuple[int, int]]:
    """Pairs of facets in one block whose descriptions speak for sameness; each pair of descriptions is compared once."""
    alike: dict[int, list[int]] = defaultdict(list)
    blocks: dict[Hashable, dict[Owners, list[int]]] = defaultdict(lambda: defaultdict(list))
    for i, item in enumerate(items):
        if not item.traits.lone:
            if item.number not in alike:
                owners = item.traits.owners
                for key in dict.fromkeys(keys(item.traits)):
                    blocks[key][owners].append(item.number)
            alike[item.number].append(i)
    seen: set[tuple[int, int]] = set()
    for block in blocks.values():
        for pair in _pairs(block):
            a, b = pair
            if (a != b or len(alike[a]) > 1) and pair not in seen:
                seen.add(pair)
                if compare(items[alike[a][0]].traits, items[alike[b][0]].traits) > 0:
                    yield from ((i, j) for i, j in product(alike[a], alike[b]) if i < j or a != b)


def _pairs(block: Mapping[Owners, Sequence[int]]) -> Iterator[tuple[int, int]]:
    """Pairs of a block's descriptions, the smaller number first, without those of foreign owners, which are most of a large block."""
    held: dict[str, list[Owners]] = defaultdict(list)
    for mine, numbers in block.items():
        yield from combinations_with_replacement(numbers, 2)
        near = (*mine[1], UNKNOWN) if mine[1] else tuple(held)
        for yours in dict.fromkeys(owners for name in near for owners in held[name]):
            if not foreign(mine, yours):
                yield from ((a, b) if a < b else (b, a) for a, b in product(numbers, block[yours]))
        for name in mine[1] or (UNKNOWN,):
            held[name].append(mine)
