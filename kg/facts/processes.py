"""Processes that stand uncapitalised: "the strategic security dialogue", "the Astana format", "strategic stability talks"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.facts.ordinals import ORDINALS, ordinal
from kg.facts.scene import Mention, Scene
from kg.facts.syntax import preposition, span

if TYPE_CHECKING:
    from spacy.tokens import Token

HEAD_END = re.compile(r" (?:of|on|to|for|in) ")  # where a name's head noun ends
GENERIC = {
    "the",
    "this",
    "that",
    "these",
    "next",
    "new",
    "further",
    "bilateral",
    "previous",
    "last",
    "first",
    "second",
    "third",
    "direct",
    "recent",
    "current",
    "present",
    "same",
    "usual",
    "ordinary",
    "extraordinary",
    "regular",
    "formal",
    "informal",
    "official",
    "technical",
    "intensive",
    "serious",
    "long",
    "short",
    "final",
    "ongoing",
    "fresh",
    "renewed",
    "secret",
    "private",
    "face-to-face",
    "indirect",
    "multilateral",
    "high-level",
    "top-level",
    "senior-level",
    "expert-level",
    "working-level",
    "ministerial-level",
    "video",
    "telephone",
    "phone",
    "press",
    "news",
    "online",
    "virtual",
    "preliminary",
    "preparatory",
    "frank",
}
ORDER = {*ORDINALS, "the", "this", "that", "these", "next", "new", "further", "previous", "last", "recent", "current", "earlier"}


def _topic(child: Token) -> bool:
    """ "on trade", "on sharing the river"."""
    gerund = child.dep_ == "acl" and child.tag_ == "VBG" and any(c.lower_ == "on" and c.dep_ in {"mark", "case"} for c in child.children)
    return gerund or (child.dep_ == "nmod" and preposition(child) == "on")


def _counted(scene: Scene, token: Token) -> bool:
    """ "the third round of the exploratory talks", "the fourth of their trilateral consultations": a series by one word."""
    above = token.head
    return (
        token.dep_ == "nmod"
        and preposition(token) in {"of", "in"}
        and (scene.lexicon.member("RoundNoun", above) or ordinal(above) is not None)
    )


def name_plain(scene: Scene) -> None:
    """Note series of meetings by a process noun with words that tell which: a name or modifiers before it, a topic after it."""
    for token in scene.doc:
        if token.pos_ != "NOUN" or token.i in scene.at or not scene.lexicon.member("ProcessNoun", token) or token.dep_ == "compound":
            continue
        modifiers = [c for c in token.lefts if c.dep_ in {"amod", "compound", "nmod:desc"} and c.lower_ not in GENERIC]
        topics = [c for c in token.rights if _topic(c) and c.i not in scene.temporal]
        counted_modifiers = [c for c in token.lefts if c.dep_ == "amod" and c.lower_ not in ORDER]
        counted = _counted(scene, token)
        modifiers = counted_modifiers if counted and not modifiers else modifiers
        plain = [c for c in modifiers if c.i not in scene.at and not any(d.pos_ == "NUM" for d in (c, *c.children))]
        if not (
            topics
            or len(plain) >= 2
            or (plain and any(c.dep_ == "compound" for c in plain))
            or (modifiers and token.lemma_ in {"format", "process"})
            or (counted and counted_modifiers)
        ):
            continue
        start = min((c.left_edge.i for c in modifiers), default=token.i)
        end = span(topics[0], frozenset({"acl:relcl", "acl", "appos"}))[1] if topics else token.i + 1
        timed = next((i for i in range(token.i + 1, end) if i in scene.temporal), end)
        end = timed - (timed < end and scene.doc[timed - 1].pos_ == "ADP")
        states = tuple(k for c in modifiers if (m := scene.at.get(c.i)) and m.kind == "State" for k in m.keys)
        key = scene.cast.add("Process", scene.doc[start:end].text, of=states)
        if plain and len(plain) < len(modifiers):
            scene.cast.label(key, scene.doc[plain[0].left_edge.i : end].text)
        if topics and plain:
            scene.cast.label(key, scene.doc[start : token.i + 1].text)
        scene.add(Mention(token.i, token.i + 1, token.i, "Process", (key,)))
    scene.mentions.sort(key=lambda m: (m.start, m.end))


def embody(scene: Scene) -> None:
    """A conference or assembly that decides or says something is an organisation: "the Conference then decided that …"."""
    for player in scene.cast.of_kind("Process"):
        head = HEAD_END.split(player.name.lower())[0].split()[-1:]
        if head and scene.lexicon.has("OrganizationNoun", head[0]) and any(_acts(scene, t, player.key, head[0]) for t in scene.doc):
            scene.cast.recast(player.key, "Organization")
            scene.cast.label(player.key, player.name.split(" to ")[0])
            for mention in [m for m in scene.mentions if player.key in m.keys]:
                scene.change(mention, replace(mention, kind="Organization"))


def _acts(scene: Scene, token: Token, key: str, head: str) -> bool:
    """Whether a token names the process, in full or by its head noun in capitals, and is the subject of deciding or saying."""
    mention = scene.at.get(token.i)
    named = mention is not None and mention.head == token.i and key in mention.keys
    if not (named or token.lower_ == head and token.text[0].isupper() and mention is None) or token.dep_ != "nsubj":
        return False
    verb = token.head
    decides = any(frame.evokes == "Agreement" for frame in scene.lexicon.frames_of(verb))
    return decides or scene.lexicon.member("SayingVerb", verb)
