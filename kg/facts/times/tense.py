"""Whether a clause tells of what was or of what is to come: decides which of two 5th of Mays a text means.

Tags of the Penn Treebank and relations of Universal Dependencies; no vocabulary but auxiliaries and the few verbs whose infinitive
has happened ("managed to meet") or whose participle has not ("scheduled for Monday").
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from spacy.tokens import Token

Tense = Literal["past", "present", "future", "none"]

DEPTH = 16  # links followed upwards before a parse is taken to have gone wrong
IMPLICATIVE = {
    "manage",
    "fail",
    "get",
    "begin",
    "start",
    "continue",
    "cease",
    "help",
    "happen",
    "come",
    "go",
    "appear",
    "seem",
    "use",
    "refuse",
    "decline",
}
PLANNED = {
    "schedule",
    "expect",
    "due",
    "slate",
    "plan",
    "set",
    "fix",
    "propose",
    "envisage",
    "arrange",
    "book",
    "call",
    "postpone",
    "delay",
    "earmark",
}
ALWAYS_PLANNED = {"schedule", "expect", "slate", "plan", "due", "earmark", "envisage"}
COMMITTING = {
    "agree",
    "decide",
    "plan",
    "promise",
    "undertake",
    "resolve",
    "propose",
    "intend",
    "expect",
    "want",
    "hope",
    "commit",
    "pledge",
    "offer",
}
MODALS = {"will", "shall", "would", "may", "might", "can", "must", "should", "'ll", "wo", "ll"}


def tense(token: Token, preposition: str = "") -> Tense:
    """The tense of the clause that a token stands in; `preposition` is the one before the time ("scheduled for", "postponed to")."""
    for _ in range(DEPTH):
        found = _of_clause(token, preposition)
        if found:
            return found
        if token.head == token:
            break
        if _is_predicate(token):
            preposition = ""
        token = token.head
    return "none"


def clause(token: Token) -> Token:
    """The nearest predicate above a token, or the root where there is none."""
    for _ in range(DEPTH):
        if _is_predicate(token) or token.head == token:
            break
        token = token.head
    return token


def in_background(token: Token) -> bool:
    """Whether a token stands in a relative or participial clause, or in a pluperfect: aside from what the text is telling."""
    for _ in range(DEPTH):
        if token.dep_ in ("acl", "acl:relcl") or any(c.dep_ == "aux" and c.lower_ == "had" for c in token.children):
            return True
        if token.head == token:
            break
        token = token.head
    return False


def _is_predicate(token: Token) -> bool:
    return token.tag_.startswith("VB") or any(c.dep_ in ("cop", "aux") for c in token.children)


def _of_clause(token: Token, preposition: str) -> Tense | Literal[""]:
    """The tense that a predicate shows by itself; empty for what is no predicate or takes its tense from the clause above."""
    if not _is_predicate(token):
        return "future" if token.lower_ == "due" and token.tag_ == "JJ" and preposition else ""
    helpers = [c for c in token.children if c.dep_ in ("aux", "aux:pass", "cop")]
    words = {c.lower_ for c in helpers if c.tag_ not in ("NNP", "NN")}  # "on 4 May they signed": not the modal
    if words & MODALS:
        return "past" if "have" in words and not words & {"will", "shall"} else "future"
    if "could" in words:
        return "past" if "have" in words or any(c.dep_ == "advmod" and c.lower_ in ("not", "n't") for c in token.children) else "future"
    if any(c.dep_ == "mark" and c.lower_ == "to" for c in token.children) or "to" in words:
        return _of_infinitive(token, helpers)
    if _is_planned(token, preposition):
        return "none" if words & {"was", "were", "had"} else "future"
    if words & {"was", "were", "had", "did", "been"} or token.tag_ == "VBD":
        return "past"
    return _of_form(token, words)


def _of_infinitive(token: Token, helpers: list[Token]) -> Tense | Literal[""]:
    if any(c.lemma_ == "be" and c.i < token.i for c in helpers):  # is to, was to, was to have
        return "past" if any(c.lemma_ == "have" for c in helpers) else "future"
    if token.head == token:
        return "future"
    if token.dep_ == "xcomp" and (token.head.lemma_ in IMPLICATIVE or token.head.lemma_ == "have"):
        return ""
    if token.dep_ == "advcl" and token.head.lemma_ not in COMMITTING | PLANNED:
        above = tense(token.head)
        return "none" if above == "past" else above  # "met to sign": at once or later
    if token.dep_ == "conj":
        return _of_infinitive(token.head, [c for c in token.head.children if c.dep_ in ("aux", "cop")])
    return "future"


def _is_planned(token: Token, preposition: str) -> bool:
    if token.tag_ not in ("VBN", "VBD", "JJ") or token.lemma_ not in PLANNED:
        return False
    return token.lemma_ in ALWAYS_PLANNED and preposition != "in" or preposition in ("for", "to", "until")


def _of_form(token: Token, words: set[str]) -> Tense | Literal[""]:
    match token.tag_:
        case "VBN":
            if words & {"has", "have", "having"}:
                return "past"
            return "present" if words & {"is", "are", "be", "being"} else "past"
        case "VBZ" | "VBP":
            return "present"
        case "VBG":
            return "present" if words & {"is", "are"} else ""
        case "VB":
            if token.dep_ == "ROOT" and any(c.dep_ == "nsubj" for c in token.children):
                return "none"  # a finite verb that the tagger took for a bare one: "the sides bound themselves"
            return "" if token.dep_ == "conj" else "future"
    if words & {"is", "are"}:
        return "present"
    return "past" if words & {"has", "have"} else ""
