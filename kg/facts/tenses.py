"""How the clause of a word lies in time to what its text is telling: before it, with it, ahead of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from kg.facts.syntax import governors, to_be_done
from kg.facts.tree import children, read_once

if TYPE_CHECKING:
    from spacy.tokens import Token

Band = Literal["past", "earlier", "present", "future", "none"]

AHEAD = {"will", "shall", "would", "may", "might", "could", "should", "must", "can", "'ll"}
HELPERS = {"aux", "aux:pass", "cop"}


@read_once
def band(token: Token) -> Band:
    """Where the clause of a token lies from where the text tells: in its past, before that, now, or ahead."""
    verb = clause_verb(token)
    if verb is None:
        return "none"
    helpers = {c.lower_ for c in children(verb) if c.dep_ in HELPERS}
    if helpers & AHEAD or to_be_done(verb):
        return "future"
    if "had" in helpers:
        return "earlier"
    if verb.tag_ == "VBD" or helpers & {"was", "were", "did"}:
        return "past"
    finite = verb.tag_ in {"VBZ", "VBP"} or helpers & {"is", "are", "has", "have", "'s"}
    return "present" if finite else "none"


@read_once
def clause_verb(token: Token) -> Token | None:
    """The finite verb that tells when the clause of a token is: its own predicate or, for infinitives and participles, the one above."""
    for node in (token, *governors(token)):
        helpers = [c for c in children(node) if c.dep_ in HELPERS]
        if node.tag_ in {"VBD", "VBZ", "VBP", "MD"} or (helpers and not _bare(helpers)):
            return node
    return None


def _bare(helpers: list[Token]) -> bool:
    return all(h.tag_ in {"VB", "VBN", "VBG"} or h.lower_ == "to" for h in helpers)
