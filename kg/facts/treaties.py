"""What befalls treaties, from signature to expiry, and whose treaties they are."""

from __future__ import annotations

from kg.facts import elliptic, seen, stepnouns, stepwords
from kg.facts.clauses import Clause, subjects
from kg.facts.coreference import References
from kg.facts.instruments import BINDING, treaty_of
from kg.facts.lead import Lead
from kg.facts.occasions import Occasion
from kg.facts.scene import Mention, Scene
from kg.facts.status import untrue
from kg.facts.steps import Step, Story, note
from kg.facts.syntax import conjuncts, governing_verb, preposition


def find(
    scene: Scene, references: References, clauses: list[Clause], anchor: dict[int, str], meetings: list[Occasion], leads: dict[int, Lead]
) -> list[Step]:
    """The treaty actions of a document, one for each treaty, action and time."""
    dated = list(stepwords.by_date(scene))
    story = Story(scene, references, anchor, meetings, leads, {step.treaty: step.when for step in reversed(dated)})
    found: list[Step] = []
    for clause in clauses:
        if not untrue(scene, clause.verb):
            for step in stepwords.by_verb(story, clause):
                note(found, step)
    for token in scene.doc:
        for step in stepnouns.by_noun(story, token):
            note(found, step)
    for step in list(elliptic.find(story, clauses, found)):
        note(found, step)
    for step in list(seen.steps(story, found)):
        note(found, step)
    for step in dated:
        if not any(s.treaty == step.treaty and s.action == "signature" and s.when.start for s in found):
            note(found, step)
    for step in found:
        seen.complete(story, step)
        _whole_parties(scene, references, found, step)
    return found


def _whole_parties(scene: Scene, references: References, steps: list[Step], step: Step) -> None:
    """A treaty signed by persons or by nobody named is signed by its parties."""
    principals = [p for p in step.party if scene.cast[p].kind in {"State", "Organization"}]
    alone = len(principals) == 1 and len(step.party) == 1 and len(scene.cast[step.treaty].of) < 2
    if step.action == "signature" and step.status != "proposed" and len(principals) < 2 and not alone:
        whose = parties(scene, references, [s for s in steps if s is not step], step.treaty)
        if not principals or set(principals) <= set(whose):
            step.party = list(dict.fromkeys([*step.party, *whose]))


def parties(scene: Scene, references: References, steps: list[Step], treaty: str) -> tuple[str, ...]:
    """Whose treaty it is: as the gazetteer or its name says, else who signed, ratified or joined it, else who stands near."""
    known = tuple(k for k in scene.cast[treaty].of if scene.cast[k].kind in {"State", "Organization"})
    signed = [p for s in steps if s.treaty == treaty and s.action in BINDING and s.status != "cancelled" for p in s.party]
    bound = tuple(dict.fromkeys(p for p in signed if scene.cast[p].kind in {"State", "Organization"}))
    if len(known) > 1:
        return known
    declared = _declared(scene, references, treaty)
    if bound or declared:
        return tuple(dict.fromkeys([*known, *bound, *declared]))
    if scene.cast[treaty].code:
        return known
    first = next(m for m in scene.mentions if treaty in m.keys)
    near = _nearby(scene, references, first)
    if known:
        others = [k for k in near if k not in known]
        return (*known, *others) if len(others) == 1 else known
    if len(near) > 1:
        return near
    story = references.story(scene.doc[first.head])
    return story if 2 <= len(story) <= 3 else ()


def _declared(scene: Scene, references: References, treaty: str) -> list[str]:
    """ "the Memorandum, to which Russia and Turkey are parties"."""
    found: list[str] = []
    for token in (scene.doc[i] for i, lemma in enumerate(scene.lemmas) if lemma in {"party", "signatory"}):
        if any(c.dep_ == "cop" for c in token.children):
            to = [c for c in token.children if preposition(c) == "to"]
            if any(treaty in treaty_of(scene, c) for c in to) and not any(c.lower_ in {"longer", "not"} for c in token.children):
                found += references.actors(p for s in subjects(token) for p in conjuncts(s))
    return [k for k in dict.fromkeys(found) if scene.cast[k].kind in {"State", "Organization"}]


def _nearby(scene: Scene, references: References, mention: Mention) -> tuple[str, ...]:
    """Whose treaty its sentence makes it: "their agreement", "Fiji cleared the way for an agreement with Tonga"."""
    head = scene.doc[mention.head]
    verb = governing_verb(head)
    whose = [c for c in head.children if c.dep_ == "nmod:poss"]
    actors = references.actors(whose) or references.actors(p for s in (subjects(verb) if verb is not None else ()) for p in conjuncts(s))
    principals = (scene.principal_of(k) for k in actors)
    return tuple(dict.fromkeys(k for k in principals if k and scene.cast[k].kind in {"State", "Organization"}))
