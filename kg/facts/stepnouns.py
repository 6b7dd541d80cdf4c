"""The nouns that tell a step in a treaty's life: "the signing of", "its ratification by Fiji", "in force since", "a party to"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.facts.clauses import subjects
from kg.facts.instruments import NEAR, binding_word, enumerated, last_told, treaty_of
from kg.facts.scene import Scene
from kg.facts.settings import main_verb
from kg.facts.steps import Step, Story
from kg.facts.syntax import conjuncts, governing_verb, is_passive, negated, preposition
from kg.model import TreatyActionKind, When

if TYPE_CHECKING:
    from spacy.tokens import Token

OWNERS = {"nmod:poss", "amod", "compound", "nmod"}
JOINTS = {"withdrawal": {"from", "of"}, "accession": {"to"}, "amendment": {"to", "of"}}  # what joins a noun to its treaty, elsewhere "of"
ANNOUNCING = {"announce", "declare", "give", "notify", "proclaim", "confirm"}  # to announce a withdrawal is to withdraw
TERSE = {"ratification", "accession", "entry-into-force", "expiry"}  # told of a treaty without naming it again
AWAITING = {
    "look",
    "await",
    "anticipate",
    "expect",
    "hope",
    "prepare",
    "envisage",
    "aim",
    "pave",
    "urge",
    "near",
}  # "looked forward to the signing"


def by_noun(story: Story, token: Token) -> Iterator[Step]:
    """The steps that a noun tells."""
    if token.pos_ == "NOUN":
        yield from _event(story, token)
        yield from _in_force(story, token)
        yield from _party_to(story, token)
    if token.lower_ == "bound":
        yield from _unbound(story, token)


def _event(story: Story, token: Token) -> Iterator[Step]:
    """ "the signing in Sochi of the Memorandum", "withdrawal from the treaty", "its ratification by Fiji"."""
    scene = story.scene
    action = _consent(scene, token) or scene.lexicon.treaty_events.get(token.lemma_.lower())
    if not action or (token.text[:1].isupper() and not token.is_sent_start) or _is_paper(scene, token):
        return
    into = [c for c in token.children if scene.lexicon.member("ForceNoun", c)]
    told = False
    bearer = subjects(token.head) if token.dep_ == "obj" and token.head.lemma_ in {"bear", "carry"} else ()
    for child in (*token.children, *(g for c in into for g in c.children), *bearer):
        of_it = child in bearer or (
            child.dep_ in {"nmod", "obl"} and preposition(child) in {"of", "from", "to", "in"} or child.dep_ in {"nmod:poss", "compound"}
        )
        for treaty in treaty_of(scene, child) or enumerated(scene, child) if of_it else ():
            named = [c for c in token.children if c != child and c.dep_ in OWNERS and preposition(c) in {"", "by", "between", "of"}]
            party = story.parties(p for c in named for p in conjuncts(c)) or story.parties(_doers(token))
            step = story.step(treaty, _bound_by(scene, child) or action, party, token, main_verb(token), [child])
            verb = governing_verb(token)
            if verb is not None and token.dep_ in {"nsubj", "nsubj:pass", "obj", "nmod"} or preposition(token) in {"of", "with"}:
                step = _set_by(story, step, verb)
            if verb is not None and step.action == "withdrawal" and verb.lemma_ in ANNOUNCING and verb.tag_ != "VB":
                step = replace(step, status="held")
            elif verb is not None and verb.lemma_ in AWAITING and step.status == "held":
                step = replace(step, status="planned")
            story.set_in(step)
            told = True
            yield step
    if not told:
        yield from list(_far_from_its_treaty(story, token, action)) or _of_the_last(story, token, action)


def _of_the_last(story: Story, token: Token, action: TreatyActionKind) -> Iterator[Step]:
    """ "Fiji's ratification came in May", "ratification by Fiji followed", "upon its entry into force": the treaty told before or next."""
    whose = [c for c in token.children if c.dep_ == "nmod:poss" or c.dep_ == "nmod" and preposition(c) == "by"]
    others = [c for c in token.children if c.dep_ == "nmod" and preposition(c) in {"of", "to", "from"}]
    if others or not whose or action not in TERSE:
        return
    party = story.parties(p for c in whose for p in conjuncts(c))
    treaty = _subject_treaty(story.scene, token) or last_told(story.scene, token, NEAR)
    if treaty and (party or whose[0].lower_ == "its"):
        into = [c for c in token.children if story.scene.lexicon.member("ForceNoun", c)]
        step = story.step(treaty[0], action, party, token, main_verb(token), into)
        yield _set_by(story, step, governing_verb(token) if token.dep_ in {"nsubj", "nsubj:pass", "obj"} else None)


def _set_by(story: Story, step: Step, verb: Token | None) -> Step:
    """ "The signing of the accord took place in Quito on 3 May": what has no setting of its own has that of its verb."""
    if verb is None or step.when.start and step.place:
        return step
    upper = story.step(step.treaty, step.action, [], verb, verb, [])
    status = upper.status if step.status == "held" and not step.when.start and upper.when.start else step.status
    return replace(step, when=step.when if step.when.start else upper.when, place=step.place or upper.place, status=status)


def _consent(scene: Scene, token: Token) -> TreatyActionKind | None:
    """ "The Senate gave its consent to the treaty", "the parliament's approval of the accord": what a legislature ratifies with."""
    if not scene.lexicon.member("ConsentNoun", token):
        return None
    near = (*_doers(token), *(c for c in token.children if c.dep_ in OWNERS))
    return "ratification" if any(scene.lexicon.member("Legislature", t) or t.lower_ == "parliamentary" for t in near) else None


def _far_from_its_treaty(story: Story, token: Token, action: TreatyActionKind) -> Iterator[Step]:
    """ "the signing in Sochi, on 17 September, of the Memorandum": the noun's own phrases stand between it and its treaty."""
    scene = story.scene
    for other in scene.doc[token.i + 1 : token.sent.end]:
        if other.pos_ in {"VERB", "AUX"} or other.dep_ == "nsubj":
            return
        mention = scene.at.get(other.i)
        if not mention or mention.kind != "Treaty":
            continue
        opening = [t.lower_ for t in scene.doc[mention.start - 2 : mention.start]]
        if set(opening) & JOINTS.get(action, {"of"}):
            when = next((t.when for t in scene.times if token.i < t.start < mention.start and t.role == "point" and t.when.start), None)
            place = [k for m in scene.mentions if m.kind == "Place" and token.i < m.start < mention.start for k in m.keys]
            step = story.step(mention.keys[0], action, [], token, main_verb(token), [])
            yield replace(step, when=when or step.when, place=place or step.place)
        return


def _is_paper(scene: Scene, token: Token) -> bool:
    """ "instruments of ratification": told by the verb that they are objects of."""
    return token.dep_ == "nmod" and scene.lexicon.member("InstrumentOfNoun", token.head)


def _doers(token: Token) -> tuple[Token, ...]:
    """ "The Senate is to take up ratification", "gave notice of its withdrawal": who does what the noun says."""
    node = token
    while node.dep_ == "nmod" and preposition(node) == "of":
        node = node.head
    return subjects(node.head) if node.dep_ == "obj" and not is_passive(node.head) else ()


def _bound_by(scene: Scene, token: Token) -> TreatyActionKind | None:
    """ "The signing of the Instrument of Accession to the Treaty": the step that the words before the treaty's name tell."""
    mention = scene.at.get(token.i)
    before = range(max(token.sent.start, mention.start - 5), mention.start) if mention else range(0)
    bound = next((word for i in reversed(before) if (word := binding_word(scene, scene.doc[i])) is not None), None)
    return scene.lexicon.treaty_events[bound.lemma_.lower()] if bound is not None else None


def _in_force(story: Story, token: Token) -> Iterator[Step]:
    """ "The treaty has been in force since 2011"."""
    scene = story.scene
    if token.lower_ not in {"force", "effect"} or preposition(token) != "in":
        return
    subject = next((t for t in token.children if t.dep_ in {"nsubj"}), None) or token.head
    since = [t for t in scene.times if t.role == "since" and token.sent.start <= t.start < token.sent.end and 0 < t.start - token.i < 5]
    if since:
        for treaty in treaty_of(scene, subject) or _subject_treaty(scene, token):
            yield Step(treaty, "entry-into-force", [], since[0].when, [], "held", [token.i])


def _subject_treaty(scene: Scene, token: Token) -> tuple[str, ...]:
    """ "In force since 2011, the pact …": the treaty of the sentence."""
    for other in token.sent:
        if other.dep_ in {"nsubj", "nsubj:pass"} and (found := treaty_of(scene, other)):
            return found
    return ()


def _party_to(story: Story, token: Token) -> Iterator[Step]:
    """ "became a party to the Convention", "is no longer a party to it", "ceased to be bound by it"."""
    scene = story.scene
    if token.lemma_.lower() not in {"party", "signatory", "member"} or token.tag_ not in {"NN", "NNS"}:
        return
    verb = token.head if token.head.lemma_ in {"become", "remain", "cease"} else token
    left = any(c.lower_ == "longer" for c in token.children) or token.head.lemma_ == "cease"
    since = _since(scene, token)
    if not left and not since and verb.lemma_ != "become" or negated(verb) and not left:
        return
    action: TreatyActionKind = "withdrawal" if left else "signature" if token.lemma_ == "signatory" else "accession"
    for child in (*token.children, *verb.children):
        for treaty in treaty_of(scene, child) if preposition(child) in {"to", "of"} else ():
            step = story.step(treaty, action, story.parties(subjects(verb) or subjects(token)), verb, verb, [])
            yield replace(step, when=since, place=[], status="held") if since and not left else step


def _since(scene: Scene, token: Token) -> When | None:
    """ "has been a party to it since 1961": when that began."""
    found = (t for t in scene.times if t.role == "since" and token.i < t.start < token.sent.end and t.when.start)
    return next((t.when for t in found), None)


def _unbound(story: Story, token: Token) -> Iterator[Step]:
    """ "It was no longer bound by the Treaty"."""
    if any(c.lower_ == "longer" for c in token.children):
        for child in token.children:
            for treaty in treaty_of(story.scene, child) if preposition(child) == "by" else ():
                yield story.step(treaty, "withdrawal", story.parties(subjects(token)), token, token, [])
