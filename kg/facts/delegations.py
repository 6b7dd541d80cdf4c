"""Delegations: whom they represent and who heads them.

Heads are found by order in the sentence, because lists of heads ("… headed by A, chairman of …; B, …; and C") are what
parsers get wrong most.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.facts.coreference import References
from kg.facts.positions import Held
from kg.facts.scene import Mention, Scene
from kg.facts.syntax import Clause, conjuncts, preposition

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

STAND_INS = {"one", "side", "other"}


@dataclass
class Team:
    """A delegation under construction; `tokens` are where its evidence stands."""

    represents: str
    head: list[str] = field(default_factory=list)
    members: list[str] = field(default_factory=list)
    tokens: list[int] = field(default_factory=list)


def find(scene: Scene, references: References, clauses: list[Clause], held: list[Held]) -> list[Team]:
    """The delegations whose heads a document tells, in text order."""
    teams: dict[str, Team] = {}
    by_sentence: dict[int, list[Clause]] = {}
    for clause in clauses:
        by_sentence.setdefault(clause.verb.sent.start, []).append(clause)
    for sentence in scene.doc.sents:
        nouns = [t for t in sentence if _team_noun(scene, t)]
        _organizations(scene, nouns)
        for clause in by_sentence.get(sentence.start, []):
            if scene.lexicon.member("HeadingVerb", clause.verb):
                _headed(scene, references, sentence, clause, nouns, teams)
        for noun in nouns:
            _under(scene, references, noun, teams)
    for office in held:
        _by_title(scene, office, teams)
    return [team for team in teams.values() if team.head or team.members]


def _team_noun(scene: Scene, token: Token) -> bool:
    return token.pos_ in {"NOUN", "PROPN"} and scene.lexicon.has("DelegationNoun", token.lemma_.lower())


def _organizations(scene: Scene, nouns: list[Token]) -> None:
    """ "the Greenpeace delegation": a name before the noun that nothing else knows is an organisation's."""
    for noun in nouns:
        for child in noun.children:
            if child.dep_ == "compound" and child.i not in scene.at and child.text[:1].isupper() and child.i == noun.i - 1:
                key = scene.cast.add("Organization", child.text)
                scene.add(Mention(child.i, child.i + 1, child.i, "Organization", (key,), "modifier"))


def _headed(scene: Scene, references: References, sentence: Span, clause: Clause, nouns: list[Token], teams: dict[str, Team]) -> None:
    stand_ins = [o for o in clause.objects if o.lower_ in STAND_INS and references.names_in(o, {"State", "Organization"})]
    led = _described(clause, nouns) or [o for o in clause.objects if o in nouns] + stand_ins
    if not led:
        return
    if clause.passive:
        own = sorted([n for n in nouns if n not in led] + led[-1:], key=lambda t: t.i)
        for noun, following in zip(own, [*own[1:], None], strict=True):
            start = max(noun.i, clause.verb.i) if noun in led else noun.i
            end = following.i if following is not None and following.i > start else sentence.end
            _pair(scene, references, noun, _persons(scene, references, clause, start, end, noun in led), clause.verb.i, teams)
    else:
        persons = [k for s in clause.subjects for k in references.actor(s) if scene.cast[k].kind == "Person"]
        _pair(scene, references, led[-1], persons[:1], clause.verb.i, teams)


def _described(clause: Clause, nouns: list[Token]) -> list[Token]:
    """ "… met the Togolese delegation, led by …": a participle after a comma is of the noun before it, wherever the parser hangs it."""
    verb = clause.verb
    comma = verb.tag_ == "VBN" and verb.i > verb.sent.start + 1 and verb.nbor(-1).text == ","
    return [noun for noun in nouns if comma and noun.i == verb.i - 2]


def _persons(scene: Scene, references: References, clause: Clause, start: int, end: int, own: bool) -> list[str]:
    """The persons named between two tokens who are not part of somebody's title; failing names, those whom the agent stands for."""
    named = [m for m in scene.mentions if m.kind == "Person" and m.use == "name" and m.keys and start < m.start < end]
    found = list(dict.fromkeys(m.keys[0] for m in named if not _possessive(scene, m)))
    if not found and own:
        found = [k for s in clause.subjects for c in conjuncts(s) for k in references.actor(c) if scene.cast[k].kind == "Person"]
    return found


def _possessive(scene: Scene, mention: Mention) -> bool:
    return mention.end < len(scene.doc) and scene.doc[mention.end].lower_ in {"'s", "’s"}


def _pair(scene: Scene, references: References, noun: Token, persons: list[str], token: int, teams: dict[str, Team]) -> None:
    """One head for a delegation, or as many heads as a plural has delegations, in the order of the parties."""
    represented = references.names_in(noun, {"State", "Organization"})
    if noun.tag_ not in {"NNS", "NNPS"} or len(persons) < 2:
        for person in persons[:1]:
            owner = represented[:1] or tuple(filter(None, [scene.principal_of(person)]))
            _place(scene, teams, owner, person, token)
        return
    states = [scene.principal_of(p) for p in persons]
    if not all(states) or len(set(states)) < len(states):
        group = represented or references.actor(noun) or references.story(noun)
        states = list(group) if len(group) == len(persons) else states
    for person, state in zip(persons, states, strict=False):
        _place(scene, teams, (state,) if state else (), person, token)


def _place(scene: Scene, teams: dict[str, Team], represents: tuple[str, ...], person: str, token: int) -> None:
    for owner in represents[:1]:
        team = teams.setdefault(owner, Team(owner))
        team.tokens += [token] if token not in team.tokens else []
        team.head += [person] if person not in team.head else []
        scene.cast.relate(person, (owner,))


def _under(scene: Scene, references: References, noun: Token, teams: dict[str, Team]) -> None:
    """ "a team under Lieutenant General An Ik-san"."""
    for child in noun.children:
        if child.dep_ in {"nmod", "obl"} and preposition(child) == "under":
            persons = [k for k in references.actor(child) if scene.cast[k].kind == "Person"]
            _pair(scene, references, noun, persons, noun.i, teams)


def _by_title(scene: Scene, office: Held, teams: dict[str, Team]) -> None:
    """ "head of his country's delegation", "chief negotiator of the delegation": an office that says it."""
    words = office.title.lower().split()
    if {"head", "chief", "leader"} & set(words) and any(scene.lexicon.has("DelegationNoun", w) for w in words):
        _place(scene, teams, office.within[:1] or tuple(filter(None, [scene.principal_of(office.person)])), office.person, office.token)
