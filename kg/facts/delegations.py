"""Delegations: whom they represent, who heads them, who belongs to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.facts.coreference import References
from kg.facts.mentions import Scene
from kg.facts.syntax import Clause, conjuncts, preposition

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass
class Team:
    """A delegation under construction; `tokens` are where its evidence stands."""

    represents: str
    head: list[str] = field(default_factory=list)
    members: list[str] = field(default_factory=list)
    tokens: list[int] = field(default_factory=list)


def find(scene: Scene, references: References, clauses: list[Clause]) -> list[Team]:
    """The delegations that have a head or are named with whom they represent."""
    teams: dict[str, Team] = {}
    for clause in clauses:
        if scene.lexicon.has("HeadingVerb", clause.verb.lemma_):
            _headed(scene, references, clause, teams)
    for mention in scene.mentions:
        if mention.kind == "Person" and mention.use == "name":
            _under(scene, references, mention.keys[0], scene.doc[mention.head], teams)
    return [team for team in teams.values() if team.head or team.members]


def _team(teams: dict[str, Team], represents: str, token: int) -> Team:
    team = teams.setdefault(represents, Team(represents))
    if token not in team.tokens:
        team.tokens.append(token)
    return team


def _headed(scene: Scene, references: References, clause: Clause, teams: dict[str, Team]) -> None:
    """ "X led the Russian delegation", "delegations headed by X and by Y": active or passive, one or several."""
    nouns = [o for o in clause.objects if scene.lexicon.member("DelegationNoun", o) or (o.lower_ in {"side", "one"} and o.pos_ in {"NOUN", "NUM", "PRON"})]
    if not nouns:
        return
    noun = nouns[0]
    persons = [k for s in _heads(clause) for k in references.actor(s) if scene.cast[k].kind == "Person"]
    persons = list(dict.fromkeys(persons))
    represented = references.names_in(noun, {"State", "Organization"})
    if len(persons) == 1:
        owner = represented[:1] or tuple(filter(None, [scene.principal_of(persons[0])]))
        _place(scene, teams, owner, persons[:1], clause.verb.i)
        return
    states = [scene.principal_of(p) for p in persons]
    if not all(states) or len(set(states)) < len(states):
        group = represented or references.actor(noun)
        states = list(group) if len(group) == len(persons) else states
    for person, state in zip(persons, states, strict=False):
        _place(scene, teams, (state,) if state else (), [person], clause.verb.i)


def _heads(clause: Clause) -> list[Token]:
    more = [noun for preposition_, noun in clause.obliques if preposition_ == "by"]
    return [c for s in (*clause.subjects, *more) for c in conjuncts(s)]


def _place(scene: Scene, teams: dict[str, Team], represents: tuple[str, ...], persons: list[str], token: int) -> None:
    for owner in represents[:1]:
        team = _team(teams, owner, token)
        team.head += [p for p in persons if p not in team.head]
        for person in persons:
            scene.cast.relate(person, (owner,))


def _under(scene: Scene, references: References, person: str, head: Token, teams: dict[str, Team]) -> None:
    """ "a team under Lieutenant General An", "a member of the team that he had led"."""
    noun = head.head
    if preposition(head) in {"under", "led by", "headed by"} and scene.lexicon.member("DelegationNoun", noun):
        owner = references.names_in(noun, {"State", "Organization"}) or tuple(filter(None, [scene.principal_of(person)]))
        _place(scene, teams, owner, [person], noun.i)
