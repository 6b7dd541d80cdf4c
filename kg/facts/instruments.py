"""Treaties that no name tells: described ones, second names, and the nouns and pronouns that stand for one told of before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.facts.cast import folded
from kg.facts.scene import Mention, Scene
from kg.facts.syntax import RELATIVE_PRONOUNS, antecedent, conjuncts, preposition

if TYPE_CHECKING:
    from spacy.tokens import Token

TOPIC = {
    "on",
    "for",
    "of",
    "with",
    "between",
    "among",
    "against",
    "about",
    "concerning",
    "governing",
    "regarding",
    "to",
    "over",
    "under",
    "from",
}
TELLING = {"on", "for", "with", "between", "among", "against", "about", "concerning", "governing", "regarding", "over"}
DEFINITE = {"the", "this", "that", "these", "those", "its", "their", "both", "his", "her", "our", "such", "each", "same"}
STEPS = {"signature", "ratification", "entry-into-force", "accession", "extension"}  # what makes a noun an instrument of international law
SET_PHRASES = {
    "understanding",
    "intent",
    "intention",
    "agreement",
    "cooperation",
    "co-operation",
    "conduct",
    "action",
    "association",
    "friendship",
    "accession",
}
OPENING = {
    "which",
    "who",
    "where",
    "whose",
    "when",
    "that",
    "to",
    "under",
    "by",
    "with",
    "but",
    "while",
}  # after a comma they open a clause
LONGEST = 18  # words of a description
NEAR, FAR = 40, 250  # tokens back to which a pronoun, a noun reaches


# ------------------------------------------------------------------ treaties that are described


def name_plain(scene: Scene) -> None:
    """Note treaties that a common noun and what modifies it tell: "a treaty on the state border", "a free trade agreement with Peru"."""
    for token in scene.doc:
        if token.pos_ not in {"NOUN", "PROPN"} or token.i in scene.at or token.dep_ == "compound" or not _is_instrument(scene, token):
            continue
        known = _named_before(scene, token)
        if known:
            scene.add(Mention(token.i, token.i + 1, token.i, "Treaty", (known,)))
        elif _tells_one(scene, token):
            scene.add(Mention(token.i, token.i + 1, token.i, "Treaty", (_described(scene, token),)))
    scene.mentions.sort(key=lambda m: (m.start, m.end))


def _is_instrument(scene: Scene, token: Token) -> bool:
    return scene.lexicon.member("InstrumentNoun", token) or scene.lexicon.member("WeakInstrumentNoun", token)


def _tells_one(scene: Scene, token: Token) -> bool:
    """Whether a noun brings a treaty into the text: by a topic, by partners, or because it was signed, ratified and so on."""
    strong = scene.lexicon.member("InstrumentNoun", token)
    definite = any(c.lower_ in DEFINITE for c in token.children)
    topics = list(_topics(token))
    telling = [t for t in topics if t.dep_ == "acl" or preposition(t) in TELLING]
    dated = any(t.i in scene.temporal for t in topics)
    own = any(_tells_step(scene, c, token) for c in token.children if c.dep_ in {"acl", "acl:relcl"})
    done = own or (_tells_step(scene, token.head, token) and _is_object(token))
    if strong:
        return bool(telling or dated or own or _by_which(token) or (done and not definite))
    kinds = [c for c in _modifiers(scene, token) if c.dep_ in {"compound", "amod"} and c.i not in scene.at]
    return bool(done and (not definite or telling)) or bool(kinds and scene.lexicon.member("TradeWord", kinds[0]) and not definite)


def _tells_step(scene: Scene, verb: Token, noun: Token) -> bool:
    """Whether a verb tells a step in the life of what a noun means, with the words that it needs for that ("put their names to")."""
    strong = scene.lexicon.member("InstrumentNoun", noun)
    steps = [f for f in scene.lexicon.frames_of(verb) if verb.pos_ == "VERB" and f.evokes == "TreatyAction" and f.action in STEPS]
    frames = [f for f in steps if strong or f.name not in {"conclude", "seal"}]  # deals are concluded too
    return any(
        all(
            any(scene.lexicon.member(role.type, t) for t in ((noun,) if role.fills == "treaty" else verb.children))
            for role in frame.roles
            if role.required and role.type
        )
        for frame in frames
    )


def _by_which(token: Token) -> bool:
    """ "the treaty by which Egypt and Greece delimited …": no comma, and the clause says what the treaty did."""
    after = [c.lower_ for c in token.doc[token.i + 1 : token.i + 3]]
    return len(after) == 2 and after[0] in {"by", "under", "in", "through"} and after[1] == "which"


def _is_object(token: Token) -> bool:
    return token.dep_ in {"obj", "nsubj:pass", "conj"} or (token.dep_ in {"obl", "nsubj"} and preposition(token) in {"to", "into", ""})


def _modifiers(scene: Scene, token: Token) -> list[Token]:
    """The telling words right before a noun, in order."""
    found: list[Token] = []
    for i in range(token.i - 1, token.sent.start - 1, -1):
        word = token.doc[i]
        part = word.dep_ in {"amod", "compound", "nmod:desc", "punct", "conj", "cc", "nmod:unmarked"} and token.is_ancestor(word)
        if not part or scene.lexicon.has("UntellingWord", word.lower_) or word.text in {",", "(", "“", '"'}:
            break
        found.insert(0, word)
    while found and (found[0].is_punct or found[0].dep_ == "cc"):
        found.pop(0)
    return found


def _topics(token: Token) -> Iterator[Token]:
    """ "on the state border", "on sharing data", "with Peru", "to end the war": what says which instrument it is."""
    for child in token.rights:
        if child.dep_ == "nmod" and preposition(child) in TOPIC:
            yield child
            if child.lower_ in SET_PHRASES:
                yield from _topics(child)
        elif child.dep_ == "acl" and any(c.lower_ in {"on", "for", "to"} and c.dep_ in {"mark", "case"} for c in child.children):
            yield child


def _described(scene: Scene, token: Token) -> str:
    """The entity of a description, with the shorter descriptions that it contains as further names."""
    doc = scene.doc
    before = _modifiers(scene, token)
    start = before[0].i if before else token.i
    head = token.text if token.text[:1].isupper() and not token.is_sent_start else token.lemma_.lower()
    opening = f"{doc[start : token.i].text} " if before else ""
    ends = [e for e in _ends(token) if e - token.i <= LONGEST]
    names = [f"{opening}{head}", *(f"{opening}{head} {doc[token.i + 1 : end].text}" for end in ends)]
    key = scene.cast.add("Treaty", names[-1])
    scene.cast[key].generic = True
    for name in reversed(names):
        scene.cast.label(key, name)
    scene.cast.relate(key, _partners(scene, token))
    return key


def _ends(token: Token) -> list[int]:
    """Where the description may end: after each of the phrases that follow the noun without a comma."""
    doc = token.doc
    ends: list[int] = []
    at = token.i + 1
    for child in token.rights:
        if (
            child.left_edge.i != at
            or child.dep_ not in {"nmod", "acl", "acl:relcl"}
            or any(t.text in {";", "—", "("} for t in child.subtree)
        ):
            break
        stop = _cut(child)
        if stop <= at:
            break
        ends.append(stop)
        if stop < child.right_edge.i + 1:
            break
        at = stop
    return [e for e in ends if doc[e - 1].i > token.i]


def _cut(child: Token) -> int:
    """The end of a phrase, at its first quotation mark, or comma that opens a clause or an apposition."""
    doc = child.doc
    for i in range(child.left_edge.i, child.right_edge.i + 1):
        opens = doc[i].text == "," and (doc[i + 1].lower_ in OPENING or doc[i + 1].tag_ in {"VBN", "VBG", "WDT", "WP"})
        if opens or doc[i].text in {'"', "“", "”", ":", ";", "(", "—"}:
            return i
    for t in sorted(child.subtree, key=lambda t: t.i):
        loose = t.dep_ in {"acl:relcl", "appos", "parataxis", "advcl"} and t != child
        if loose and t.left_edge.i > child.left_edge.i and child.doc[t.left_edge.i - 1].text != "of":
            end = t.left_edge.i
            while child.doc[end - 1].is_punct or child.doc[end - 1].dep_ == "cc":
                end -= 1
            return end
    end = child.right_edge.i + 1
    while child.doc[end - 1].is_punct:
        end -= 1
    return end


def _partners(scene: Scene, token: Token) -> tuple[str, ...]:
    """ "between Portugal and South Africa", "with Peru": whose treaty it is, as far as its description says."""
    found: list[str] = []
    for child in token.children:
        if child.dep_ == "nmod" and preposition(child) in {"between", "with", "among"} or child.dep_ in {"amod", "compound", "nmod:poss"}:
            for part in conjuncts(child):
                mention = scene.at.get(part.i)
                if mention and mention.kind in {"State", "Organization"}:
                    found += mention.keys
        if child.dep_ in {"acl", "acl:relcl"} and _by_which(token):
            actors = [part for c in child.children if c.dep_ == "nsubj" for part in conjuncts(c)]
            found += [k for a in actors if (m := scene.at.get(a.i)) and m.kind in {"State", "Organization"} for k in m.keys]
    return tuple(dict.fromkeys(found))


def _named_before(scene: Scene, token: Token) -> str:
    """The treaty that "the border treaty" or "the Convention" names again: the words before the noun are among its name's."""
    if not any(c.lower_ in {"the", "this", "that"} for c in token.children):
        return ""
    words = {folded(w.text) for w in _modifiers(scene, token)}
    if not words and not token.text[:1].isupper():
        return ""
    for mention in reversed(scene.mentions):
        if mention.kind == "Treaty" and mention.start < token.i and len(mention.keys) == 1:
            names = {w for label in scene.cast[mention.keys[0]].labels for w in folded(label).split()}
            if words <= names and (folded(token.lemma_) in names or words):
                return mention.keys[0]
    return ""


# ------------------------------------------------------------------ which treaty a phrase stands for


def treaty_of(scene: Scene, token: Token) -> tuple[str, ...]:
    """The treaty that a noun phrase denotes: by name, or as "the treaty", "it" the one told of before."""
    if token.lower_ in RELATIVE_PRONOUNS:
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
    return _told_before(scene, token) if not mention else ()


def last_told(scene: Scene, token: Token) -> tuple[str, ...]:
    """The treaty named last before a token in its section."""
    section = scene.parse.section(token)
    earlier = (m for m in reversed(scene.mentions) if m.kind == "Treaty" and m.start < token.i)
    last = next(earlier, None)
    near = last and token.i - last.start < FAR and scene.parse.section_at(last.start) == section
    return last.keys if last and near else ()


def _told_before(scene: Scene, token: Token) -> tuple[str, ...]:
    """The treaty last told of in the section, of the kind that the noun says if there is one."""
    pronoun = token.pos_ == "PRON" and token.lower_ in {"it", "its", "this", "which"}
    noun = _is_instrument(scene, token) or scene.lexicon.member("TermsNoun", token) or scene.lexicon.member("TreatyNoun", token)
    if not pronoun and not (noun and any(c.lower_ in DEFINITE for c in token.children)):
        return ()
    section = scene.parse.section(token)
    earlier = [m for m in scene.mentions if m.kind == "Treaty" and m.start < token.i and scene.parse.section_at(m.start) == section]
    near = [m for m in earlier if token.i - m.start < (NEAR if pronoun else FAR)]
    if not near or token.tag_ in {"NNS", "NNPS"}:
        return ()
    word = folded(token.lemma_)
    alike = [m for m in near if any(word in folded(label).split() for label in scene.cast[m.keys[0]].labels)]
    return (alike or near)[-1].keys


def enumerated(scene: Scene, token: Token) -> tuple[str, ...]:
    """ "the following documents: …", "14 documents, among them …": the treaties that a plural noun announces."""
    if token.tag_ not in {"NNS", "NNPS"} or not (_is_instrument(scene, token) or scene.lexicon.member("TermsNoun", token)):
        return ()
    end = token.sent.end
    found = [k for m in scene.mentions if m.kind == "Treaty" and token.i < m.start < end for k in m.keys]
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
        if verb.lemma_ not in {"call", "know", "dub", "term", "name", "style", "title", "entitle", "christen", "nickname"}:
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
