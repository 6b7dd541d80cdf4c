"""The words that tell a step in a treaty's life: verbs ("ratified", "put their names to"), nouns ("the signing of"), dates in names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from kg.facts.frames import match
from kg.facts.instruments import binding_word, enumerated, is_instrument, last_told, listed_with, right_before, treaty_of
from kg.facts.occasions import implied
from kg.facts.scene import Mention, Scene
from kg.facts.settings import main_verb
from kg.facts.steps import Step, Story
from kg.facts.syntax import Clause, conjuncts, denied_noun, governors, is_passive, negated, preposition, subjects
from kg.model import TreatyActionKind, When

if TYPE_CHECKING:
    from spacy.tokens import Token

OWNERS = {"nmod:poss", "amod", "compound", "nmod"}
JOINTS = {"withdrawal": {"from", "of"}, "accession": {"to"}, "amendment": {"to", "of"}}  # what joins a noun to its treaty, elsewhere "of"
ANNOUNCING = {"announce", "declare", "give", "notify", "proclaim", "confirm"}  # to announce a withdrawal is to withdraw
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
CONDITIONAL = {"if", "unless", "whether", "until"}


# ------------------------------------------------------------------ verbs


def by_verb(story: Story, clause: Clause) -> Iterator[Step]:
    """The steps that a clause tells, as it was parsed or else with the treaty that the parser has hung elsewhere."""
    if _is_open(clause):
        return
    scene = story.scene
    for reading in (_relative(scene, clause), clause, _after_its_treaty(scene, clause), _before_its_treaty(scene, clause)):
        found = list(_told(story, reading)) if reading is not None else []
        if found:
            yield from found
            return


def _is_open(clause: Clause) -> bool:
    """ "if they sign", "once both have ratified it", "neither side was to withdraw": no step was taken."""
    children = list(clause.verb.children)
    marks = {c.lower_ for c in children if c.dep_ in {"mark", "advmod"}}
    past = clause.verb.tag_ == "VBD" or any(c.lower_ in {"had", "were", "was"} for c in children)
    return bool(marks & CONDITIONAL) or ("once" in marks and not past) or any(denied_noun(s) for s in clause.subjects)


def _told(story: Story, clause: Clause) -> Iterator[Step]:
    scene, verb = story.scene, clause.verb
    for frame, fillers in match(scene, clause, "TreatyAction"):
        tokens = fillers.get("treaty", ())
        if frame.name == "deposit" and not any(binding_word(scene, t) for t in tokens):
            continue
        action, keys = _bound(scene, tokens) or (cast("TreatyActionKind", frame.action), _treaties(scene, verb, tokens))
        for treaty in dict.fromkeys(keys):
            with_it = [t for t in tokens if t.head == verb and t.i > verb.i]
            step = story.step(treaty, action, story.parties(_together(fillers.get("party", ()))), verb, verb, with_it)
            if action == "entry-into-force" and verb.tag_ in {"VBZ", "VBP"} and not step.when.start:
                step = replace(step, status="planned")  # "enters into force once both have ratified it"
            if step.action == "signature" and step.status == "held":
                implied(scene, story.meetings, step.party, step.when, step.place, verb)
            story.set_in(step)
            yield step


def _together(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """ "Fiji, jointly with Tonga and Samoa": those who act, and those with whom."""
    around = [c for t in tokens for c in (*t.children, *(g for a in t.children if a.dep_ == "advmod" for g in a.children))]
    beside = [c for c in around if c.dep_ in {"nmod", "obl"} and preposition(c) in {"with", "together with", "along with"}]
    return tuple(dict.fromkeys([*tokens, *(p for c in beside for p in conjuncts(c))]))


def _treaties(scene: Scene, verb: Token, tokens: tuple[Token, ...]) -> list[str]:
    announced = [k for t in tokens for k in enumerated(scene, t)]
    named = [k for t in tokens for c in (conjuncts(t) if verb.is_ancestor(t) else (t,)) for k in treaty_of(scene, c)]
    return announced or [*named, *(k for t in tokens if named and verb.i < t.i and t.i in scene.at for k in listed_with(scene, t))]


def _bound(scene: Scene, tokens: tuple[Token, ...]) -> tuple[TreatyActionKind, tuple[str, ...]] | None:
    """ "deposited its instrument of accession to the Treaty": the step that the paper tells, and the treaty."""
    for token in tokens:
        word = binding_word(scene, token)
        if word is not None:
            return scene.lexicon.treaty_events[word.lemma_.lower()], treaty_of(scene, word) or last_told(scene, token)
    return None


def _relative(scene: Scene, clause: Clause) -> Clause | None:
    """ "the leaders for their Accord, which they signed": a relative pronoun right behind a treaty stands for it."""
    if clause.verb.dep_ not in {"acl:relcl", "acl"} or not scene.lexicon.treaty_verb(clause.verb):
        return None
    pronoun = next((c for c in clause.verb.children if c.lower_ in {"which", "that"} and c.dep_ in {"obj", "nsubj", "nsubj:pass"}), None)
    mention = right_before(scene, pronoun) if pronoun is not None else None
    if mention is None:
        return None
    meant, head = clause.verb.head, scene.doc[mention.head]
    return replace(
        clause,
        subjects=tuple(head if t == meant else t for t in clause.subjects),
        objects=tuple(head if t == meant else t for t in clause.objects),
    )


def _before_its_treaty(scene: Scene, clause: Clause) -> Clause | None:
    """ "concluded with it on Friday, a Memorandum": the first treaty after a verb that has no object."""
    verb = clause.verb
    if clause.passive or clause.objects or not scene.lexicon.treaty_verb(verb):
        return None
    for token in scene.doc[verb.i + 1 : verb.sent.end]:
        mention = scene.at.get(token.i)
        if token.pos_ == "VERB" or token.dep_ == "nsubj":
            return None
        if mention and mention.kind == "Treaty" and verb.is_ancestor(scene.doc[mention.head]):
            return replace(clause, objects=(scene.doc[mention.head],))
    return None


def _after_its_treaty(scene: Scene, clause: Clause) -> Clause | None:
    """ "the Accord between A and B, signed in Suva": a participle right behind a treaty is about that treaty."""
    verb = clause.verb
    own = any(c.dep_ in {"aux", "aux:pass", "obj"} for c in verb.children)
    takes = any("obj" in role.dependencies for f in scene.lexicon.frames_of(verb) for role in f.roles if role.fills == "treaty")
    if own or verb.tag_ not in {"VBN", "VBD"} or not takes or any(treaty_of(scene, o) for o in clause.objects):
        return None
    mention = right_before(scene, verb) or (right_before(scene, verb.head) if verb.dep_ == "conj" else None)
    if mention is None:
        return None
    agents = tuple(c for c in verb.children if preposition(c) == "by" and c.dep_ in {"obl", "obl:agent"})
    return replace(clause, passive=True, objects=(scene.doc[mention.head],), subjects=tuple(p for a in agents for p in conjuncts(a)))


# ------------------------------------------------------------------ nouns


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
    action = scene.lexicon.treaty_events.get(token.lemma_.lower())
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
            party = story.parties(named) or story.parties(_doers(token))
            step = story.step(treaty, _bound_by(scene, child) or action, party, token, main_verb(token), [])
            verb = next((t for t in governors(token) if t.pos_ == "VERB"), None)
            if verb is not None and step.action == "withdrawal" and verb.lemma_ in ANNOUNCING and verb.tag_ != "VB":
                step = replace(step, status="held")
            elif verb is not None and verb.lemma_ in AWAITING and step.status == "held":
                step = replace(step, status="planned")
            story.set_in(step)
            told = True
            yield step
    if not told:
        yield from _far_from_its_treaty(story, token, action)


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
    if not left and (verb.lemma_ != "become" or negated(verb)):
        return
    action: TreatyActionKind = "withdrawal" if left else "signature" if token.lemma_ == "signatory" else "accession"
    for child in (*token.children, *verb.children):
        for treaty in treaty_of(scene, child) if preposition(child) in {"to", "of"} else ():
            yield story.step(treaty, action, story.parties(subjects(verb) or subjects(token)), verb, verb, [])


def _unbound(story: Story, token: Token) -> Iterator[Step]:
    """ "It was no longer bound by the Treaty"."""
    if any(c.lower_ == "longer" for c in token.children):
        for child in token.children:
            for treaty in treaty_of(story.scene, child) if preposition(child) == "by" else ():
                yield story.step(treaty, "withdrawal", story.parties(subjects(token)), token, token, [])


# ------------------------------------------------------------------ names


def by_date(scene: Scene) -> Iterator[Step]:
    """ "the Boundary Agreement of 25 December 2000", "the 1996 accord": a treaty is dated by its signature."""
    for mention in scene.mentions:
        if mention.kind == "Treaty" and len(mention.keys) == 1 and mention.use == "name" and is_instrument(scene, scene.doc[mention.head]):
            moment = _date_of(scene, mention)
            year_alone = moment is not None and len(moment.start) == 4
            if moment is not None and not (year_alone and scene.cast[mention.keys[0]].code):
                yield Step(mention.keys[0], "signature", [], moment, [], "held", [mention.head])


def _date_of(scene: Scene, mention: Mention) -> When | None:
    for time in scene.times:
        after = mention.start < time.start <= mention.end + 1 and scene.doc[time.start - 1].lower_ == "of"
        before = time.end in {mention.start, mention.head}
        if (after or time.start == mention.head + 2 and scene.doc[time.start - 1].lower_ == "of" or before) and time.when.start:
            return time.when if not time.vague else None
    return None
