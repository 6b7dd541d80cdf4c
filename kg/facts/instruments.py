"""Which treaty a phrase stands for: a name, "the pact", "it", "the following documents"; and second names of one treaty."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.facts.cast import folded
from kg.facts.clauses import RELATIVE_PRONOUNS, antecedent
from kg.facts.scene import Mention, Scene
from kg.facts.syntax import governors, preposition

if TYPE_CHECKING:
    from spacy.tokens import Token

DEFINITE = {"the", "this", "that", "these", "those", "its", "their", "both", "his", "her", "our", "such", "each", "same"}
BINDING = {"signature", "ratification", "accession"}  # the steps by which one becomes a party
NAMING = {"call", "know", "dub", "term", "name", "style", "title", "entitle", "christen", "nickname"}
ANNOUNCING = {":", ",", "—", "–", "-", "including", "among", "namely", "such", "notably"}  # what opens a list after a plural noun
NEAR, FAR = 40, 250  # tokens back to which a pronoun, a noun reaches


def is_strong(scene: Scene, token: Token) -> bool:
    """Whether a noun always means an instrument of international law: treaty, convention, protocol."""
    return scene.lexicon.member("InstrumentNoun", token)


def is_instrument(scene: Scene, token: Token) -> bool:
    """Whether a noun can mean such an instrument."""
    return is_strong(scene, token) or scene.lexicon.member("WeakInstrumentNoun", token)


def binding_word(scene: Scene, token: Token) -> Token | None:
    """ "its instrument of ratification", "the Instrument of Accession to the Treaty": the noun that tells the step."""
    if not scene.lexicon.member("InstrumentOfNoun", token):
        return None
    named = (c for c in token.children if c.dep_ == "nmod" and preposition(c) == "of")
    return next((c for c in named if scene.lexicon.treaty_events.get(c.lemma_.lower()) in BINDING), None)


# ------------------------------------------------------------------ which treaty a phrase stands for


def treaty_of(scene: Scene, token: Token) -> tuple[str, ...]:
    """The treaty that a noun phrase denotes: by name, or as "the treaty", "it" the one told of before."""
    if token.lower_ in RELATIVE_PRONOUNS:
        if (before := right_before(scene, token)) is not None:
            return before.keys
        token = antecedent(token)
    mention = scene.at.get(token.i)
    if mention and mention.kind == "Treaty":
        return mention.keys
    part = scene.lexicon.member("TreatyPartNoun", token)
    for child in token.children:
        other = scene.at.get(child.i)
        if child.dep_ in {"appos", "flat"} and other and other.kind == "Treaty":
            return other.keys
        if part and child.dep_ == "nmod" and preposition(child) in {"of", "to", "in", "on"}:
            return treaty_of(scene, child)
        if child.dep_ in {"acl", "acl:relcl"} and child.lemma_ in NAMING:
            named = [m.keys for t in child.subtree if (m := scene.at.get(t.i)) and m.kind == "Treaty"]
            if named:
                return named[0]
    if part and any(c.dep_ == "nmod:poss" and c.pos_ == "PRON" for c in token.children):
        return last_told(scene, token, NEAR)
    return _told_before(scene, token) if not mention else ()


def right_before(scene: Scene, token: Token) -> Mention | None:
    """The treaty that ends right before a token, with what belongs to its description: "the Accord between A and B, …"."""
    i = token.i - 1
    while i > token.sent.start and (scene.doc[i].text in {",", ")", "–", "—"} or scene.doc[i].pos_ in {"ADV", "ADP"}):
        i -= 1
    for node in (scene.doc[i], *governors(scene.doc[i])) if i >= 0 else ():
        mention = scene.at.get(node.i)
        if node.pos_ in {"VERB", "AUX"} or node.i > i:
            return None
        if mention and mention.kind == "Treaty":
            return mention
    return None


def listed_with(scene: Scene, token: Token) -> tuple[str, ...]:
    """ "the Protocol on Tea and the Agreement on Salt": the treaties that a list goes on with, whatever the parser hung them on."""
    found: list[str] = []
    start = token.i + 1
    for mention in scene.mentions:
        if mention.kind == "Treaty" and start <= mention.start < token.sent.end:
            between = scene.doc[start : mention.start]
            lead = [t for t in between if t.pos_ not in {"DET", "ADJ", "NUM"}]
            if any(t.pos_ in {"VERB", "AUX", "PRON"} for t in between) or not lead or lead[-1].lower_ not in {"and", ",", "well"}:
                break
            found += mention.keys
            start = mention.end
    return tuple(found)


def last_told(scene: Scene, token: Token, reach: int = FAR) -> tuple[str, ...]:
    """The treaty named last before a token in its section."""
    section = scene.parse.section(token)
    earlier = (m for m in reversed(scene.mentions) if m.kind == "Treaty" and m.start < token.i)
    last = next(earlier, None)
    near = last and token.i - last.start < reach and scene.parse.section_at(last.start) == section
    return last.keys if last and near else ()


def _told_before(scene: Scene, token: Token) -> tuple[str, ...]:
    """The treaty last told of in the section, of the kind that the noun says if there is one."""
    pronoun = token.pos_ == "PRON" and token.lower_ in {"it", "its", "this", "which"}
    noun = is_instrument(scene, token) or scene.lexicon.member("TermsNoun", token) or scene.lexicon.member("TreatyNoun", token)
    if not pronoun and not (noun and any(c.lower_ in DEFINITE for c in token.children)):
        return ()
    section = scene.parse.section(token)
    earlier = [m for m in scene.mentions if m.kind == "Treaty" and m.start < token.i and scene.parse.section_at(m.start) == section]
    near = [m for m in earlier if token.i - m.start < (NEAR if pronoun else FAR)]
    if not near:
        return _of_title(scene) if is_strong(scene, token) else ()
    word = folded(token.lemma_)
    if token.tag_ in {"NNS", "NNPS"}:
        return _two(scene, token, [k for m in reversed(near) for k in m.keys])
    alike = [m for m in near if any(word in folded(label).split() for label in scene.cast[m.keys[0]].labels)]
    strong = [m for m in near if is_strong(scene, scene.doc[m.head])] if is_strong(scene, token) else []
    return (alike or strong or near)[-1].keys


def _of_title(scene: Scene) -> tuple[str, ...]:
    """The one treaty that the document's title names, which is "the Convention" all through it."""
    title = f" {folded(scene.parse.document.title)} "
    named = [p.key for p in scene.cast.of_kind("Treaty") if any(f" {folded(label)} " in title for label in p.labels)]
    return tuple(named) if len(named) == 1 else ()


def _two(scene: Scene, token: Token, keys: list[str]) -> tuple[str, ...]:
    """ "Both treaties", "the two pacts", "the treaties": the two told of last, where no other number is said."""
    counted = [c.lower_ for c in token.children if c.dep_ == "nummod"]
    last = tuple(dict.fromkeys(keys))[:2]
    return last if is_strong(scene, token) and len(last) == 2 and counted in ([], ["two"]) else ()


def enumerated(scene: Scene, token: Token) -> tuple[str, ...]:
    """ "the following documents: …", "14 documents, among them …": the treaties that a plural noun announces."""
    if (
        token.tag_ not in {"NNS", "NNPS"}
        or token.i in scene.at
        or not (is_instrument(scene, token) or scene.lexicon.member("TermsNoun", token))
    ):
        return ()
    end = token.sent.end
    after = [m for m in scene.mentions if m.kind == "Treaty" and token.i < m.start < end]
    cued = bool(after) and any(t.lower_ in ANNOUNCING for t in scene.doc[token.i + 1 : after[0].start])
    found = [k for m in after if cued for k in m.keys]
    if not found and scene.doc[end - 1].text == ":" or any(c.lower_ == "following" for c in token.children):
        found += [k for m in scene.mentions if m.kind == "Treaty" and m.start >= end and _listed(scene, end, m.start) for k in m.keys]
    return tuple(dict.fromkeys(found))


def _listed(scene: Scene, end: int, start: int) -> bool:
    """Whether all paragraphs from a sentence's end to a token are points of a list."""
    between = [p for p in scene.parse.paragraphs if p.end > end and p.start <= start and p.start >= end]
    return bool(between) and all(p.block.kind == "item" for p in between)


# ------------------------------------------------------------------ one treaty under two names


def alias(scene: Scene) -> None:
    """ "Two protocols …, commonly called the Zurich Protocols": one treaty under two names."""
    for mention in scene.mentions:
        if mention.kind != "Treaty" or not mention.keys:
            continue
        verb = scene.doc[mention.head].head
        if verb.lemma_ not in NAMING:
            continue
        top = verb
        while top.dep_ == "conj" and top.head.pos_ == "VERB":
            top = top.head
        other = scene.at.get(top.head.i)
        if top.dep_ in {"acl", "acl:relcl"} and other and other.kind == "Treaty" and other.keys != mention.keys:
            _unite(scene, other, mention)


def _unite(scene: Scene, old: Mention, new: Mention) -> None:
    for label in scene.cast[old.keys[0]].labels:
        scene.cast.label(new.keys[0], label)
    scene.mentions[:] = [replace(m, keys=new.keys) if m.keys == old.keys else m for m in scene.mentions]
    scene.at.update({i: replace(m, keys=new.keys) for i, m in scene.at.items() if m.keys == old.keys})
