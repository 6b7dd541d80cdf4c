"""Frames of the lexicon found in clauses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.facts.clauses import Clause
from kg.facts.lexicon import Frame, Role
from kg.facts.scene import Scene
from kg.facts.syntax import after_comma, preposition

if TYPE_CHECKING:
    from spacy.tokens import Token

Fillers = dict[str, tuple["Token", ...]]  # by the property that they fill

# what a role's fillers are looked for in, most telling first
PERSONAL = {"he", "she", "they", "we", "him", "her", "them"}
ORDER = (
    "xcomp",
    "ccomp",
    "obl:to",
    "obl:on",
    "obl:upon",
    "obl:for",
    "obl:about",
    "obl:over",
    "obl:of",
    "obl:in",
    "obl:with",
    "obl:at",
    "obl:from",
    "obj",
)


def match(scene: Scene, clause: Clause, evokes: str) -> Iterator[tuple[Frame, Fillers]]:
    """The frames of one class that a clause realises, with the fillers of their roles by the property that they fill."""
    if clause.verb.dep_ == "amod":
        return
    for frame in scene.lexicon.frames_of(clause.verb):
        if frame.evokes != evokes or (frame.particles and not _particle(clause, frame)):
            continue
        fillers: Fillers = {}
        for role in frame.roles:
            found = _fill(scene, clause, role)
            if not found and role.fills == "content" and not role.type:
                found = _taken_over(clause) or _told_first(clause) or _set_off(clause, role)
            if not found and role.type == "SubordinateNoun":
                found = _in_object(scene, clause, role)
            if role.required and not found:
                break
            fillers[role.fills] = (*fillers.get(role.fills, ()), *found)
        else:
            yield frame, fillers


def _told_first(clause: Clause) -> tuple[Token, ...]:
    """ "Officials will sit down in October, it was agreed": the main clause that the agreeing is added to."""
    verb = clause.verb
    if verb.dep_ == "parataxis" and verb.head.pos_ in {"VERB", "AUX"} and verb.head.i < verb.i:
        return (verb.head,)
    before = [c for c in verb.children if c.dep_ in {"parataxis", "ccomp"} and c.i < verb.i and c.pos_ == "VERB"]
    return tuple(before[:1])


def _taken_over(clause: Clause) -> tuple[Token, ...]:
    """ "They had agreed, he said, to meet again": the complement that the parser gave to the inserted verb."""
    verb = clause.verb
    if verb.dep_ != "ccomp" or verb.head.i < verb.i:
        return ()
    beside = [c for c in verb.head.children if c.i > verb.head.i and c.dep_ in {"ccomp", "xcomp", "advcl"}]
    return tuple(c for c in beside if any(m.lower_ in {"to", "that"} for m in c.children if m.dep_ == "mark"))[:1]


def _set_off(clause: Clause, role: Role) -> tuple[Token, ...]:
    """ "It was decided, in view of the floods, to wait", "instructed a group, made up of experts, to report": what is set off took it."""
    verb = clause.verb
    if "xcomp" not in role.dependencies or verb.tag_ not in {"VBD", "VBN", "VBZ", "VBP"}:
        return ()
    behind = [t for t in verb.subtree if t.i > verb.i + 2 and t.tag_ == "VB" and t.dep_ in {"acl", "advcl"} and after_comma(t)]
    opened = verb.doc[verb.i + 1].text == ","
    return tuple(t for t in behind if opened or t.head.head in clause.objects)[:1]


def _in_object(scene: Scene, clause: Clause, role: Role) -> tuple[Token, ...]:
    """ "entrusted the creation of a fund to the ministries": who is charged, where the parser hung it into the object."""
    inside = [t for o in clause.objects for t in o.subtree if t.dep_ == "nmod" and t.i > o.i]
    return tuple(t for t in inside if f"obl:{preposition(t)}" in role.dependencies and _of_type(scene, t, role.type))[:1]


def _particle(clause: Clause, frame: Frame) -> bool:
    return bool(set(clause.particle.split()) & frame.particles) or any(c.lower_ in frame.particles for c in clause.verb.children)


def _fill(scene: Scene, clause: Clause, role: Role) -> tuple[Token, ...]:
    """The fillers of a role; a content comes from the most telling dependency alone, parties from all."""
    found: list[Token] = []
    for dependency in sorted(role.dependencies, key=lambda d: (ORDER.index(d) if d in ORDER else -1, d)):
        fitting = [t for t in clause.arguments(dependency) if t.i not in scene.temporal and _of_type(scene, t, role.type)]
        found += fitting
        if fitting and role.fills == "content":
            break
    return tuple(found)


def _of_type(scene: Scene, token: Token, wanted: str) -> bool:
    if not wanted or wanted == "Actor":
        return True
    if wanted == "Visitor" and scene.lexicon.member("DelegationNoun", token):
        return True
    known = scene.at.get(token.i)
    if wanted in {"Person", "Visitor"}:
        described = any(scene.lexicon.member(name, token) for name in ("TitleNoun", "CounterpartNoun"))
        return bool(known and known.kind == "Person") or described or token.lower_ in PERSONAL
    if wanted == "Body":
        named = bool(known and known.kind in {"WorkingGroup", "Organization"})
        return named or token.lower_ == "it" or scene.lexicon.member("GroupNoun", token)
    if wanted == "FoundedNoun" and known and known.kind in {"WorkingGroup", "Organization"}:
        return True
    return scene.lexicon.member(wanted, token)
