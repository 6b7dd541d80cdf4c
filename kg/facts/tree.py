"""The tree around a token, read once: many rules ask the same of the same words, and spaCy searches the sentence each time."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from spacy.tokens import Token

T = TypeVar("T")


def read_once(read: Callable[[Token], T]) -> Callable[[Token], T]:
    """Keep with a token's doc what a function reads off the parse alone."""
    place = f"{read.__module__}.{read.__qualname__}"

    @wraps(read)
    def known(token: Token) -> T:
        found: dict[int, T] = token.doc.user_data.setdefault(place, {})
        if token.i not in found:
            found[token.i] = read(token)
        return found[token.i]

    return known


@read_once
def children(token: Token) -> tuple[Token, ...]:
    """The tokens that hang on one, in text order."""
    return tuple(token.children)
