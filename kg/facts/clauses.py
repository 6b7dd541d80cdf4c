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

from kg.facts.syntax import DEPTH, PASSIVE_SUBJECTS, SUBJECTS, denied_noun, is_passive, negated, preposition, spread
from kg.facts.tree import children

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

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
