"""Treaties and what befalls them, from signature to expiry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, cast

from kg.facts import settings
from kg.facts.coreference import References
from kg.facts.frames import match
from kg.facts.lead import Lead
from kg.facts.occasions import Occasion, compatible, implied
from kg.facts.scene import Mention, Scene
from kg.facts.status import event_status, untrue
from kg.facts.syntax import Clause, conjuncts, preposition, span
from kg.model import EventStatus, TreatyActionKind, When

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass
class Step:
    """A treaty action under construction."""

    treaty: str
    action: TreatyActionKind
    party: list[str]
    when: When
    place: list[str]
    status: EventStatus
    tokens: list[int] = field(default_factory=list)


def name_plain(scene: Scene) -> None:
    """Note treaties that stand uncapitalised with their topic: "a treaty on the state border", "two protocols on diplomatic ties"."""
    for token in scene.doc:
        if token.pos_ != "NOUN" or token.i in scene.at or not scene.lexicon.member("InstrumentNoun", token):
            continue
        topics = [c for noun in (token, *token.rights) for c in noun.rights if _topic(c)]
        if topics:
            _start, end = span(topics[0], frozenset({"acl:relcl", "acl", "appos", "parataxis"}))
            name = f"{token.lemma_.lower()} {scene.doc[token.i + 1 : end].text}"
            key = scene.cast.add("Treaty", name)
            scene.cast[key].generic = True
            scene.add(Mention(token.i, token.i + 1, token.i, "Treaty", (key,)))
    scene.mentions.sort(key=lambda m: (m.start, m.end))


def _topic(token: Token) -> bool:
    """ "on the state border", "on sharing data": what comes right behind the noun, or behind "of understanding"."""
    gerund = token.dep_ == "acl" and token.tag_ == "VBG" and any(c.lower_ == "on" and c.dep_ in {"mark", "case"} for c in token.children)
    return gerund or (token.dep_ == "nmod" and preposition(token) in {"on", "for"})


def find(
    scene: Scene, references: References, clauses: list[Clause], anchor: dict[int, str], meetings: list[Occasion], leads: dict[int, Lead]
) -> list[Step]:
    """The treaty actions of a document, one for each treaty, action and time."""
    found: list[Step] = []
    for clause in clauses:
        if untrue(scene, clause.verb):
            continue
        for frame, fillers in match(scene, clause, "TreatyAction"):
            for treaty in _treaties(scene, references, fillers.get("treaty", ()), clause.verb):
                step = _step(scene, references, clause, cast("TreatyActionKind", frame.action), treaty, fillers, anchor)
                if step.action == "signature" and step.status == "held":
                    implied(scene, meetings, step.party, step.when, step.place, clause.verb)
                _set_in(scene, step, meetings, leads)
                _note(scene, found, step)
    for token in scene.doc:
        for step in _nominal(scene, references, token, anchor):
            _note(scene, found, step)
    for step in found:
        _whole_parties(scene, references, found, step)
    return found


def _whole_parties(scene: Scene, references: References, steps: list[Step], step: Step) -> None:
    """A treaty signed by persons or by nobody named is signed by its parties."""
    principals = [p for p in step.party if scene.cast[p].kind in {"State", "Organization"}]
    if step.action == "signature" and step.status == "held" and len(principals) < 2:
        whose = parties(scene, references, [s for s in steps if s is not step], step.treaty)
        if not principals or set(principals) <= set(whose):
            step.party = list(dict.fromkeys([*step.party, *whose]))


def _treaties(scene: Scene, references: References, tokens: tuple[Token, ...], verb: Token) -> list[str]:
    return list(dict.fromkeys(key for t in tokens for c in conjuncts(t) for key in treaty_of(scene, c)))


def treaty_of(scene: Scene, token: Token) -> tuple[str, ...]:
    """The treaty that a noun phrase denotes: by name, or as "the treaty", "the pact" the one named last in the section."""
    mention = scene.at.get(token.i)
    if mention and mention.kind == "Treaty":
        return mention.keys
    for child in token.children:
        other = scene.at.get(child.i)
        if child.dep_ in {"appos", "flat"} and other and other.kind == "Treaty":
            return other.keys
    definite = (
        any(c.lower_ in {"the", "this", "that", "its", "their"} for c in token.children) or token.pos_ == "PRON" and token.lower_ in {"it"}
    )
    if not definite or not (scene.lexicon.member("TermsNoun", token) or scene.lexicon.member("TreatyNoun", token) or token.pos_ == "PRON"):
        return ()
    section = scene.parse.section(token)
    for mention in reversed(scene.mentions):
        if mention.start < token.i and mention.kind == "Treaty" and scene.parse.section_at(mention.start) == section:
            return mention.keys if token.i - mention.start < (150 if token.pos_ != "PRON" else 40) else ()
    return ()


def _step(
    scene: Scene,
    references: References,
    clause: Clause,
    action: TreatyActionKind,
    treaty: str,
    fillers: dict[str, tuple[Token, ...]],
    anchor: dict[int, str],
) -> Step:
    section = scene.parse.section(clause.verb)
    trigger = [clause.verb, *(t for t in fillers.get("treaty", ()) if t.head == clause.verb)]
    moment = settings.when(scene, trigger) or When()
    status = event_status(scene, clause.verb, clause.verb, moment, anchor.get(section, ""))
    party = _parties(scene, references, fillers.get("party", ()))
    if action in {"entry-into-force", "expiry"} and not party:
        party = []
    return Step(treaty, action, party, moment, list(settings.places(scene, trigger)), status, [clause.verb.i])


def _set_in(scene: Scene, step: Step, meetings: list[Occasion], leads: dict[int, Lead]) -> None:
    """A signature told as news without a day or a place has those of the meeting in its sentence or of the report."""
    token = scene.doc[step.tokens[0]]
    past_perfect = any(c.lower_ == "had" for c in token.children)
    if step.action != "signature" or step.status != "held" or past_perfect or (step.when.start and step.place):
        return
    section = scene.parse.section(token)
    held = [m for m in meetings if m.section == section and m.status == "held" and compatible(m.when, step.when)]
    here = [m for m in held if any(token.sent.start <= t < token.sent.end for t in m.tokens)]
    opening = leads.get(section, Lead())
    if not here and (
        step.when.start and not compatible(step.when, opening.when) or step.place and not set(step.place) & set(opening.place)
    ):
        return
    recent = [m for m in held if m.when.start and (not opening.since or m.when.start >= opening.since)]
    meeting = next(iter(here or recent), None)
    moment = meeting.when if meeting and meeting.when.start else opening.when
    step.when = step.when if step.when.start else When(moment.end or moment.start)
    step.place = step.place or list(meeting.place if meeting and meeting.place else opening.place)


def _parties(scene: Scene, references: References, tokens: tuple[Token, ...]) -> list[str]:
    keys = [k for k in references.actors(tokens) if scene.cast[k].kind in {"State", "Organization", "Person"}]
    principals = [scene.principal_of(k) for k in keys if scene.cast[k].kind == "Person"]
    return list(dict.fromkeys([*keys, *filter(None, principals)]))


def _nominal(scene: Scene, references: References, token: Token, anchor: dict[int, str]) -> Iterator[Step]:
    """ "the signing in Sochi of the Memorandum", "withdrawal from the treaty", "in force since 2011"."""
    section = scene.parse.section(token)
    action = scene.lexicon.treaty_events.get(token.lemma_.lower())
    if token.pos_ == "NOUN" and action:
        into = [c for c in token.children if scene.lexicon.member("ForceNoun", c)]
        for child in [*token.children, *(g for c in into for g in c.children)]:
            if child.dep_ == "nmod" and preposition(child) in {"of", "from", "to", "in"}:
                for treaty in treaty_of(scene, child):
                    moment = settings.when(scene, [token]) or When()
                    named = [
                        c
                        for c in token.children
                        if c.dep_ in {"nmod:poss", "amod", "compound", "nmod"} and c != child and preposition(c) in {"", "by", "between"}
                    ]
                    status = event_status(scene, token, settings.main_verb(token), moment, anchor.get(section, ""))
                    yield Step(
                        treaty,
                        action,
                        _parties(scene, references, tuple(named)),
                        moment,
                        list(settings.places(scene, [token])),
                        status,
                        [token.i],
                    )
    if token.lower_ == "force" and preposition(token) == "in":
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


def _note(scene: Scene, found: list[Step], new: Step) -> None:
    """Add an action, or what it says to the same action told before."""
    for old in found:
        same_time = (
            not old.when.start
            or not new.when.start
            or old.when.start.startswith(new.when.start)
            or new.when.start.startswith(old.when.start)
        )
        same_party = not old.party or not new.party or bool(set(old.party) & set(new.party))
        if (
            (old.treaty, old.action) == (new.treaty, new.action)
            and same_time
            and same_party
            and (old.status == new.status or not new.when.start)
        ):
            old.tokens += [t for t in new.tokens if t not in old.tokens]
            old.when = new.when if len(new.when.start) > len(old.when.start) else old.when
            old.place = old.place or new.place
            old.party += [p for p in new.party if p not in old.party]
            return
    found.append(new)


def parties(scene: Scene, references: References, steps: list[Step], treaty: str) -> tuple[str, ...]:
    """Whose treaty it is: as the gazetteer or its name says, else who signed, ratified or joined it, else the two or three of the story."""
    known = [k for k in scene.cast[treaty].of if scene.cast[k].kind in {"State", "Organization"}]
    if known:
        return tuple(known)
    signed = [
        p
        for s in steps
        if s.treaty == treaty and s.action in {"signature", "ratification", "accession"} and s.status != "cancelled"
        for p in s.party
    ]
    bound = tuple(dict.fromkeys(p for p in signed if scene.cast[p].kind in {"State", "Organization"}))
    if bound:
        return bound
    if scene.cast[treaty].code:
        return ()
    first = next(m for m in scene.mentions if treaty in m.keys)
    story = references.story(scene.doc[first.head])
    return story if 2 <= len(story) <= 3 else ()


def alias(scene: Scene) -> None:
    """ "Two protocols …, commonly called the Zurich Protocols": one treaty under two names."""
    for mention in scene.mentions:
        if mention.kind != "Treaty" or not mention.keys:
            continue
        verb = scene.doc[mention.head].head
        if verb.lemma_ not in {"call", "know", "dub", "term", "name"}:
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
