"""What a report is about before it says so again: the day and place that its dateline and first sentences set."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from kg.facts import settings
from kg.facts.scene import Scene
from kg.facts.syntax import preposition
from kg.facts.syntax import sentences as spans
from kg.facts.times import TimeExpression
from kg.model import When

RECENT = timedelta(days=20)  # how far back the news of a report can lie
ENTRIES = 3  # dated entries that make a chronology, which has no news
OPENING = 4  # sentences that set the scene


@dataclass(frozen=True, slots=True)
class Lead:
    """The setting of a section's news: a day (or days) not after the anchor and near it, and a place; either may be unknown.

    `since` is the ISO day before which what is told is background and `written` the day of writing, both empty where that is unknown;
    `first` and `end` are the tokens where the first and the opening sentences end.
    """

    when: When = field(default_factory=When)
    place: tuple[str, ...] = ()
    since: str = ""
    written: str = ""
    first: int = 0
    end: int = 0


def find(scene: Scene, anchors: dict[int, str]) -> dict[int, Lead]:
    """The lead of each section."""
    return {section: _lead(scene, section, anchors.get(section, "")) for section in _sections(scene)}


def _sections(scene: Scene) -> list[int]:
    return sorted({p.block.section for p in scene.parse.paragraphs})


def _lead(scene: Scene, section: int, anchor: str) -> Lead:
    paragraphs = [p for p in scene.parse.paragraphs if p.block.section == section and p.end > p.start and p.block.kind != "headline"]
    sentences = [s for p in paragraphs[:OPENING] for s in spans(scene.doc, p.start, p.end)][:OPENING]
    lead = Lead(since=(date.fromisoformat(anchor) - RECENT).isoformat() if anchor else "", written=anchor)
    if sum(scene.parse.paragraphs[n].block.section == section for n in scene.entries) >= ENTRIES:
        return replace(lead, end=sentences[-1].end if sentences else 0)
    days = [time for s in sentences for time in _days(scene, s.start, s.end, anchor)]
    done = [time for time in days if time.head < 0 or not scene.lexicon.member("SayingVerb", scene.doc[time.head])]
    lead = replace(lead, when=next((time.when for time in [*done, *days]), When()))
    lead = replace(lead, first=sentences[0].end if sentences else 0)
    return replace(lead, end=sentences[-1].end if sentences else 0, place=_place(scene, section, [(s.start, s.end) for s in sentences[:2]]))


def _days(scene: Scene, start: int, end: int, anchor: str) -> Iterator[TimeExpression]:
    """The days named between two tokens that can be the news'."""
    for time in scene.times:
        if not start <= time.start < end or time.role not in {"point", "range"} or time.vague or time.modifier or len(time.when.start) < 10:
            continue
        last = time.when.end or time.when.start
        if not anchor or (date.fromisoformat(anchor) - RECENT).isoformat() <= last <= anchor:
            yield time


def _place(scene: Scene, section: int, sentences: list[tuple[int, int]]) -> tuple[str, ...]:
    """The dateline's place, else the first place that a locative names in the opening sentences, else where the text says it was done."""
    datelines = [p.block.dateline for p in scene.parse.paragraphs if p.block.dateline and p.block.section == section]
    if datelines:
        if "/" in datelines[0].place:
            return ()  # "BERLIN/PARIS": written in both
        return place(scene, datelines[0].place)
    for start, end in sentences:
        for mention in scene.mentions:
            if (
                mention.kind == "Place"
                and mention.use == "name"
                and start <= mention.start < end
                and not settings.waters(scene, mention)
                and preposition(scene.doc[mention.head]) in {"in", "at"}
            ):
                return mention.keys
    return ()


def place(scene: Scene, name: str) -> tuple[str, ...]:
    """The entity of a place named in a dateline, in capitals or not."""
    plain = name.split(",", maxsplit=1)[0].strip()
    words = plain.title() if plain.isupper() else plain
    for sense in scene.gazetteer.senses(words):
        if sense.entry.kind == "Place":
            return (scene.cast.add("Place", sense.entry.label, labels=(words, *sense.entry.names), code=sense.entry.code),)
    return (scene.cast.add("Place", words),)
