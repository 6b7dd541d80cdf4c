"""What befalls treaties, from signature to expiry, and whose treaties they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, cast

from kg.facts import settings
from kg.facts.coreference import References
from kg.facts.frames import match
from kg.facts.instruments import enumerated, last_told, treaty_of
from kg.facts.lead import Lead
from kg.facts.occasions import Occasion, compatible, implied
from kg.facts.scene import Scene
from kg.facts.status import event_status, untrue
from kg.facts.syntax import Clause, conjuncts, governors, is_passive, preposition, subjects
from kg.model import EventStatus, TreatyActionKind, When

if TYPE_CHECKING:
    from spacy.tokens import Token

OWNERS = {"nmod:poss", "amod", "compound", "nmod"}
ELSEWHEN = {
    "after",
    "before",
    "since",
    "until",
    "if",
    "unless",
    "because",
    "although",
    "though",
}  # open clauses with a setting of their own
BINDING = {"signature", "ratification", "accession"}  # the steps by which one becomes a party


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


@dataclass(frozen=True)
class Story:
    """What the steps of one document are read with: `days` and `leads` by section, the meetings found before."""

    scene: Scene
    references: References
    days: dict[int, str]
    meetings: list[Occasion]
    leads: dict[int, Lead]

    def day(self, token: Token) -> str:
        """The ISO day on which the section of a token was written, empty when unknown."""
        return self.days.get(self.scene.parse.section(token), "")

    def parties(self, tokens: tuple[Token, ...]) -> list[str]:
        """The actors that some phrases denote, with the states of persons."""
        keys = [k for k in self.references.actors(tokens) if self.scene.cast[k].kind in {"State", "Organization", "Person"}]
        principals = [self.scene.principal_of(k) for k in keys if self.scene.cast[k].kind == "Person"]
        return list(dict.fromkeys([*keys, *filter(None, principals)]))


def find(
    scene: Scene, references: References, clauses: list[Clause], anchor: dict[int, str], meetings: list[Occasion], leads: dict[int, Lead]
) -> list[Step]:
    """The treaty actions of a document, one for each treaty, action and time."""
    story = Story(scene, references, anchor, meetings, leads)
    found: list[Step] = []
    for clause in clauses:
        if not untrue(scene, clause.verb):
            for step in _told(story, _mended(scene, clause)):
                _note(found, step)
    for token in scene.doc:
        for step in (*_nominal(story, token), *_in_force(story, token)):
            _note(found, step)
    for step in _dated_names(scene):
        if not any(s.treaty == step.treaty and s.action == "signature" and s.when.start for s in found):
            _note(found, step)
    for step in found:
        _whole_parties(scene, references, found, step)
    return found


# ------------------------------------------------------------------ steps told by verbs


def _mended(scene: Scene, clause: Clause) -> Clause:
    """A clause whose treaty the parser has hung elsewhere, with that treaty."""
    return _after_its_treaty(scene, clause) or _before_its_treaty(scene, clause) or clause


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
    """ "the Accord, signed in Suva": a participle right behind a treaty's name is about that treaty."""
    verb = clause.verb
    own = any(c.dep_ in {"aux", "aux:pass", "obj"} for c in verb.children)
    if own or verb.tag_ not in {"VBN", "VBD"} or not scene.lexicon.treaty_verb(verb):
        return None
    i = verb.i - 1
    while i > verb.sent.start and (scene.doc[i].text in {",", ")", "–", "—"} or scene.doc[i].pos_ == "ADV"):
        i -= 1
    mention = scene.at.get(i)
    if not mention or mention.kind != "Treaty" or any(treaty_of(scene, o) for o in clause.objects):
        return None
    agents = tuple(c for c in verb.children if preposition(c) == "by" and c.dep_ in {"obl", "obl:agent"})
    return replace(clause, passive=True, objects=(scene.doc[mention.head],), subjects=tuple(p for a in agents for p in conjuncts(a)))


def _told(story: Story, clause: Clause) -> Iterator[Step]:
    scene = story.scene
    for frame, fillers in match(scene, clause, "TreatyAction"):
        action = cast("TreatyActionKind", frame.action)
        tokens = fillers.get("treaty", ())
        if frame.name == "deposit" and not any(_binding_word(scene, t) for t in tokens):
            continue
        keys = [k for t in tokens for c in conjuncts(t) for k in treaty_of(scene, c)] or [k for t in tokens for k in enumerated(scene, t)]
        for token in tokens:
            if (bound := _binding_word(scene, token)) is not None:
                action = scene.lexicon.treaty_events[bound.lemma_.lower()]
                keys = list(keys or treaty_of(scene, bound) or last_told(scene, token))
        for treaty in dict.fromkeys(keys):
            trigger = [clause.verb, *(t for t in tokens if t.head == clause.verb)]
            step = _step(story, clause.verb, trigger, action, treaty, story.parties(fillers.get("party", ())))
            if step.action == "signature" and step.status == "held":
                implied(scene, story.meetings, step.party, step.when, step.place, clause.verb)
            _set_in(story, step)
            yield step


def _binding_word(scene: Scene, token: Token) -> Token | None:
    """ "its instrument of ratification", "the Instrument of Accession to the Treaty": the noun that tells the step."""
    if not scene.lexicon.member("InstrumentOfNoun", token):
        return None
    named = (c for c in token.children if c.dep_ == "nmod" and preposition(c) == "of")
    return next((c for c in named if scene.lexicon.treaty_events.get(c.lemma_.lower()) in BINDING), None)


def _step(story: Story, verb: Token, trigger: list[Token], action: TreatyActionKind, treaty: str, party: list[str]) -> Step:
    scene = story.scene
    moment = settings.when(scene, trigger) or _around(scene, verb) or When()
    place = settings.places(scene, trigger) or _place_around(scene, verb)
    status = event_status(scene, verb, verb, moment, story.day(verb))
    return Step(treaty, action, party, moment, list(place), status, [verb.i])


def _around(scene: Scene, verb: Token) -> When | None:
    """ "On 5 May the two looked on as envoys signed": the time of the clause that a step goes along with."""
    return next((moment for upper in _accompanied(verb) if (moment := settings.when(scene, [upper]))), None)


def _place_around(scene: Scene, verb: Token) -> tuple[str, ...]:
    return next((found for upper in _accompanied(verb) if (found := settings.places(scene, [upper]))), ())


def _accompanied(verb: Token) -> Iterator[Token]:
    """The clauses that a clause of time, manner or place belongs to, nearest first."""
    node = verb
    for upper in governors(verb):
        if upper.pos_ not in {"VERB", "AUX"}:
            node = upper
            continue
        marks = {c.lower_ for c in node.children if c.dep_ in {"mark", "advmod", "case"}}
        if node.dep_ not in {"advcl", "acl:relcl", "conj"} or marks & ELSEWHEN:
            return
        if node.dep_ == "acl:relcl" and not marks & {"where", "when", "as", "while"}:
            return
        yield upper
        node = upper


def _set_in(story: Story, step: Step) -> None:
    """A signature told as news without a day or a place has those of the meeting in its sentence or of the report."""
    scene = story.scene
    token = scene.doc[step.tokens[0]]
    past_perfect = any(c.lower_ == "had" for c in token.children)
    if step.action != "signature" or step.status != "held" or past_perfect or (step.when.start and step.place):
        return
    section = scene.parse.section(token)
    held = [m for m in story.meetings if m.section == section and m.status == "held" and compatible(m.when, step.when)]
    here = [m for m in held if any(token.sent.start <= t < token.sent.end for t in m.tokens)]
    opening = story.leads.get(section, Lead())
    if not here and (
        step.when.start and not compatible(step.when, opening.when) or step.place and not set(step.place) & set(opening.place)
    ):
        return
    recent = [m for m in held if m.when.start and (not opening.since or m.when.start >= opening.since)]
    meeting = next(iter(here or recent), None)
    moment = meeting.when if meeting and meeting.when.start else opening.when
    step.when = step.when if step.when.start else When(moment.end or moment.start)
    step.place = step.place or list(meeting.place if meeting and meeting.place else opening.place)


# ------------------------------------------------------------------ steps told by nouns


def _nominal(story: Story, token: Token) -> Iterator[Step]:
    """ "the signing in Sochi of the Memorandum", "withdrawal from the treaty", "its ratification by Fiji"."""
    scene = story.scene
    action = scene.lexicon.treaty_events.get(token.lemma_.lower())
    if token.pos_ != "NOUN" or not action or (token.text[:1].isupper() and not token.is_sent_start):
        return
    into = [c for c in token.children if scene.lexicon.member("ForceNoun", c)]
    whose = [
        c
        for c in (*token.children, *(g for c in into for g in c.children))
        if c.dep_ in {"nmod", "obl"} and preposition(c) in {"of", "from", "to", "in"} or c.dep_ in {"nmod:poss", "compound"}
    ]
    named = tuple(c for c in token.children if c.dep_ in OWNERS and preposition(c) in {"", "by", "between"})
    for child in whose:
        for treaty in treaty_of(scene, child) or enumerated(scene, child):
            moment = settings.when(scene, [token]) or When()
            status = event_status(scene, token, settings.main_verb(token), moment, story.day(token))
            party = story.parties(tuple(c for c in named if c != child)) or story.parties(_doers(token))
            yield Step(treaty, _bound_by(scene, child) or action, party, moment, list(settings.places(scene, [token])), status, [token.i])


def _doers(token: Token) -> tuple[Token, ...]:
    """ "The Senate is to take up ratification": who does what the noun says, where the noun is the object of a verb."""
    return subjects(token.head) if token.dep_ == "obj" and not is_passive(token.head) else ()


def _bound_by(scene: Scene, token: Token) -> TreatyActionKind | None:
    """ "The signing of the Instrument of Accession to the Treaty": the step that the words before the treaty's name tell."""
    mention = scene.at.get(token.i)
    before = range(max(token.sent.start, mention.start - 5), mention.start) if mention else range(0)
    bound = next((word for i in reversed(before) if (word := _binding_word(scene, scene.doc[i])) is not None), None)
    return scene.lexicon.treaty_events[bound.lemma_.lower()] if bound is not None else None


def _in_force(story: Story, token: Token) -> Iterator[Step]:
    """ "The treaty has been in force since 2011"."""
    scene = story.scene
    if token.lower_ != "force" or preposition(token) != "in":
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


def _dated_names(scene: Scene) -> Iterator[Step]:
    """ "the Boundary Agreement of 25 December 2000", "the 1996 accord": a treaty is dated by its signature."""
    for mention in scene.mentions:
        if mention.kind != "Treaty" or len(mention.keys) != 1 or mention.use != "name":
            continue
        head = scene.doc[mention.head]
        for time in scene.times:
            own = time.start >= 0 and scene.doc[time.start].sent == head.sent and time.head == head.i and time.when.start
            after = time.start in {mention.end + 1, head.i + 2} and scene.doc[time.start - 1].lower_ == "of"
            before = time.end in {mention.start, head.i} and scene.doc[time.start].i > 0
            if (own or after or before) and (after or before) and time.when.start and not time.vague:
                yield Step(mention.keys[0], "signature", [], time.when, [], "held", [mention.head])


# ------------------------------------------------------------------ one step told twice, and whose treaty it is


def _note(found: list[Step], new: Step) -> None:
    """Add an action, or what it says to the same action told before."""
    for old in found:
        if _same(old, new):
            old.tokens += [t for t in new.tokens if t not in old.tokens]
            old.when = new.when if len(new.when.start) > len(old.when.start) else old.when
            old.place = old.place or new.place
            old.party += [p for p in new.party if p not in old.party]
            return
    found.append(new)


def _same(old: Step, new: Step) -> bool:
    a, b = old.when.start, new.when.start
    same_time = not a or not b or a.startswith(b) or b.startswith(a)
    same_party = not old.party or not new.party or bool(set(old.party) & set(new.party))
    same_status = old.status == new.status or not b
    return (old.treaty, old.action) == (new.treaty, new.action) and same_time and same_party and same_status


def _whole_parties(scene: Scene, references: References, steps: list[Step], step: Step) -> None:
    """A treaty signed by persons or by nobody named is signed by its parties."""
    principals = [p for p in step.party if scene.cast[p].kind in {"State", "Organization"}]
    alone = len(principals) == 1 and len(step.party) == 1 and len(scene.cast[step.treaty].of) < 2
    if step.action == "signature" and step.status != "proposed" and len(principals) < 2 and not alone:
        whose = parties(scene, references, [s for s in steps if s is not step], step.treaty)
        if not principals or set(principals) <= set(whose):
            step.party = list(dict.fromkeys([*step.party, *whose]))


def parties(scene: Scene, references: References, steps: list[Step], treaty: str) -> tuple[str, ...]:
    """Whose treaty it is: as the gazetteer or its name says, else who signed, ratified or joined it, else the two or three of the story."""
    known = tuple(k for k in scene.cast[treaty].of if scene.cast[k].kind in {"State", "Organization"})
    signed = [p for s in steps if s.treaty == treaty and s.action in BINDING and s.status != "cancelled" for p in s.party]
    bound = tuple(dict.fromkeys(p for p in signed if scene.cast[p].kind in {"State", "Organization"}))
    if len(known) > 1:
        return known
    if bound:
        return tuple(dict.fromkeys([*known, *bound]))
    if scene.cast[treaty].code:
        return known
    first = next(m for m in scene.mentions if treaty in m.keys)
    story = references.story(scene.doc[first.head])
    if known:
        return tuple(dict.fromkeys([*known, *story])) if len(story) <= 2 and set(known) & set(story) else known
    return story if 2 <= len(story) <= 3 else ()
