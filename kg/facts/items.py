"""Lists of things agreed ("an end to the raids, the release of captives and a patrol"), whatever each part hangs on in the parse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.facts.syntax import preposition

if TYPE_CHECKING:
    from spacy.tokens import Token

NOMINAL = {"NOUN", "PROPN"}
LINKS = {"conj", "appos", "nmod", "obl"}  # what may lie between a list's first noun and a later one
ARTICLES = {"a", "an", "the"}
OWN = {"nmod", "acl", "acl:relcl", "amod"}


def listed(head: Token) -> list[Token]:
    """A noun and the nouns listed behind it, each with an article and words of its own; the noun alone where there is no such list."""
    if head.pos_ not in NOMINAL or (_article(head) and not _full(head)):
        return [head]
    more = sorted((t for t in head.subtree if t.i > head.i and _item(t, head)), key=lambda t: t.i)
    closed = bool(more) and more[-1].dep_ == "conj" and any(c.dep_ == "cc" for c in more[-1].children)
    return [head, *more] if closed else [head]


def _item(noun: Token, head: Token) -> bool:
    """Whether a noun stands in a list with an earlier one: after a comma or "and", and not within another clause."""
    if noun.pos_ not in NOMINAL or noun.dep_ not in {"conj", "appos"} or preposition(noun) or not _full(noun):
        return False
    joined = {noun.left_edge.text, noun.left_edge.nbor(-1).text} & {",", ";"} or any(c.dep_ == "cc" for c in noun.children)
    beside = noun.dep_ == "appos" or noun.head == head or not _article(noun.head) or _is_item(noun.head, head)
    return bool(joined) and beside and _among(noun, head)


def _is_item(noun: Token, head: Token) -> bool:
    return noun.dep_ in {"conj", "appos"} and noun != head and _item(noun, head)


def _full(noun: Token) -> bool:
    return _article(noun) and any(c.dep_ in OWN for c in noun.children)


def _article(noun: Token) -> bool:
    return any(c.dep_ == "det" and c.lower_ in ARTICLES for c in noun.children)


def _among(noun: Token, head: Token) -> bool:
    while noun != head:
        if noun.dep_ not in LINKS and noun.tag_ != "VBG" or noun.head == noun:
            return False
        noun = noun.head
    return True
