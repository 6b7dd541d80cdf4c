"""Treaties that no name tells: "a free trade agreement with Peru", "the 1996 accord", "the treaty by which they fixed the border"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.facts.cast import folded
from kg.facts.instruments import binding_word, enumerated, is_instrument, is_strong
from kg.facts.scene import Mention, Scene
from kg.facts.syntax import conjuncts, preposition

if TYPE_CHECKING:
    from spacy.tokens import Token

DEFINITE = {"the", "this", "that", "these", "those", "its", "their", "both", "his", "her", "our", "such", "each", "same"}
BACKWARD = {"the", "this", "that"}
STEPS = {"signature", "ratification", "entry-into-force", "accession", "extension"}  # what makes a noun an instrument of international law
OPENING = {"which", "who", "where", "whose", "when", "that", "to", "under", "by", "with", "but", "while"}  # open a clause after a comma
CLOSED = {'"', "“", "”", ":", ";", "(", "—"}  # a description goes no further
LEADING = {"DET", "ADP", "PUNCT", "PRON", "NUM", "case", "cc", "mark"}  # relations and tags of words before a description's first
LINKS = {"conj", "appos", "nmod", "parataxis", "obl"}
SEEN = 0.7  # probability from which what the encoder holds for a treaty is one
LONGEST = 18  # words of a description


def name_plain(scene: Scene) -> None:
    """Note treaties that a common noun and what modifies it tell."""
    for token in scene.doc:
        if token.pos_ not in {"NOUN", "PROPN"} or token.i in scene.at or token.dep_ == "compound":
            continue
        seen = scene.seen.get(("treaty", token.i), 0) >= SEEN and not _only_says(scene, token)
        if not (seen or is_instrument(scene, token)):
            continue
        known = _named_before(scene, token)
        intent = scene.lexicon.has("IntentNoun", token.lower_) and preposition(token) == "of"  # "a memorandum of understanding"
        if intent or enumerated(scene, token):
            continue
        if known:
            scene.add(Mention(token.i, token.i + 1, token.i, "Treaty", (known,)))
        elif binding_word(scene, token) is None and (_tells_one(scene, token) or seen and _brings_in(scene, token)):
            scene.add(Mention(token.i, token.i + 1, token.i, "Treaty", (_entity(scene, token),)))
    scene.mentions.sort(key=lambda m: (m.start, m.end))


def _named_before(scene: Scene, token: Token) -> str:
    """The treaty that "the border treaty" or "the Convention" names again: the words before the noun are among its name's."""
    if not any(c.lower_ in BACKWARD for c in token.children) or _dates(scene, token):
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


# ------------------------------------------------------------------ does the phrase bring a treaty into the text?


def _tells_one(scene: Scene, token: Token) -> bool:
    """Whether a noun brings a treaty in: by topic, partners or date, or because it was signed, ratified and so on."""
    if any(c.lower_ in {"another", "any", "no", "every"} for c in token.children):
        return False
    topics = list(_topics(scene, token))
    telling = [t for t in topics if t.dep_ == "acl" or scene.lexicon.has("TellingPreposition", preposition(t))]
    own = any(_tells_step(scene, c, token) for c in token.children if c.dep_ in {"acl", "acl:relcl"})
    done = own or (_tells_step(scene, token.head, token) and _is_object(token)) or _follows_step(scene, token)
    definite = any(c.lower_ in DEFINITE for c in token.children)
    if _dates(scene, token) or _by_which(token):
        return True
    if is_strong(scene, token):
        first = not any(m.kind == "Treaty" and m.start < token.i for m in scene.mentions)
        return bool(telling or own or (done and (not definite or first)))
    if token.tag_ in {"NNS", "NNPS"} and not telling:
        return False
    return _is_weak_treaty(scene, token, telling, own, done, definite)


def _only_says(scene: Scene, token: Token) -> bool:
    """ "according to a joint statement": a text that is quoted and that no step is told of."""
    return scene.lexicon.member("SourceNoun", token) and not (_is_object(token) and _tells_step(scene, token.head, token))


def _brings_in(scene: Scene, token: Token) -> bool:
    """Whether what the encoder holds for a treaty is told of as new, with words that tell which: "a pact of friendship".

    What was merely reached or struck is a deal ("reached an agreement to open the pass").
    """
    verb = token.head
    dealt = verb.pos_ == "VERB" and _is_object(token) and any(f.evokes == "Agreement" for f in scene.lexicon.frames_of(verb))
    if dealt and not is_strong(scene, token):
        return False
    pointing = any(c.lower_ in DEFINITE or c.pos_ == "NUM" for c in token.children)
    return token.tag_ in {"NN", "NNP"} and not pointing and bool(_modifiers(scene, token) or list(_topics(scene, token)))


def _is_weak_treaty(scene: Scene, token: Token, telling: list[Token], own: bool, done: bool, definite: bool) -> bool:
    """Whether an "agreement" or "document" is a treaty and not merely a deal or a paper."""
    kinds = [c for c in _modifiers(scene, token) if c.i not in scene.at]
    kind = bool(kinds) and scene.lexicon.member("TradeWord", kinds[0])
    partners = any(
        preposition(t) in {"with", "between"} and (m := scene.at.get(t.i)) and m.kind in {"State", "Organization"} for t in telling
    )
    listed = bool(telling) and _opens_item(scene, token) or bool(telling or kinds) and _under_documents(scene, token)
    return (
        own and (not definite or bool(kinds)) or done and (not definite or bool(telling)) or kind and (partners or not definite) or listed
    )


def _tells_step(scene: Scene, verb: Token, noun: Token) -> bool:
    """Whether a verb tells a step in the life of what a noun means, with the words that it needs for that ("put their names to")."""
    firm = is_strong(scene, noun) or any(c.dep_ == "nmod" and preposition(c) in {"on", "for"} for c in noun.children)
    steps = [f for f in scene.lexicon.frames_of(verb) if verb.pos_ == "VERB" and f.evokes == "TreatyAction" and f.action in STEPS]
    frames = [f for f in steps if firm or f.name not in {"conclude", "seal"}]  # deals are concluded too
    return any(
        all(
            any(scene.lexicon.member(role.type, t) for t in ((noun,) if role.fills == "treaty" else verb.children))
            for role in frame.roles
            if role.required and role.type
        )
        for frame in frames
    )


def _follows_step(scene: Scene, token: Token) -> bool:
    """ "signed a Protocol setting out measures": the noun stands right behind the verb, whatever the parser hung it on."""
    i = token.i - 1
    while i > token.sent.start and scene.doc[i].pos_ in {"DET", "ADJ", "NUM"}:
        i -= 1
    return i >= token.sent.start and _tells_step(scene, scene.doc[i], token)


def _is_object(token: Token) -> bool:
    return token.dep_ in {"obj", "nsubj:pass", "conj"} or (token.dep_ in {"obl", "nsubj"} and preposition(token) in {"to", "into", ""})


def _dates(scene: Scene, token: Token) -> bool:
    """ "an agreement of May 2001", "the 1987 border accord": a noun that a year tells."""
    after = token.i + 1 < len(scene.doc) and token.nbor(1).lower_ == "of" and token.i + 2 in scene.temporal
    modifiers = _modifiers(scene, token)
    opening = (modifiers[0] if modifiers else token).i
    years = [t for t in scene.doc[max(opening - 1, 0) : token.i] if t.text[-4:].isdigit()]
    before = any(t.i in scene.temporal or t.dep_ == "nummod" for t in years)
    return after or before


def _by_which(token: Token) -> bool:
    """ "the treaty by which Egypt and Greece delimited …": no comma, and the clause says what the treaty did."""
    after = [c.lower_ for c in token.doc[token.i + 1 : token.i + 3]]
    return len(after) == 2 and after[0] in {"by", "under", "in", "through"} and after[1] == "which"


def _opens_item(scene: Scene, token: Token) -> bool:
    """Whether a point of a list begins with the noun: a list of what was signed."""
    paragraph = scene.parse.paragraph(token)
    first = next((t for t in scene.doc[paragraph.start : paragraph.end] if t.is_alpha and t.pos_ not in {"DET", "NUM"}), None)
    return paragraph.block.kind == "item" and first is not None and token.i - first.i <= 2


def _under_documents(scene: Scene, token: Token) -> bool:
    """ "14 documents, among them an agreement on visas": one of the papers that a plural noun announces."""
    node = token
    for _ in range(4):
        if node.dep_ not in LINKS or node.head == node:
            return False
        node = node.head
        if node.tag_ in {"NNS", "NNPS"} and is_instrument(scene, node):
            return True
    return False


# ------------------------------------------------------------------ what it is called, and whose it is


def _modifiers(scene: Scene, token: Token) -> list[Token]:
    """The telling words right before a noun, in order."""
    found: list[Token] = []
    for i in range(token.i - 1, token.sent.start - 1, -1):
        word = token.doc[i]
        part = word.dep_ in {"amod", "compound", "nmod:desc", "punct", "conj", "cc", "nmod:unmarked", "nummod"} and token.is_ancestor(word)
        if not part or scene.lexicon.has("UntellingWord", word.lower_) or word.text in {",", "(", "“", '"'}:
            break
        found.insert(0, word)
    while found and (found[0].is_punct or found[0].dep_ == "cc"):
        found.pop(0)
    return found


def _topics(scene: Scene, token: Token) -> Iterator[Token]:
    """ "on the state border", "on sharing data", "with Peru", "to end the war": what says which instrument it is."""
    for child in token.rights:
        topic = scene.lexicon.has("TellingPreposition", preposition(child)) or preposition(child) in {"of", "to", "under", "from"}
        if child.dep_ == "nmod" and topic:
            yield child
            if scene.lexicon.has("IntentNoun", child.lower_):
                yield from _topics(scene, child)
        elif child.dep_ == "acl" and any(c.lower_ in {"on", "for", "to"} and c.dep_ in {"mark", "case"} for c in child.children):
            yield child


def _entity(scene: Scene, token: Token) -> str:
    """The entity of a description, with the shorter descriptions that it contains as further names."""
    doc = scene.doc
    before = _modifiers(scene, token)
    start = before[0].i if before else token.i
    named = token.text[:1].isupper() and (not token.is_sent_start or _opens_item(scene, token))
    head = token.text if named else token.lemma_.lower()
    opening = f"{doc[start : token.i].text} " if before else ""
    names = [f"{opening}{head}", *(f"{opening}{head} {doc[token.i + 1 : e].text}" for e in _ends(scene, token) if e - token.i <= LONGEST)]
    key = scene.cast.add("Treaty", names[-1])
    scene.cast[key].generic = True
    for name in reversed(names):
        scene.cast.label(key, name)
    leading = (t for t in doc[token.left_edge.i : token.i] if not (LEADING & {t.dep_, t.pos_} or t.head.dep_ == "case"))
    edge = next(leading, token).i
    scene.cast.label(key, doc[edge : token.i + 1].text)
    scene.cast.relate(key, _partners(scene, token))
    return key


def _ends(scene: Scene, token: Token) -> list[int]:
    """Where the description may end: after each of the phrases that follow the noun without a comma."""
    ends: list[int] = []
    at = token.i + 1
    for child in token.rights:
        joined = (
            child.dep_ == "nmod"
            and not _sets(scene, child)
            or child.dep_ in {"acl", "acl:relcl"}
            and (at == token.i + 1 or child.tag_ not in {"VBN", "VBD"})
        )
        stop = _cut(scene, child) if child.left_edge.i == at and joined else at
        if stop <= at:
            break
        ends.append(stop)
        if stop < child.right_edge.i + 1:
            break
        at = stop
    return ends


def _sets(scene: Scene, child: Token) -> bool:
    """ "a treaty in Bergen", "an agreement in force": where or how it is, no part of what it is."""
    place = scene.at.get(child.i)
    located = place is not None and place.kind == "Place" and preposition(child) in {"in", "at"}
    return located or preposition(child) == "in" and scene.lexicon.member("ForceNoun", child)


def _cut(scene: Scene, child: Token) -> int:
    """The end of a phrase, before quotation marks, a place, or a comma that opens a clause or an apposition."""
    doc = scene.doc
    first, end = child.left_edge.i, child.right_edge.i + 1
    for i in range(first, end):
        opens = doc[i].text == "," and i + 1 < len(doc) and (doc[i + 1].lower_ in OPENING or doc[i + 1].tag_ in {"VBN", "VBG", "WDT", "WP"})
        if opens or doc[i].text in CLOSED or _locates(scene, child, i):
            end = i
            break
    for t in doc[first:end]:
        loose = t.dep_ in {"acl:relcl", "appos", "parataxis", "advcl"} and t != child
        if loose and first < t.left_edge.i < end and doc[t.left_edge.i - 1].text != "of":
            end = t.left_edge.i
    while end > first and (doc[end - 1].is_punct or doc[end - 1].dep_ == "cc"):
        end -= 1
    return end


def _locates(scene: Scene, child: Token, i: int) -> bool:
    """ "a treaty on herring in Bergen": where it was signed is no part of it, but it is of "a memorandum signed in Tashkent"."""
    place = scene.at.get(i + 1)
    return scene.doc[i].lower_ in {"in", "at"} and place is not None and place.kind == "Place" and child.dep_ == "nmod" and i > child.i


def _partners(scene: Scene, token: Token) -> tuple[str, ...]:
    """ "between Portugal and South Africa", "with Peru": whose treaty it is, as far as its description says."""
    found: list[str] = []
    for child in token.children:
        if child.dep_ == "nmod" and preposition(child) in {"between", "with", "among"} or child.dep_ in {"amod", "compound", "nmod:poss"}:
            found += _actors(scene, child)
        if child.dep_ in {"acl", "acl:relcl"} and _by_which(token):
            found += [k for c in child.children if c.dep_ == "nsubj" for k in _actors(scene, c)]
    return tuple(dict.fromkeys(found))


def _actors(scene: Scene, token: Token) -> list[str]:
    mentions = (scene.at.get(part.i) for part in conjuncts(token))
    return [k for m in mentions if m and m.kind in {"State", "Organization"} for k in m.keys]
