"""Paths below the base IRI: from content alone, never from a counter or from what else was loaded before.

Every local node has a path of its own, the one it would have if it were alone, and the same with a digest of its description.
A cluster takes the best path of its members, by a rank that looks at the path only: a document that brings no better name renames nothing.
Where two clusters would have one path, each takes its digest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.identity.clusters import Ref
from kg.identity.names import digest

Rank = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Own:
    """What one local node would be called: `rank` orders better names last, `always` asks for the digest even without a namesake."""

    path: str
    rank: Rank
    label: str
    description: str
    always: bool = False

    @property
    def distinct(self) -> str:
        """The path with the digest of the description."""
        return f"{self.path}-{digest(self.path, self.description)}"


def best(owns: Iterable[tuple[Own, Ref]]) -> tuple[Own, Ref]:
    """The member whose name a cluster takes."""
    return max(owns, key=lambda own: (own[0].rank, own[0].path, own[0].description, own[1]))


def paths(parts: Sequence[Sequence[Ref]], owns: Mapping[Ref, Own]) -> list[str]:
    """One path for each cluster, all different."""
    chosen = [best((owns[ref], ref) for ref in part) if len(part) > 1 else (owns[part[0]], part[0]) for part in parts]
    plain = [own.distinct if own.always else own.path for own, _ in chosen]
    told = _apart(plain, lambda i: chosen[i][0].distinct)
    return _apart(told, lambda i: f"{chosen[i][0].path}-{digest(chosen[i][0].path, chosen[i][0].description, *chosen[i][1])}")


def _apart(names: list[str], distinct: Callable[[int], str]) -> list[str]:
    """The same names, with another for each of those that are equal."""
    count = Counter(names)
    return [distinct(i) if count[name] > 1 else name for i, name in enumerate(names)]


def label(part: Sequence[Ref], owns: Mapping[Ref, Own]) -> str:
    """The preferred label of a cluster: the most frequent of those with the best path, then the one with most diacritics."""
    if len(part) == 1:
        return owns[part[0]].label
    path = best((owns[ref], ref) for ref in part)[0].path
    count = Counter(owns[ref].label for ref in part if owns[ref].path == path)
    return max(count, key=lambda label: (count[label], sum(char > "\x7f" for char in label), label))
