"""What a time modifies: the governor of its words, set right where a parse is known to hang them on the wrong verb."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

CLAUSES = ("ccomp", "parataxis")


def governor(doc: Doc, start: int, end: int) -> int:
    """The index of the token that the words `[start, end)` modify, -1 where there is none."""
    root = doc[start:end].root
    if root.head == root:  # "By Sunday afternoon the text had been agreed", the time taken for the root
        return next((c.i for c in root.children if c.dep_ in ("ccomp", "acl:relcl", "parataxis", "advcl") and c.i >= end), -1)
    verb = _verb_before(doc, start)
    if verb is not None and root.head.i > start and any(above == verb for above in root.head.ancestors):
        return verb.i  # "said on Wednesday the minister would fly"
    return _what_is_said(root.head, end).i


def _verb_before(doc: Doc, start: int) -> Token | None:
    near = (doc[i] for i in (start - 1, start - 2) if i >= 0)
    return next((token for token in near if token.pos_ == "VERB"), None)


def _what_is_said(head: Token, end: int) -> Token:
    """ "In November, she added, they would meet": the time is of what is said, not of the saying."""
    doc = head.doc
    if not (end < head.i <= end + 3 and doc[end].text == "," and doc[head.i + 1].text == ","):
        return head
    said = next((c for c in head.children if c.dep_ in CLAUSES and c.i > head.i), None)
    if said is None and head.dep_ in ("advcl", "parataxis") and head.head.i > head.i:
        return head.head
    return said or head
