"""Who is bound by what was agreed: those named with the agreeing, their states, or the parties of the story."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.facts.clauses import Clause
from kg.facts.coreference import References
from kg.facts.frames import Fillers
from kg.facts.lexicon import Frame
from kg.facts.scene import Scene
from kg.facts.syntax import conjuncts, preposition

if TYPE_CHECKING:
    from spacy.tokens import Token

ACTORS = {"State", "Organization", "Person", "WorkingGroup"}
OWNERS = {"nmod:poss", "nmod", "amod", "compound", "nmod:desc", "obl", "obl:agent"}


def by_frame(scene: Scene, references: References, clause: Clause, frame: Frame, fillers: Fillers) -> list[str] | None:
    """Who is bound by what a clause tells; None where it tells of one side alone and the frame needs two."""
    named = fillers.get("party", ())
    story = references.story(clause.verb)
    if not named:
        return list(story)
    bound = with_principals(scene, references.actors(c for t in named for c in conjuncts(t))) or _inside(scene, named)
    collective = any(t.lower_ in {"we", "they"} or t.tag_ in {"NNS", "NNPS"} for t in named)
    if not bound and any(_deciding(scene, t) for t in named):
        return _bodies(scene, story) or list(story)
    if not bound and frame.joint and named[0].lower_ == "it" and _bodies(scene, story):
        return _bodies(scene, story)
    if not bound and frame.status == "proposed" and any(scene.lexicon.member("TitleNoun", t) for t in named):
        return list(story)
    if not bound and not collective:
        return [] if not frame.joint and any(scene.lexicon.member("OrganizationNoun", t) for t in named) else None
    bound = bound or list(story)
    alone = len(owners(scene, bound)) < 2
    if frame.joint and alone and _in_joint_words(scene, clause.verb):
        return with_others(bound, story)
    if frame.joint and alone and not is_body(scene, bound) and not (collective and len(bound) != 1):
        return None
    if frame.status != "agreed" and alone:
        return with_others(bound, story)
    return bound


def _bodies(scene: Scene, keys: Iterable[str]) -> list[str]:
    return [k for k in keys if scene.cast[k].kind == "Organization"]


def _deciding(scene: Scene, noun: Token) -> bool:
    """ "Summit directed", "the Assembly decided": a body or gathering that acts for the organisation or the states of the story."""
    return noun.tag_ in {"NN", "NNP"} and scene.lexicon.member("DecidingBodyNoun", noun)


def _in_joint_words(scene: Scene, verb: Token) -> bool:
    """ "In a joint statement, Peru undertakes to …": one side's promise that the other has signed."""
    within = [t for t in verb.sent if preposition(t) in {"in", "under", "by"} and scene.lexicon.member("TermsNoun", t)]
    joint = {"joint", "common"}
    return any(
        any(c.lower_ in joint for c in t.children) or (t.i in scene.at and scene.at[t.i].kind == "Treaty") for t in within if t != verb
    )


def _inside(scene: Scene, named: Iterable[Token]) -> list[str]:
    """ "EU leaders", where the parser took another word for the head: the states and organisations that a phrase names."""
    found = [
        m.keys for t in named for c in t.children if c.dep_ in OWNERS and (m := scene.at.get(c.i)) and m.kind in {"State", "Organization"}
    ]
    return list(dict.fromkeys(k for keys in found for k in keys))


def with_others(bound: list[str], story: Iterable[str]) -> list[str]:
    """One side with the other sides of the story, if it is one of them."""
    return list(dict.fromkeys([*bound, *(story if set(bound) & set(story) else ())]))


def owners(scene: Scene, bound: Iterable[str]) -> set[str]:
    """The principals among some actors."""
    return {scene.principal_of(k) or k for k in bound}


def is_body(scene: Scene, bound: Iterable[str]) -> bool:
    """Whether an organisation or group is among them, which agrees within itself."""
    return any(scene.cast[k].kind in {"Organization", "WorkingGroup"} for k in bound)


def with_principals(scene: Scene, keys: Iterable[str]) -> list[str]:
    """Actors that can be bound, with the principals of the persons among them."""
    actors = [k for k in keys if scene.cast[k].kind in ACTORS]
    principals = [scene.principal_of(k) for k in actors if scene.cast[k].kind == "Person"]
    organs = [scene.state_of(k) for k in actors if scene.cast[k].kind == "Organization" and _is_organ(scene, k)]
    return list(dict.fromkeys([*actors, *filter(None, [*principals, *organs])]))


def _is_organ(scene: Scene, key: str) -> bool:
    """Whether an organisation is an organ of its state, which it binds; a party or a movement binds itself."""
    return any(scene.lexicon.has("StateOrganNoun", w) for label in scene.cast[key].labels for w in label.lower().split())


def by_noun(scene: Scene, references: References, noun: Token) -> list[str]:
    """Whose agreement or proposal it is: "Peru's offer", "a deal between Chile and Peru", "an idea of Canada's", "a request by Lima"."""
    found: list[str] = []
    for child in noun.children:
        if child.dep_ in OWNERS and preposition(child) in {"", "of", "by", "from", "between", "with", "among"}:
            for part in conjuncts(child):
                mention = scene.at.get(part.i)
                found += mention.keys if mention and mention.kind in ACTORS else references.actor(part)
    return with_principals(scene, found)
