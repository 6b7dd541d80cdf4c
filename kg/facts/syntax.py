"""Relations between the tokens of a dependency tree (UD v2, universaldependencies.org/en): prepositions, conjuncts, what governs what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.facts.tree import children, read_once

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

SUBJECTS = {"nsubj", "csubj", "nsubj:outer"}
PASSIVE_SUBJECTS = {"nsubj:pass", "csubj:pass"}
OBLIGING = {"will", "shall", "would", "should", "must", "'ll"}
DEPTH = 12  # links followed upwards before a chain is taken for a cycle or a parse gone wrong


@read_once
def is_passive(verb: Token) -> bool:
    """Passive by auxiliary or passive subject, or a bare past participle that modifies a noun or a clause."""
    if any(c.dep_ in {"aux:pass", "nsubj:pass", "csubj:pass"} for c in children(verb)):
        return True
    if verb.dep_ == "conj" and verb.tag_ == "VBN" and not any(c.dep_ in {"aux", *SUBJECTS} for c in children(verb)):
        return is_passive(verb.head)
    participle = verb.tag_ == "VBN" and not any(c.dep_ in {"aux", *SUBJECTS} for c in children(verb))
    return participle and verb.dep_ in {"acl", "amod", "advcl", "acl:relcl"}


@read_once
def preposition(noun: Token) -> str:
    """The lower-cased prepositions before a noun ("with", "in accordance with"), empty when there are none."""
    cases = [c for c in children(noun) if c.dep_ == "case" and c.i < noun.i]
    words: list[str] = []
    for case in cases:
        words += [case.lower_, *(c.lower_ for c in children(case) if c.dep_ == "fixed")]
    return " ".join(words)


@read_once
def conjuncts(token: Token) -> tuple[Token, ...]:
    """A token and everything coordinated with it, in text order."""
    found = [token]
    for node in found:
        found += [c for c in children(node) if c.dep_ == "conj" and c not in found]
    return tuple(sorted(found, key=lambda t: t.i))


def spread(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Tokens with their conjuncts."""
    return tuple(dict.fromkeys(c for token in tokens for c in conjuncts(token)))


@read_once
def to_be_done(verb: Token) -> bool:
    """ "are to meet", "is to be signed", "shall meet": what is laid down for the future."""
    below = children(verb)
    infinitive = any(c.lower_ == "to" and c.dep_ in {"mark", "aux"} for c in below)
    copula = any(c.lemma_ == "be" and c.dep_ in {"cop", "aux", "aux:pass"} and c.tag_ in {"VBZ", "VBP", "VBD"} for c in below)
    return infinitive and (copula or (verb.dep_ in {"xcomp", "ccomp"} and verb.head.lemma_ == "be"))


@read_once
def obliging(verb: Token) -> bool:
    """Whether a predicate lays down what is to be: "will", "shall", "is to", "must", or coordinated with one that does."""
    auxiliaries = {c.lower_ for c in children(verb) if c.dep_ in {"aux", "aux:pass"}}
    inherited = verb.dep_ == "conj" and not auxiliaries and verb.head != verb and obliging(verb.head)
    return bool(auxiliaries & OBLIGING) or to_be_done(verb) or inherited


def negated(verb: Token) -> bool:
    """Whether a negative word stands with a predicate."""
    return any(
        c.lower_ in {"not", "n't", "never", "neither", "nor", "hardly", "no"} and c.dep_ in {"advmod", "neg", "cc", "det", "cc:preconj"}
        for c in children(verb)
    )


def denied_noun(noun: Token) -> bool:
    """ "no agreement", "nothing", "neither side", "without any accord"."""
    if noun.lower_ in {"nothing", "nobody", "none", "neither", "little"}:
        return True
    return (
        any(c.lower_ in {"no", "neither"} and c.dep_ in {"det", "advmod", "nummod", "amod"} for c in children(noun))
        or preposition(noun) == "without"
    )


def after_comma(verb: Token) -> bool:
    """Whether a comma stands right before an infinitive's "to", wherever the parser hung it."""
    to = next((c for c in verb.children if c.lower_ == "to" and c.dep_ == "mark"), verb)
    return to.i > 0 and verb.doc[to.i - 1].text == ","


def lower_at(doc: Doc, i: int) -> str:
    """Token i in lower case, empty beyond either end of the document."""
    return doc[i].lower_ if 0 <= i < len(doc) else ""


def sentences(doc: Doc, start: int, end: int) -> list[Span]:
    """The sentences that begin among the tokens `[start, end)`."""
    return [s for s in doc.sents if start <= s.start < end]


@read_once
def governors(token: Token) -> tuple[Token, ...]:
    """The tokens above one, nearest first."""
    above: list[Token] = []
    while token.head.i != token.i and len(above) < DEPTH * 2:
        token = token.head
        above.append(token)
    return tuple(above)


@read_once
def governing_verb(token: Token) -> Token | None:
    """The nearest predicate above a token."""
    return next((t for t in governors(token) if t.pos_ in {"VERB", "AUX"}), None)


def span(token: Token, without: frozenset[str] = frozenset()) -> tuple[int, int]:
    """The tokens `[start, end)` that hang together around one, without the subtrees under the dependencies named."""
    kept = {token.i}
    stack = [token]
    while stack:
        node = stack.pop()
        for child in children(node):
            if not (node == token and child.dep_ in without):
                kept.add(child.i)
                stack.append(child)
    start = end = token.i
    while start - 1 in kept:
        start -= 1
    while end + 1 in kept:
        end += 1
    doc = token.doc
    beside = {c.i for t in token.children if t.dep_ == "obl" for c in t.children}  # "Within ninety days they will"
    while start < token.i and (doc[start].is_punct or (doc[start].dep_ in {"cc", "case", "mark"} and start not in beside)):
        start += 1
    while end > token.i and doc[end].is_punct and doc[end].text not in {")", "”", '"'}:
        end -= 1
    return start, end + 1
