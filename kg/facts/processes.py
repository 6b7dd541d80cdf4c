"""Processes that stand uncapitalised: "the strategic security dialogue", "the Astana format", "strategic stability talks"."""

from __future__ import annotations

from kg.facts.scene import Mention, Scene
from kg.facts.syntax import preposition, span

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
}


def name_plain(scene: Scene) -> None:
    """Note series of meetings by a process noun with words that tell which: a name or modifiers before it, a topic after it."""
    for token in scene.doc:
        if token.pos_ != "NOUN" or token.i in scene.at or not scene.lexicon.member("ProcessNoun", token) or token.dep_ == "compound":
            continue
        modifiers = [c for c in token.lefts if c.dep_ in {"amod", "compound", "nmod:desc"} and c.lower_ not in GENERIC]
        topics = [c for c in token.rights if c.dep_ == "nmod" and preposition(c) == "on" and c.i not in scene.temporal]
        plain = [c for c in modifiers if c.i not in scene.at and not any(d.pos_ == "NUM" for d in (c, *c.children))]
        if not (
            topics
            or len(plain) >= 2
            or (plain and any(c.dep_ == "compound" for c in plain))
            or (modifiers and token.lemma_ in {"format", "process"})
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
