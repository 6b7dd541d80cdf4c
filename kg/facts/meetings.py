"""Meetings: occasions named by a noun ("the third round of consultations") or told by a verb ("met in Vienna"), one record for each.

An occasion told several times is gathered from its mentions: what one leaves out another says, or the scene in force. Two mentions are one
meeting when nothing that they say of date, place, number and parties disagrees and the later one is definite or repeats what was said.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.facts import attendance, settings, triggers
from kg.facts.coreference import References
from kg.facts.course import Course
from kg.facts.lead import Lead
from kg.facts.occasions import Occasion, compatible, merge, same, united
from kg.facts.scene import Scene
from kg.facts.status import event_status, untrue
from kg.facts.syntax import Clause, governing_verb, negated, preposition
from kg.facts.triggers import Trigger
from kg.model import When

if TYPE_CHECKING:
    from spacy.tokens import Token

NEW = {"another", "further", "new", "next", "previous", "earlier", "last", "subsequent"}
WITHIN = {"for", "at", "in", "during"}
SERIAL = {"round", "session", "cycle", "sitting", "plenary"}
SERIAL_IF_DEFINITE = {"talks", "talk", "consultation", "negotiation", "meeting"}


def find(scene: Scene, references: References, clauses: list[Clause], anchor: dict[int, str], leads: dict[int, Lead]) -> list[Occasion]:
    """The meetings of a document in the order of their first mention; `anchor` gives each section's day of writing."""
    course = Course(scene)
    told = triggers.find(scene, clauses)
    events = frozenset(trigger.token.i for trigger in told)
    found: list[Occasion] = []
    for trigger in told:
        occasion = _occasion(scene, references, trigger, events, anchor)
        for single in _each(scene, occasion, trigger) if occasion is not None else []:
            _gather(scene, references, course, found, single, trigger)
    for section, opening in leads.items():
        _news(found, section, opening)
    return united(scene, found)


def _news(found: list[Occasion], section: int, opening: Lead) -> None:
    """The first meeting told as held, if nothing dates or places it elsewhere, is the news: it has the report's day and place."""
    held = [o for o in found if o.section == section and o.status == "held"]
    for occasion in [o for o in held if o.tokens[0] < opening.end] or [o for o in held if not o.when.start]:
        if compatible(occasion.when, opening.when) and (
            not occasion.place or not opening.place or set(occasion.place) & set(opening.place)
        ):
            occasion.when = occasion.when if occasion.when.start else opening.when
            occasion.place = occasion.place or list(opening.place)
            return


# ------------------------------------------------------------------ one mention


def _occasion(scene: Scene, references: References, trigger: Trigger, events: frozenset[int], anchor: dict[int, str]) -> Occasion | None:
    token, support = trigger.token, trigger.support
    section = scene.parse.section(token)
    words = [token] if support is None else [token, support]
    moment = settings.when(scene, words, events)
    place = list(dict.fromkeys([*settings.places(scene, words, events), *_place_modifiers(scene, token)]))
    status = event_status(scene, token, support or token, moment, anchor.get(section, ""))
    if trigger.who and (last := _not_since(scene, token)) is not None:
        moment, status, place = last, "held", []
    elif trigger.who and untrue(scene, token):
        return None
    participants, explicit = attendance.participants(scene, references, trigger)
    ordinal = attendance.number(scene, trigger)
    if not _enough(scene, trigger, participants, moment, place, ordinal):
        return None
    process = attendance.process(scene, trigger, participants)
    named = _definite(token) and not moment
    return Occasion("", section, moment or When(), place, list(participants), process, ordinal, status, [token.i], "", named, explicit)


def _enough(scene: Scene, trigger: Trigger, party: tuple[str, ...], moment: When | None, place: list[str], ordinal: int | None) -> bool:
    """Whether a mention says enough of its own to tell of a meeting, by how surely its word means one."""
    token = trigger.token
    if trigger.who:
        if scene.lexicon.member("WeakMeetingVerb", token):
            return len(party) >= 2 and bool(moment or place)
        return len(party) >= 2 or bool(party and (moment or place))
    weak = scene.lexicon.member("WeakMeetingNoun", token) and not scene.lexicon.has("RoundNoun", token.lemma_)
    return not weak or bool(moment or ordinal or (place and party))


def _not_since(scene: Scene, verb: Token) -> When | None:
    """ "have not met since 5 March": they met on that day."""
    times = settings.times(scene, [verb])
    return next((t.when for t in times if t.role == "since" and t.when.start), None) if negated(verb) else None


def _each(scene: Scene, told: Occasion, trigger: Trigger) -> list[Occasion]:
    """ "they met in Moscow on 14 January and in Vienna on 24 February and 3 May": one meeting a day, where the place before it says."""
    verb = trigger.token
    days = [
        t
        for t in scene.times
        if verb.sent.start <= t.start < verb.sent.end and t.role == "point" and len(t.when.start) == 10 and t.start > verb.i
    ]
    attached = [t for t in days if t.head >= 0 and governing_verb(scene.doc[t.start]) == verb or t.head == verb.i]
    if not trigger.who or len(attached) < 2:
        return [told]
    found = []
    for time in sorted(attached, key=lambda t: t.start):
        before = [m for m in scene.mentions if m.kind == "Place" and m.use == "name" and verb.i < m.start < time.start]
        found.append(
            replace(told, when=time.when, place=list(before[-1].keys) if before else told.place, tokens=list(told.tokens), named=False)
        )
    return found


def _definite(token: Token) -> bool:
    words = {c.lower_ for c in token.children}
    return (
        bool(words & {"the", "this", "that", "these", "those", "their", "its"}) or any(c.dep_ == "nmod:poss" for c in token.children)
    ) and not words & NEW


def _place_modifiers(scene: Scene, token: Token) -> list[str]:
    """ "the Geneva meeting", "the Moscow summit": the place before the noun."""
    found: list[str] = []
    for child in token.children:
        mention = scene.at.get(child.i)
        if mention and mention.kind == "Place" and child.dep_ in {"compound", "nmod:desc", "nmod:poss"}:
            found += mention.keys
    return found


# ------------------------------------------------------------------ one record for each


def _gather(scene: Scene, references: References, course: Course, found: list[Occasion], new: Occasion, trigger: Trigger) -> None:
    """Add a mention to the occasion that it tells of, else as a new one, completed from the scene in force and the story."""
    token = trigger.token
    if not new.when.start and new.status == "held":
        new.when = course.entry(token)
    old = _at_once(found, new, trigger) or next((o for o in reversed(found) if same(scene, o, new)), None)
    if old is not None:
        merge(old, new)
        return
    _complete(scene, references, course, found, new, trigger)
    new.key = f"meeting{len(found) + 1}"
    found.append(new)


def _at_once(found: list[Occasion], new: Occasion, trigger: Trigger) -> Occasion | None:
    """ "The envoys met for the third round": a noun below a verb of meeting tells of the same occasion."""
    verb = governing_verb(trigger.token)
    if (
        trigger.who
        or verb is None
        or trigger.token.head not in {verb, *verb.children}
        or preposition(trigger.token) not in {"for", "at", "in", "during"}
    ):
        return None
    return next((o for o in found if o.tokens[0] == verb.i and compatible(o.when, new.when)), None)


def _complete(scene: Scene, references: References, course: Course, found: list[Occasion], new: Occasion, trigger: Trigger) -> None:
    token = trigger.token
    if new.status == "held" and not (new.when.start and new.place):
        _set_in(new, course, token)
    if not new.process and (trigger.stands_for is not None or _one_of_series(token)):
        series = [o.process for o in reversed(found) if o.section == new.section and o.process]
        whole = [p for p in series if scene.cast[p[0]].kind == "Process" or token.lemma_.lower() not in {"meeting", "talks"}]
        new.process = list(whole[0]) if whole else []
    if not new.participant and not attendance.body(scene, new.process):
        new.participant = list(attendance.who(scene, references.story(token)))


def _set_in(new: Occasion, course: Course, token: Token) -> None:
    setting = course.at(token)
    if not new.when.start or compatible(new.when, setting.when) and setting.when.start:
        new.when = new.when if new.when.start else setting.when
        new.place = new.place or list(setting.place)


def _one_of_series(token: Token) -> bool:
    """Whether a meeting is told as one of a series that the text has named: "the next round", "the fifth meeting", "the talks"."""
    lemma = token.lemma_.lower()
    return lemma in SERIAL or (lemma in SERIAL_IF_DEFINITE and bool(attendance.numbered(token) or _definite(token)))
