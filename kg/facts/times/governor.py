"""What a time modifies: the governor of its words, set right where a parse is known to hang them on the wrong word.

A prepositional time after a noun is attached by parsers to the noun as often as to its verb. Only nouns that name something that
happens keep it ("the talks on Monday"); from a place, a person or a thing it moves up to what happens there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.facts.times.tense import clause

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

MEETINGS = "summit meeting conference session talks round assembly forum congress consultations dialogue visit ceremony"
OTHERS = (
    "attack war strike truce ceasefire offer vote speech call election elections poll dates coup takeover raid crisis crash flight trip "
    "tour launch exchange exchanges swap release return start opening close end proposal"
)
NAMED_EVENTS = frozenset(MEETINGS.split())
EVENTS = NAMED_EVENTS | frozenset(OTHERS.split())
STATES = {"force", "effect", "office", "power", "place"}  # "in force since": as good as a verb
ADVERBS = {"ago", "today", "yesterday", "tomorrow", "tonight", "later", "earlier", "afterwards", "before", "after"}
ENDINGS = ("tion", "tions", "sion", "sions", "ment", "ments", "ing", "ings", "ance", "ence", "ture", "ification")
UPWARDS = {"obj", "obl", "obl:agent", "nmod", "nmod:poss", "conj", "appos", "compound", "flat", "nmod:unmarked"}
DEPTH = 6  # nouns between a time and what happens at it


def governor(doc: Doc, start: int, end: int, preposition: str = "") -> int:
    """The index of the token that the words `[start, end)` modify, -1 where there is none; `preposition` is the one before them."""
    root = doc[start:end].root
    if root.head == root:  # "By Sunday afternoon the text had been agreed", the time taken for the root
        return next((c.i for c in root.children if c.dep_ in ("ccomp", "acl:relcl", "parataxis", "advcl") and c.i >= end), -1)
    verb = _verb_before(doc, start)
    if verb is not None and root.head.i > start and root.head.pos_ in ("VERB", "AUX") and any(a == verb for a in root.head.ancestors):
        return verb.i  # "said on Wednesday the minister would fly"
    head = _fronted(root.head, end) if root.head.i > start else _dated(root.head, preposition)
    return _full_verb(_what_is_said(head, end), start).i


def happens(noun: Token) -> bool:
    """Whether a noun names something that takes place at a time."""
    word = noun.lower_
    if noun.pos_ == "PROPN":
        return word in NAMED_EVENTS
    return word in EVENTS or noun.lemma_ in EVENTS or word.endswith(ENDINGS)


def _verb_before(doc: Doc, start: int) -> Token | None:
    near = (doc[i] for i in (start - 1, start - 2) if i >= 0)
    return next((token for token in near if token.pos_ == "VERB"), None)


def _fronted(head: Token, end: int) -> Token:
    """ "Two months later a memorandum …", "In June 1967, Lyndon Johnson …": a time before a whole noun phrase is the clause's."""
    after = head.doc[end]
    apart = after.text == "," or after.pos_ == "DET" or head.doc[end - 1].lower_ in ADVERBS
    return _or_clause(head) if apart and head.pos_ in ("NOUN", "PROPN") else head


def _dated(head: Token, preposition: str) -> Token:
    if preposition in ("of", "("):
        return head
    for _ in range(DEPTH):
        if head.pos_ not in ("NOUN", "PROPN") or happens(head) or head.dep_ not in UPWARDS:
            break
        relations = {c.dep_ for c in head.children}
        if head.lower_ in STATES or "cop" in relations or (head.dep_ == "conj" and head.pos_ != "PROPN" and "case" not in relations):
            break
        head = head.head
    return head.head if head.pos_ in ("ADV", "ADP") and head.head.pos_ == "VERB" else head


def _or_clause(head: Token) -> Token:
    above = clause(head)
    return above if above.pos_ in ("VERB", "AUX") else head


def _full_verb(head: Token, start: int) -> Token:
    """The verb of an auxiliary ("had by Monday evening put"), and what "starting" in May is about."""
    if head.dep_ in ("aux", "aux:pass", "cop"):
        return head.head
    if head.lemma_ == "have":
        return next((c for c in head.children if c.tag_ == "VBN" and c.i > start and c.dep_ in ("ccomp", "xcomp", "dep", "advcl")), head)
    opening = head.lemma_ in ("start", "begin", "commence") and head.tag_ == "VBG" and not any(c.dep_ == "aux" for c in head.children)
    return head.head if opening and head.dep_ in ("advcl", "acl", "case") else head


def _what_is_said(head: Token, end: int) -> Token:
    """ "In November, she added, they would meet": the time is of what is said, not of the saying."""
    doc = head.doc
    if not (end < head.i <= end + 3 and head.i + 1 < len(doc) and doc[end].text == "," and doc[head.i + 1].text == ","):
        return head
    said = next((c for c in head.children if c.dep_ in ("ccomp", "parataxis") and c.i > head.i), None)
    if said is None and head.dep_ in ("advcl", "parataxis") and head.head.i > head.i:
        return head.head
    return said or head
