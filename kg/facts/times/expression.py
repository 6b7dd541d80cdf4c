"""What the search for times yields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kg.model import When

Role = Literal["point", "range", "deadline", "since", "duration", "frequency", "age"]


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Tokens `[start, end)` that tell a time, without the preposition before them.

    `when` is resolved as far as the text allows, else only its words. A `since` or `deadline` bounds what it modifies and does not date it.
    `head` is the index of the token that the expression modifies, -1 where there is none. A `modifier` belongs to a noun's name or
    description ("the 1972 Treaty", "resolution 73/27 of 5 December 2018"). A `vague` time ("in due course") can't be resolved by anyone.
    """

    start: int
    end: int
    when: When
    role: Role
    head: int
    vague: bool = False
    modifier: bool = False
