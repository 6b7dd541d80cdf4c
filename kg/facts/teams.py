"""Delegations under construction: whom they represent, and which heads belong to which of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.facts.coreference import References
from kg.facts.owners import host, inferred_owner, issuer
from kg.facts.scene import Scene

if TYPE_CHECKING:
    from spacy.tokens import Token

OWNERS = {"State", "Organization"}


@dataclass
class Team:
    """A delegation under construction; `tokens` are where its evidence stands."""

    represents: str
    head: list[str] = field(default_factory=list)
    members: list[str] = field(default_factory=list)
    tokens: list[int] = field(default_factory=list)


@dataclass
class Teams:
    """The delegations of a document: one for each principal and head, since a principal sends many over the years."""

    scene: Scene
    references: References
    found: list[Team] = field(default_factory=list)

    def add(self, owner: str, token: int, *, head: str = "", member: str = "") -> None:
        """Note who heads or belongs to the delegation of a principal."""
        if not owner:
            return
        own = [team for team in self.found if team.represents == owner]
        same = [t for t in own if head in t.head or token in t.tokens] if head else own[-1:]
        team = next(iter(same or [t for t in own if not t.head]), None)
        if team is None:
            team = Team(owner)
            self.found.append(team)
        team.tokens += [token] if token not in team.tokens else []
        team.head += [head] if head and head not in team.head else []
        team.members += [member] if member and member not in team.members else []
        self.scene.cast.relate(head or member, (owner,))


def represented(teams: Teams, noun: Token) -> tuple[str, ...]:
    """The principals that a delegation's noun names: "the Angolan team", "our delegation", "that of Ghana"."""
    references, scene = teams.references, teams.scene
    itself = scene.at.get(noun.i)
    named = itself.keys if itself and itself.kind in OWNERS else references.names_in(noun, OWNERS)
    if named:
        return tuple(dict.fromkeys(scene.principal_of(k) for k in named))
    if hosts(noun) or any(hosts(c) for c in noun.children):
        return tuple(filter(None, [host(scene)]))
    for child in noun.children:
        if child.lower_ in {"our", "my"} and (own := issuer(scene) or host(scene)):
            return (own,)
        if child.dep_ == "nmod:poss" and child.pos_ == "NOUN":
            return tuple(scene.principal_of(k) or k for k in references.actor(child) if scene.cast[k].kind in OWNERS)
        if child.lower_ in {"its", "his", "her"}:
            return tuple(filter(None, [scene.principal_of(k) for k in references.actor(child)[:1]]))
    return ()


def owners_of(teams: Teams, noun: Token) -> tuple[str, ...]:
    """The principals of a delegation or of several: those named, else those that the plural stands for."""
    named = represented(teams, noun)
    if named or noun.tag_ not in {"NNS", "NNPS"}:
        return named
    found = teams.references.actor(noun) or teams.references.story(noun)
    return tuple(k for k in found if teams.scene.cast[k].kind in OWNERS)


def principal(teams: Teams, person: str, token: int) -> str:
    """For whom a head acts: the state, also of an office that only the document's issuer tells."""
    scene = teams.scene
    own = scene.principal_of(person)
    if own and scene.cast[own].kind == "State":
        return own
    inferred = inferred_owner(scene, person, token)
    state = scene.state_of(inferred[0]) if inferred else ""
    home = issuer(scene) if own and scene.lexicon.has("StateOrganNoun", scene.cast[own].name.split(" of ")[0].split()[-1].lower()) else ""
    return state or home or own or (inferred[0] if inferred else "")


def pair(teams: Teams, owners: tuple[str, ...], persons: list[str], token: int) -> None:
    """One head for one delegation; for several, as many heads, by whose each is, else in the order of the parties."""
    if len(persons) > 1 and len(owners) != 1:
        states = [teams.scene.principal_of(p) for p in persons]
        if not all(states) or len(set(states)) < len(states) or (len(owners) == len(persons) and not set(states) <= set(owners)):
            states = list(owners) if len(owners) == len(persons) else states
        for person, state in zip(persons, states, strict=True):
            teams.add(state, token, head=person)
    elif persons:
        teams.add(owners[0] if owners else principal(teams, persons[0], token), token, head=persons[0])


def hosts(token: Token) -> bool:
    """ "the host side", "the host country"."""
    return any(c.lower_ in {"host", "hosting", "receiving", "inviting"} for c in token.children)


def people_of(teams: Teams, token: Token) -> list[str]:
    """The persons that a noun phrase denotes."""
    return [k for k in teams.references.actor(token) if teams.scene.cast[k].kind == "Person"]
