"""What was agreed: the phrases that say it, their words, the kind of action they tell, and the groups and treaties that they speak of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.facts.items import listed
from kg.facts.lexicon import Signal
from kg.facts.scene import Scene
from kg.facts.syntax import after_comma, conjuncts, governors, lower_at, obliging, preposition, span
from kg.model import AgreementAction

if TYPE_CHECKING:
    from spacy.tokens import Token

PREDICATES = {"VERB", "AUX"}
CORE = {"obj", "nsubj:pass", "obl", "nmod", "amod", "compound", "xcomp", "nsubj"}
TOPICS = {"on", "over", "about", "for", "to", "regarding", "concerning"}
LOOSE = {"acl:relcl", "advcl", "acl", "appos", "parataxis", "obl"}
INTRODUCING = {"that", "to", "and", "on", "under", "which", "of", "whereby", "by", "for", "in", "also", "or", "as", "with"}
ASIDE = {",", "–", "—", "-", "(", ";", ":"}
SHORTEST = 4  # tokens that a content keeps when what is only added to it is cut off
NOMINAL = (
    ("ing", ""),
    ("ing", "e"),
    ("ment", ""),
    ("ation", "ate"),
    ("ation", "e"),
    ("ion", ""),
    ("ion", "e"),
    ("ction", "ce"),
    ("sion", "d"),
    ("al", ""),
    ("al", "e"),
    ("ance", ""),
    ("isation", "ise"),
    ("ization", "ize"),
)
OBJECTS = 4  # entities that one content speaks of at most
NEAR = 30  # tokens from its head within which words tell a content's action


def verbs(token: Token) -> list[Token]:
    """A predicate and those coordinated with it behind it, one for each thing."""
    more = [
        c for c in conjuncts(token)[1:] if c.pos_ in PREDICATES and c.i > token.i and not (_clause_beside(token, c) or goes_on(token, c))
    ]
    return sorted({token, *more, *strays(token)}, key=lambda t: t.i)


def _clause_beside(token: Token, other: Token) -> bool:
    """ "agreed to meet and said that": a finite conjunct of an infinitive belongs to who agreed, not to what was agreed."""
    finite = {"VBD"} if token.tag_ in {"VB", "VBN"} else set()
    return other.tag_ in ({"VBD", "VBZ", "VBP"} if infinitive(token) else finite) and not _marked(other)


def goes_on(token: Token, other: Token) -> bool:
    """ "A commission will draw up a plan and oversee it": what the same subject is to do then is part of the one thing."""
    own = {c.dep_ for c in token.children} & {"nsubj", "nsubj:pass"}
    return bool(own) and obliging(token) and other.tag_ == "VB" and not any(c.dep_ in {"nsubj", "mark", "aux"} for c in other.children)


def _marked(verb: Token) -> bool:
    return any(c.dep_ == "mark" for c in verb.children)


def infinitive(verb: Token) -> bool:
    """Whether "to" stands before a verb."""
    return any(c.lower_ == "to" and c.dep_ == "mark" for c in verb.children)


def strays(token: Token) -> list[Token]:
    """ "to refrain from duties as long as talks last and to join forces": such a conjunct, by its own "to", belongs higher up."""
    marker = _marker(token)
    listed = _listed(token) if marker == "to" else []
    inside = (t for t in token.subtree if t.dep_ == "conj" and t.head != token and t.i > token.i)
    apart = [t for t in inside if marker and _marker(t) == marker != _marker(t.head)]
    return list(dict.fromkeys([*listed, *apart]))


def _listed(token: Token) -> list[Token]:
    """ "to open a line, to restore another, and to share data": the middle of a list that the parser took for a purpose."""
    inside = [c for c in token.children if c.dep_ == "advcl" and c.i > token.i and infinitive(c) and after_comma(c)]
    ends = [c for t in (token, *inside) for c in conjuncts(t) if infinitive(c) and c not in inside and c != token]
    return [*inside, *(e for e in ends if e.head in inside)] if any(e.i > c.i for c in inside for e in ends) else []


def _marker(token: Token) -> str:
    """The small word that introduces a phrase: "to", "that", "in", "for"."""
    return next((c.lower_ for c in token.children if c.dep_ in {"mark", "case"} and c.i < token.i), "")


def phrases(token: Token) -> list[Token]:
    """A noun or gerund and what is coordinated with it as another thing: "on reopening the road and on a swap"."""
    more = [c for c in conjuncts(token) if c.i > token.i and (c.tag_ == "VBG" or preposition(c) and preposition(c) == preposition(token))]
    return sorted({*listed(token), *more, *strays(token)}, key=lambda t: t.i)


def of_noun(scene: Scene, noun: Token) -> list[Token]:
    """ "an agreement to create …", "an understanding on …", "a ceasefire": what the noun itself or its complement says."""
    if lower_at(noun.doc, noun.i + 1) == "of" and lower_at(noun.doc, noun.i + 2) in {"what", "how", "who", "why", "where", "when"}:
        return []  # an insight, no deal
    for child in sorted(noun.children, key=lambda c: c.i):
        if child.i > noun.i and _complement(scene, child):
            return verbs(child) if child.pos_ in PREDICATES else phrases(child)
        if child.i > noun.i and _after_colon(child):
            return verbs(child) if child.pos_ in PREDICATES else phrases(child)
    verb = noun.head
    for child in verb.children:
        if (
            child.i > noun.i
            and verb.pos_ in PREDICATES
            and noun.dep_ in {"obj", "nsubj:pass", "obl", "nsubj", "nsubj:outer"}
            and _displaced(scene, child)
        ):
            return verbs(child) if child.pos_ in PREDICATES else phrases(child)
    told = any(c.dep_ not in {"det", "case", "punct", "cop", "aux"} for c in noun.children)
    proposal = scene.lexicon.member("ProposalNoun", noun) and not scene.lexicon.member("AgreementNoun", noun)
    alone = scene.lexicon.member("SelfContainedNoun", noun) or (told and proposal)
    return [noun] if alone else []


def _complement(scene: Scene, child: Token) -> bool:
    if child.dep_ in {"acl", "ccomp", "xcomp"} and child.pos_ in PREDICATES | {"ADJ"}:
        return child.tag_ in {"VB", "VBG", "VBD", "VBZ", "VBP"} or any(c.dep_ in {"mark", "aux"} for c in child.children)
    if child.dep_ in {"acl:relcl", "acl"}:
        return by_which(child)
    if child.dep_ not in {"nmod", "obl"} or time_or_people(scene, child):
        return False
    return preposition(child) in TOPICS or (preposition(child) == "of" and action(scene, child) != "other")


def _after_colon(child: Token) -> bool:
    """ "produced a memorandum: a withdrawal from the hills, and a patrol"."""
    return child.dep_ in {"appos", "parataxis"} and child.left_edge.i > 0 and ":" in {child.left_edge.text, child.left_edge.nbor(-1).text}


def _displaced(scene: Scene, child: Token) -> bool:
    """ "reached agreement in Paro on flights", "an accord was signed to open": a complement that the parser hung on the verb."""
    if child.dep_ == "csubj":  # "A suggestion that duties be waived was not acceptable"
        return any(c.dep_ == "nsubj:outer" for c in child.head.children)
    if child.dep_ == "obl":
        return preposition(child) in {"on", "over", "to", "about"} and child.i not in scene.temporal
    marks = {"that", "to"} | ({"on", "about", "over"} if child.tag_ == "VBG" else set())
    return child.dep_ in {"ccomp", "advcl", "xcomp"} and any(c.lower_ in marks for c in child.children if c.dep_ == "mark")


def by_which(verb: Token) -> bool:
    """ "under which", "whereby", "by which": a relative clause that gives an agreement's terms."""
    near = (t for t in verb.subtree if t.i < verb.i)
    return any(t.lower_ == "whereby" or (t.lower_ == "which" and preposition(t) in {"under", "by", "whereby", "in"}) for t in near)


def words(scene: Scene, head: Token, trigger: Token, drop: Token | None = None) -> tuple[int, int]:
    """The tokens of what was agreed, without other things agreed beside it, what is only added to it, and the words that introduce it."""
    verbal = head.pos_ in PREDICATES
    one = verbal and any(goes_on(head, c) for c in conjuncts(head)[1:])
    without = {"conj", "cc", "parataxis"} if not one and (verbal or len(phrases(head)) > 1) else {"parataxis"}
    start, end = span(head, frozenset(without | ({"acl:relcl"} if _inside(trigger, head) else set())))
    beside = [c for c in conjuncts(head)[1:] if not goes_on(head, c)] if one else []
    for other in [*strays(head), *beside, *listed(head)[1:]]:
        if start < other.left_edge.i < end:
            end = other.left_edge.i
    if start <= trigger.i < head.i:
        start = trigger.i + 1
    start, end = _without(drop, start, end)
    end = _without_additions(head, start, end)
    return _trimmed(scene, start, end)


def _inside(token: Token, head: Token) -> bool:
    return head in governors(token)


def _without(drop: Token | None, start: int, end: int) -> tuple[int, int]:
    if drop is None:
        return start, end
    left, right = drop.left_edge.i, drop.right_edge.i + 1
    if left <= start < right:
        return right, end
    return (start, left) if start < left and right >= end - 1 else (start, end)


def _without_additions(head: Token, start: int, end: int) -> int:
    """Where a clause, apposition or aside that a comma or dash sets off begins, if enough is said before it."""
    doc = head.doc
    for token in _right_spine(head, end):
        left = token.left_edge.i
        mark = left if doc[left].text in ASIDE else left - 1
        named = token.dep_ == "appos" and token.pos_ == "PROPN"
        if start + SHORTEST <= mark < end and mark > head.i and doc[mark].text in ASIDE and token.dep_ != "obl" and not named:
            return mark
    return end


def _right_spine(head: Token, end: int) -> Iterator[Token]:
    """What hangs loosely on a head and on its last parts, leftmost first."""
    loose = [t for t in head.subtree if head.i < t.i < end and t.dep_ in LOOSE]
    return iter(sorted(loose, key=lambda t: t.left_edge.i))


def _trimmed(scene: Scene, start: int, end: int) -> tuple[int, int]:
    doc = scene.doc
    while end > start + 1 and (doc[end - 1].is_punct and doc[end - 1].text not in {")", "”"} or doc[end - 1].lower_ in {"and", "or"}):
        end -= 1
    while start < end - 1 and (doc[start].is_punct and doc[start].text not in {"“", '"'} or doc[start].lower_ in INTRODUCING):
        start += 1
    return start, end


def action(scene: Scene, head: Token, said: tuple[int, int] | None = None) -> AgreementAction:
    """The kind of thing agreed, by the words of its content: the head verb tells most, other verbs and nouns less."""
    start, end = said or (head.left_edge.i, head.right_edge.i + 1)
    tokens = [t for t in scene.doc[start:end] if abs(t.i - head.i) < NEAR]
    core = {c for c in head.children if c.dep_ in CORE} | {head}
    words = [_word(scene, t, head, core) for t in tokens]
    scores = [(sum(word.weight(signal) for word in words), signal.action) for signal in scene.lexicon.signals]
    best = max((score for score, _ in scores), default=0.0)
    return next(name for score, name in scores if score == best) if best >= 0.5 else "other"


@dataclass(frozen=True, slots=True)
class _Word:
    """What a word can say as a verb, as a noun, as a noun of doing, and what each counts."""

    verbs: frozenset[str]
    nouns: frozenset[str]
    deeds: frozenset[str]
    as_verb: float
    as_noun: float

    def weight(self, signal: Signal) -> float:
        """How much the word speaks for an action."""
        verb = not self.verbs.isdisjoint(signal.verbs)
        noun = not self.nouns.isdisjoint(signal.nouns) or not self.deeds.isdisjoint(signal.verbs)
        return self.as_verb * verb + self.as_noun * noun


def _word(scene: Scene, token: Token, head: Token, core: set[Token]) -> _Word:
    """A word of a content: it counts more where it is the head or hangs right on it."""
    lemma, near = scene.lexicon.lemma(token), 1.0 if token in core else 0.35
    phrases = [lemma, *(f"{lemma} {c.lower_}" for c in token.children if c.dep_ in {"compound:prt", "advmod"})]
    return _Word(
        verbs=frozenset(phrases if token.pos_ in PREDICATES else ()),
        nouns=frozenset((lemma, token.lower_, lemma.removesuffix("s"))),
        deeds=frozenset(_deed(lemma) if token.pos_ == "NOUN" else ()),
        as_verb=1.6 if token == head else 0.5 * near,
        as_noun=near,
    )


def _deed(noun: str) -> set[str]:
    """The verbs that a noun of doing can come from: "reopening", "extension", "reduction", "disarmament"."""
    stems = {noun.removesuffix(end) + new for end, new in NOMINAL if noun.endswith(end)}
    return {stem for stem in stems if len(stem) > SHORTEST}


def objects(scene: Scene, head: Token) -> list[str]:
    """The groups, treaties and processes that the content speaks of."""
    found: list[str] = []
    for token in head.subtree:
        mention = scene.at.get(token.i)
        if mention and mention.kind in {"WorkingGroup", "Treaty", "Process"} and mention.keys and mention.head == token.i:
            found += mention.keys
    return list(dict.fromkeys(found))[:OBJECTS]


def vague(scene: Scene, token: Token) -> bool:
    """ "the idea", "this document": a noun of proposing or agreeing that says nothing itself."""
    bare = all(c.dep_ in {"det", "case", "punct"} or c.lower_ in {"joint", "final", "common", "new"} for c in token.children)
    definite = any(c.lower_ in {"the", "this", "that", "these", "such", "joint"} for c in token.children)
    return (
        bare
        and token.i not in scene.at
        and definite
        and not scene.lexicon.member("SelfContainedNoun", token)
        and any(scene.lexicon.member(name, token) for name in ("ProposalNoun", "TermsNoun", "AccordNoun", "AgreementNoun"))
    )


def time_or_people(scene: Scene, token: Token) -> bool:
    """ "agreed on Monday in Geneva", "accepted the ministers": a day, a place and persons are no content."""
    mention = scene.at.get(token.i)
    new = mention is not None and mention.kind == "Organization" and any(c.lower_ in {"a", "an"} for c in token.children)
    person = mention is not None and mention.kind in {"Person", "State", "Place", "Organization"} and not new
    person = person or scene.lexicon.member("PeopleNoun", token) or scene.lexicon.member("TitleNoun", token)
    return token.pos_ in {"NOUN", "PROPN", "NUM"} and (person or token.i in scene.temporal)
