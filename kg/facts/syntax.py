"""Universal Dependencies as clauses: who does what, whatever the voice, the coordination or the control.

A `Clause` is a predicate with its arguments in canonical (active) roles: the agent of a passive is a subject, its surface
subject an object; a relative pronoun stands for its antecedent; a subject that control or coordination leaves unsaid is supplied.
Dependency names are those of UD v2 (universaldependencies.org/en).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kg.facts.tree import children, read_once

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

SUBJECTS = {"nsubj", "csubj", "nsubj:outer"}
PASSIVE_SUBJECTS = {"nsubj:pass", "csubj:pass"}
RELATIVE_PRONOUNS = {"who", "whom", "which", "that", "whose"}
OBJECT_CONTROL = {
    "ask",
    "invite",
    "urge",
    "allow",
    "permit",
    "enable",
    "instruct",
    "direct",
    "order",
    "entrust",
    "call",
    "authorize",
    "authorise",
}
JUDGING = {
    "congratulate",
    "thank",
    "praise",
    "commend",
    "accuse",
    "blame",
    "criticize",
    "criticise",
    "condemn",
    "applaud",
    "compliment",
    "reproach",
}
OBLIGING = {"will", "shall", "would", "should", "must", "'ll"}
DEPTH = 12  # links followed upwards before a chain is taken for a cycle or a parse gone wrong


@dataclass(frozen=True)
class Clause:
    """A predicate and its arguments. `obliques` pairs a preposition (lemmas joined by a space) with its noun."""

    verb: Token
    passive: bool
    subjects: tuple[Token, ...]
    objects: tuple[Token, ...]
    obliques: tuple[tuple[str, Token], ...]
    xcomps: tuple[Token, ...]
    ccomps: tuple[Token, ...]
    particle: str

    def arguments(self, dependency: str) -> tuple[Token, ...]:
        """The fillers of a canonical dependency: `nsubj`, `obj`, `xcomp`, `ccomp` or `obl:PREPOSITION`."""
        if dependency.startswith("obl:"):
            wanted = dependency.removeprefix("obl:")
            return tuple(noun for preposition, noun in self.obliques if preposition == wanted)
        return {"nsubj": self.subjects, "obj": self.objects, "xcomp": self.xcomps, "ccomp": self.ccomps}.get(dependency, ())

    @cached_property
    def negated(self) -> bool:
        """Whether "not", "never" or a negative subject ("nothing", "neither side") denies the clause."""
        return negated(self.verb) or any(denied_noun(s) for s in (*self.subjects, *self.objects))


def clauses(doc: Doc) -> Iterator[Clause]:
    """The clauses of a document in the order of their predicates."""
    for token in doc:
        if token.pos_ in {"VERB", "AUX"} and token.dep_ not in {"aux", "aux:pass", "cop"}:
            yield clause(token)


def clause(verb: Token) -> Clause:
    """The clause of a predicate."""
    passive = is_passive(verb) and verb.pos_ != "ADJ"
    below = children(verb)
    surface = subjects(verb)
    agents = tuple(c for c in below if c.dep_ == "obl:agent" or (passive and c.dep_ == "obl" and preposition(c) == "by"))
    objects = tuple(antecedent(c) for c in below if c.dep_ in {"obj", "iobj"})
    if passive:
        logical, objects = agents, (*surface, *objects)
    else:
        logical, objects = surface, objects or _relative_object(verb)
    return Clause(
        verb=verb,
        passive=passive,
        subjects=spread(logical),
        objects=objects,
        obliques=(*((preposition(c), c) for c in below if c.dep_.startswith("obl") and c not in agents), *_gerunds(below)),
        xcomps=_infinitives(verb),
        ccomps=_contents(verb, surface),
        particle=" ".join(c.lower_ for c in below if c.dep_ == "compound:prt"),
    )


def _gerunds(below: tuple[Token, ...]) -> Iterator[tuple[str, Token]]:
    """ "settled on seeing each other", "committed to deepening": a gerund with its preposition."""
    for child in below:
        marks = [c for c in children(child) if c.dep_ in {"mark", "case"} and c.tag_ == "IN" and c.i < child.i]
        if child.dep_ in {"advcl", "xcomp", "obl"} and child.tag_ == "VBG" and marks:
            yield marks[0].lower_, child


def _contents(verb: Token, surface: tuple[Token, ...]) -> tuple[Token, ...]:
    """Finite complements, also one that an inserted "he said" has taken over ("They agreed, it added, that ...")."""
    own = [c for c in children(verb) if c.dep_ in {"ccomp", "csubj", "csubj:pass"} and not _is_surface_subject(c, surface)]
    own = [c for c in own if c.i > verb.i] or own  # "Recalling that …, the Council decided that …"
    inserted = [c for c in children(verb) if c.dep_ == "parataxis" and c.i > verb.i and not _absolute(c)] if not own else []
    taken = [
        c for p in inserted for c in children(p) if c.dep_ == "ccomp" and any(m.lower_ == "that" for m in children(c) if m.dep_ == "mark")
    ]
    return tuple(own or taken)


def _absolute(verb: Token) -> bool:
    """ "Mali having announced that …": a circumstance, no inserted saying."""
    return any(c.lower_ in {"having", "being"} for c in children(verb))


def _infinitives(verb: Token) -> tuple[Token, ...]:
    """Open complements; an infinitive that the parser took for a purpose clause counts when there is no other."""
    own = tuple(c for c in children(verb) if c.dep_ == "xcomp")
    return own or tuple(c for c in children(verb) if c.dep_ == "advcl" and c.i > verb.i and _infinitive(c) and c.pos_ == "VERB")[:1]


def _is_surface_subject(token: Token, surface: tuple[Token, ...]) -> bool:
    return token.dep_.startswith("csubj") and token in surface


@read_once
def is_passive(verb: Token) -> bool:
    """Passive by auxiliary or passive subject, or a bare past participle that modifies a noun or a clause."""
    if any(c.dep_ in {"aux:pass", "nsubj:pass", "csubj:pass"} for c in children(verb)):
        return True
    if verb.dep_ == "conj" and verb.tag_ == "VBN" and not any(c.dep_ in {"aux", *SUBJECTS} for c in children(verb)):
        return is_passive(verb.head)
    participle = verb.tag_ == "VBN" and not any(c.dep_ in {"aux", *SUBJECTS} for c in children(verb))
    return participle and verb.dep_ in {"acl", "amod", "advcl", "acl:relcl"}


def subjects(verb: Token, depth: int = 0) -> tuple[Token, ...]:
    """The surface subjects of a predicate, supplied by coordination, control or the noun that a participle modifies."""
    own = [c for c in children(verb) if c.dep_ in SUBJECTS or c.dep_ in PASSIVE_SUBJECTS]
    if any(c.dep_ == "expl" for c in children(verb)):  # "it was resolved that …"
        own = [c for c in own if not c.dep_.startswith("csubj")]
    if own:
        return tuple(antecedent(c) for c in own if c.lower_ not in {"it", "there"} or not _expletive(c))
    if depth > DEPTH or verb.head == verb:
        return ()
    head = verb.head
    if verb.dep_ in {"acl", "acl:relcl", "amod"} and head.pos_ in {"NOUN", "PROPN", "PRON", "NUM", "DET"}:
        return () if verb.dep_ == "acl" and _infinitive(verb) else (head,)
    if verb.dep_ == "xcomp" and head.lemma_ in OBJECT_CONTROL:
        return tuple(c for c in children(head) if c.dep_ in {"obj", "iobj", "nsubj:pass"})
    if (
        verb.dep_ == "advcl"
        and head.lemma_ in JUDGING
        and any(c.lower_ in {"on", "for", "of"} and c.dep_ == "mark" for c in children(verb))
    ):
        return tuple(c for c in children(head) if c.dep_ in {"obj", "nsubj:pass"})  # "congratulated France on having ratified it"
    if verb.dep_ in {"conj", "xcomp", "advcl", "parataxis"} and head.pos_ in {"VERB", "AUX", "NOUN", "ADJ"}:
        return subjects(head, depth + 1)
    return ()


def _infinitive(verb: Token) -> bool:
    return any(c.lower_ == "to" and c.dep_ == "mark" for c in children(verb))


def _expletive(pronoun: Token) -> bool:
    """ "it was agreed that", "there was": a subject that refers to nothing."""
    verb = pronoun.head
    clausal = {"ccomp", "csubj", "csubj:pass"} | ({"xcomp"} if pronoun.dep_ == "nsubj:pass" else set())
    return pronoun.lower_ == "there" or any(c.dep_ in clausal and c.i > verb.i for c in children(verb))


def antecedent(token: Token) -> Token:
    """What a relative pronoun stands for; any other token itself."""
    if token.lower_ not in RELATIVE_PRONOUNS or token.pos_ not in {"PRON", "DET", "SCONJ"}:
        return token
    node = token.head
    for _ in range(DEPTH):
        if node.dep_ in {"acl:relcl", "acl"}:
            return node.head
        if node.dep_ not in {"conj", "xcomp", "ccomp", "advcl"}:
            break
        node = node.head
    return token


def _relative_object(verb: Token) -> tuple[Token, ...]:
    """ "the accord that they reached", "the accord they reached": the noun that a relative clause with its own subject modifies."""
    own_subject = any(c.dep_ in SUBJECTS and c.lower_ not in RELATIVE_PRONOUNS for c in children(verb))
    return (verb.head,) if verb.dep_ == "acl:relcl" and own_subject and verb.head.pos_ in {"NOUN", "PROPN"} else ()


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
