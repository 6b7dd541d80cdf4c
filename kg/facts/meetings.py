"""Meetings: occasions named by a noun ("the third round of consultations") or told by a verb ("met in Vienna"), one record for each.

An occasion told several times is gathered from its mentions: what one leaves out another says, or the scene in force. Two mentions are one
meeting when nothing that they say of date, place, number and parties disagrees and the later one is definite or repeats what was said.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING, cast

from kg.facts import attendance, played, presence, settings, triggers
from kg.facts.clauses import Clause
from kg.facts.coreference import References
from kg.facts.course import Course
from kg.facts.lead import Lead
from kg.facts.occasions import Occasion, compatible, merge, same, united
from kg.facts.scene import Scene
from kg.facts.status import event_status, untrue
from kg.facts.stretches import lasting
from kg.facts.syntax import governing_verb, negated, preposition
from kg.facts.tenses import band
from kg.facts.triggers import Trigger, raised
from kg.model import EventStatus, When

if TYPE_CHECKING:
    from spacy.tokens import Token

NEW = {"another", "further", "new", "next", "previous", "earlier", "last", "subsequent"}
WITHIN = {"for", "at", "in", "during"}
OPEN_TO_ALL = {"conference", "forum", "congress", "assembly", "symposium", "seminar", "convocation"}
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
            _gather(scene, references, course, found, single, trigger, anchor.get(single.section, ""))
    for section, opening in leads.items():
        _news(found, section, opening)
        _visits(scene, found, section, opening)
    for new in presence.find(scene, references, clauses, anchor):
        if not presence.known(scene, found, new):
            found.append(new)
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


def _visits(scene: Scene, found: list[Occasion], section: int, opening: Lead) -> None:
    """ "He was then received by the president": persons of two sides whom a report's main line joins met on its day."""
    for occasion in found:
        told = occasion.section == section and occasion.status == "held" and occasion.explicit
        if not told or occasion.when.start or occasion.ordinal or band(scene.doc[occasion.tokens[0]]) != "past":
            continue
        persons = [k for k in occasion.participant if scene.cast[k].kind == "Person"]
        if len({scene.principal_of(k) or k for k in persons}) > 1:
            occasion.when = opening.when


# ------------------------------------------------------------------ one mention


def _occasion(scene: Scene, references: References, trigger: Trigger, events: frozenset[int], anchor: dict[int, str]) -> Occasion | None:
    token, support = trigger.token, trigger.support
    section = scene.parse.section(token)
    words = list(dict.fromkeys([token, raised(scene, token), *([support] if support else []), *trigger.telling]))
    moment = lasting(scene, trigger, settings.when(scene, words, events))
    place = list(dict.fromkeys([*settings.places(scene, words, events), *_place_modifiers(scene, token)]))
    place = place or _host(scene, support)
    status = event_status(scene, token, support or next(iter(trigger.telling), token), moment, anchor.get(section, ""))
    if trigger.who and (last := _not_since(scene, token)) is not None:
        moment, status, place = last, "held", []
    elif trigger.event is None and untrue(scene, support or token):
        return None
    elif (event := trigger.event or played.nearest(scene, "meeting", [token.i])) is not None:
        moment, place = moment or played.when(scene, event), place or played.places(scene, event)
        status = cast("EventStatus", event.status) if trigger.event else status
    participants, explicit = attendance.participants(scene, references, trigger)
    ordinal = attendance.number(scene, trigger)
    timed = moment or next((t.when for t in settings.times(scene, words, events) if t.role == "deadline"), None)
    if not _enough(scene, trigger, participants, timed, place, ordinal):
        return None
    process = attendance.process(scene, trigger, participants)
    named = _definite(token) and not moment
    return Occasion("", section, moment or When(), place, list(participants), process, ordinal, status, [token.i], "", named, explicit)


def _host(scene: Scene, verb: Token | None) -> list[str]:
    """ "to be hosted by Laos": a meeting is where its host is, when no other place is named."""
    if verb is None or verb.lemma_ != "host" or verb.i not in scene.clauses:
        return []
    hosts = [m for t in scene.clauses[verb.i].subjects if (m := scene.at.get(t.i)) and m.kind == "State" and m.use == "name"]
    return [scene.cast.add("Place", scene.cast[k].name, labels=tuple(scene.cast[k].labels)) for m in hosts[:1] for k in m.keys[:1]]


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
    """ "they met in Moscow on 14 January and in Vienna on 24 February": one meeting for each time, where the place before it says."""
    token = trigger.token
    if not trigger.who and token.tag_ not in {"NNS", "NNPS"}:
        return [told]
    own = [t for t in settings.times(scene, [token]) if t.role == "point" and t.start > token.i]
    times = [t for t in own if t.when.start and not t.vague and not t.modifier]
    distinct = {t.when.start for t in times}
    if len(distinct) < 2 or told.when.end or any(compatible(a.when, b.when) for a, b in combinations(times, 2)):
        return [told]
    found = []
    for time in sorted(times, key=lambda t: t.start):
        before = [m for m in scene.mentions if m.kind == "Place" and m.use == "name" and token.i < m.start < time.start]
        found.append(
            replace(told, when=time.when, place=list(before[-1].keys) if before else told.place, tokens=list(told.tokens), named=False)
        )
    return found


def _definite(token: Token) -> bool:
    if token.pos_ == "VERB":
        return False
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


def _gather(
    scene: Scene, references: References, course: Course, found: list[Occasion], new: Occasion, trigger: Trigger, written: str
) -> None:
    """Add a mention to the occasion that it tells of, else as a new one, completed from the scene in force and the story."""
    token = trigger.token
    new.entry = scene.entries.get(scene.parse.paragraph_of[token.i], When())
    old = _at_once(found, new, trigger) or [o for o in reversed(found) if same(scene, o, new)][:1]
    for one in old:
        merge(one, new)
    if not old:
        _complete(scene, references, course, found, new, trigger, written)
        new.key = f"meeting{len(found) + 1}"
        found.append(new)


def _at_once(found: list[Occasion], new: Occasion, trigger: Trigger) -> list[Occasion]:
    """ "The envoys met for the third round": a noun below a verb of meeting tells of the same occasion."""
    token = trigger.token
    verb = governing_verb(token)
    if trigger.who or verb is None or token.head not in {verb, *verb.children} or preposition(token) not in WITHIN:
        return []
    old = [o for o in found if o.tokens[0] == verb.i]
    if old and not all(compatible(o.when, new.when) for o in old):
        new.when = When()
    return old


def _complete(
    scene: Scene, references: References, course: Course, found: list[Occasion], new: Occasion, trigger: Trigger, anchor: str
) -> None:
    token = trigger.token
    if not (new.when.start and new.place):
        _set_in(new, course, token, anchor)
    before = [o for o in reversed(found) if o.section == new.section]
    if not new.process and (trigger.stands_for is not None or _one_of_series(token)):
        series = [o.process for o in before if o.process]
        whole = [p for p in series if scene.cast[p[0]].kind == "Process" or token.lemma_.lower() not in {"meeting", "talks"}]
        new.process = list(whole[0]) if whole else []
    if not new.participant and not attendance.body(scene, new.process) and token.lemma_.lower() not in OPEN_TO_ALL:
        regulars = [o.participant for o in before if new.process and o.process == new.process and o.explicit and len(o.participant) > 1]
        principals = [p for p in regulars[0] if scene.cast[p].kind != "Person"] if regulars else []
        told = references.attendance(token) if new.status == "held" else references.story(token)
        new.participant = principals or list(attendance.who(scene, told))


def _set_in(new: Occasion, course: Course, token: Token, written: str) -> None:
    setting = course.at(token)
    if new.status == "held" and written and setting.when.start > written[: len(setting.when.start)]:
        return
    if new.status == "held" and (not new.when.start or (compatible(new.when, setting.when) and setting.when.start)):
        new.when = new.when if new.when.start else setting.when
        new.place = new.place or list(setting.place)
    elif new.status != "held" and not (new.when.start or new.place):
        new.when, new.place = setting.when, list(setting.place)


def _one_of_series(token: Token) -> bool:
    """Whether a meeting is told as one of a series that the text has named: "the next round", "the fifth meeting", "the talks"."""
    lemma = token.lemma_.lower()
    return lemma in SERIAL or (lemma in SERIAL_IF_DEFINITE and bool(attendance.numbered(token) or _definite(token)))
