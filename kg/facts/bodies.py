"""Bodies that are set up for a task and stand without a name of their own: "a joint military committee", "topographic and legal groups"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.facts.scene import Mention, Scene
from kg.facts.syntax import conjuncts, preposition, span

if TYPE_CHECKING:
    from spacy.tokens import Token

DASHES = {"-", "–", "—", "--", "(", ":"}
COUNTS = {"two", "three", "four", "five", "six", "several", "both"}
LOOSE = frozenset({"acl:relcl", "acl", "parataxis", "appos"})
TOPICAL = {"on", "for", "of", "between"}


def founding(scene: Scene, token: Token) -> Token | None:
    """The verb or noun that says that what a noun means is set up: "established", "the creation of", "which was formed"."""
    while token.dep_ == "conj" and token.head.pos_ in {"NOUN", "PROPN"}:
        token = token.head
    head = token.head
    if token.dep_ in {"obj", "nsubj:pass"} and _founds(scene, head):
        return head
    if token.dep_ == "nmod" and preposition(token) == "of" and scene.lexicon.member("FoundingNoun", head):
        return head
    return next((c for c in token.children if c.dep_ in {"acl", "acl:relcl"} and _founds(scene, c) and c.tag_ != "VBG"), None)


def _founds(scene: Scene, verb: Token) -> bool:
    if verb.lemma_ == "set":
        return any(c.lower_ == "up" for c in verb.children)
    return verb.pos_ == "VERB" and scene.lexicon.member("FoundingVerb", verb)


# ------------------------------------------------------------------ noting them


def name_plain(scene: Scene) -> None:
    """Note groups that stand uncapitalised: "a joint military committee", "several technical working groups"."""
    for token in scene.doc:
        if token.pos_ not in {"NOUN", "PROPN"} or token.i in scene.at or token.dep_ == "compound":
            continue
        modifiers, topics = _modifiers(scene, token), _topics(scene, token)
        if _is_body(scene, token, modifiers, topics):
            _note(scene, token, modifiers, topics)
    scene.mentions.sort(key=lambda m: (m.start, m.end))


def _is_body(scene: Scene, token: Token, modifiers: list[Token], topics: list[Token]) -> bool:
    telling = any(scene.lexicon.has("GroupModifier", c.lower_) for c in modifiers)
    mixed = any(preposition(c) == "from" for t in (token, *topics) for c in t.children)  # a team of officers from both sides
    if scene.lexicon.member("SetUpBodyNoun", token) and (telling or topics and (token.lemma_ != "team" or mixed)):
        return True
    founded = founding(scene, token) is not None
    counted = token.tag_ != "NNS" or any(c.dep_ == "nummod" for c in token.children)
    if founded and counted and scene.lexicon.member("SetUpBodyNoun", token) and token.lemma_ not in {"group", "team"}:
        return True
    charged = token.dep_ in {"obl", "obj", "nsubj:pass"} and scene.lexicon.member("ChargingVerb", token.head)
    body = scene.lexicon.member("FoundedBodyNoun", token) and bool(modifiers or topics)
    return body and (charged or founded)


def _modifiers(scene: Scene, token: Token) -> list[Token]:
    found = [c for c in token.lefts if c.dep_ in {"amod", "compound", "nmod:desc"}]
    return [c for c in found if not scene.lexicon.has("UntellingWord", c.lower_) and c.lower_ not in COUNTS]


def _topics(scene: Scene, token: Token) -> list[Token]:
    """ "on grazing rights", "of experts", "a fund for reefs": what tells which group it is."""
    found = [c for c in token.rights if c.dep_ == "nmod" and preposition(c) in TOPICAL]
    premises = scene.lexicon.member("BuildingNoun", token) or token.lemma_ in {"office", "laboratory"}
    purpose = {"on", "between"} if premises or scene.lexicon.member("SetUpBodyNoun", token) else {"on", "between", "for"}
    return [c for c in found if preposition(c) in purpose or preposition(c) == "of" and scene.lexicon.member("MemberNoun", c)]


def _note(scene: Scene, token: Token, modifiers: list[Token], topics: list[Token]) -> None:
    start = _start(scene, token, modifiers)
    kinds = list(_kinds(token, modifiers))
    if kinds:
        keys = tuple(scene.cast.add("WorkingGroup", f"{kind} {_singular(token)}") for kind in kinds)
    elif len(subjects := _subjects(token, topics)) > 1:
        keys = tuple(_by_topic(scene, token, subject) for subject in subjects)
    else:
        keys = (_one(scene, token, start, topics),)
    scene.add(Mention(start, token.i + 1, token.i, "WorkingGroup", keys))


def _start(scene: Scene, token: Token, modifiers: list[Token]) -> int:
    start = max(min([c.left_edge.i for c in modifiers] or [token.i]), token.sent.start)
    while start < token.i and (_untelling(scene, scene.doc[start]) or scene.doc[start].is_punct):
        start += 1
    return start


def _untelling(scene: Scene, token: Token) -> bool:
    return token.pos_ == "DET" or token.lower_ in COUNTS or scene.lexicon.has("UntellingWord", token.lower_)


def _kinds(token: Token, modifiers: list[Token]) -> Iterator[str]:
    """ "topographic and legal working groups": a group of each kind."""
    for modifier in modifiers if token.tag_ in {"NNS", "NNPS"} else ():
        parts = [modifier, *(c for c in modifier.children if c.dep_ == "conj" and c.i < token.i)]
        if len(parts) > 1:
            yield from (p.text for p in sorted(parts, key=lambda t: t.i))
            return


def _subjects(token: Token, topics: list[Token]) -> list[str]:
    """ "four working groups, on security, political and humanitarian affairs": a group for each subject, if as many as counted."""
    count = next((c.lower_ for c in token.children if c.dep_ == "nummod"), "")
    parts = [t.text for topic in topics[:1] for t in conjuncts(topic)]
    return parts if {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}.get(count) == len(parts) else []


def _by_topic(scene: Scene, token: Token, subject: str) -> str:
    return scene.cast.add("WorkingGroup", f"{_singular(token)} on {subject}", labels=(subject, f"{subject} {_singular(token)}"))


def _singular(token: Token) -> str:
    before = token.nbor(-1) if token.i else token
    return f"working {token.lemma_}" if before.lower_ == "working" else token.lemma_


def _one(scene: Scene, token: Token, start: int, topics: list[Token]) -> str:
    """One group, or a set of groups without names, under all the names that its description gives."""
    doc = scene.doc
    end = span(topics[0], LOOSE)[1] if topics else token.i + 1
    inside = range(token.i + 1, end)
    end = next((i for i in inside if doc[i].text in DASHES or i in scene.at and scene.at[i].kind == "WorkingGroup"), end)
    name = doc[start:end].text
    key = _set_before(scene, token) or scene.cast.add("WorkingGroup", name)
    scene.cast.label(key, name)
    counted = start
    while counted > token.sent.start and doc[counted - 1].lower_ in COUNTS:
        counted -= 1
    scene.cast.label(key, doc[counted:end].text)
    if token.tag_ == "NNS":
        scene.cast.label(key, f"{doc[start : token.i].text} {token.lemma_}".strip())
        scene.cast[key].generic = True
    if topics:
        scene.cast.label(key, doc[start : token.i + 1].text)
        scene.cast.label(key, f"working group {doc[token.i + 1 : end].text}")
    return key


def _set_before(scene: Scene, token: Token) -> str | None:
    """A set of groups is one: "two working groups", told again as "the two interdepartmental groups"."""
    if token.tag_ not in {"NNS", "NNPS"}:
        return None
    section = scene.parse.section(token)
    for mention in reversed(scene.mentions):
        head = scene.doc[mention.head]
        plural = mention.kind == "WorkingGroup" and len(mention.keys) == 1 and head.tag_ in {"NNS", "NNPS"} and head.lemma_ == token.lemma_
        if plural and mention.start < token.i and scene.parse.section(head) == section:
            return mention.keys[0]
    return None
