"""Where and when something was agreed: what the sentence leaves out comes from what it goes on from, its meeting, or the report's news."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.facts import seen, settings
from kg.facts.course import Course, Setting
from kg.facts.deals import Deal
from kg.facts.lead import Lead
from kg.facts.occasions import Occasion, compatible
from kg.facts.scene import Scene
from kg.facts.syntax import governors, preposition
from kg.facts.tenses import band
from kg.model import When

if TYPE_CHECKING:
    from spacy.tokens import Token

BACKGROUND = {"since", "after", "before", "until"}
LAID_DOWN = {"in", "by", "under"}


def settle(scene: Scene, course: Course, deals: list[Deal], meetings: list[Occasion], leads: dict[int, Lead]) -> None:
    """Give each deal, in text order, its day, its place and the meeting at which it was reached, as far as the text tells them."""
    for n, deal in enumerate(deals):
        token = scene.doc[deal.trigger]
        opening = leads.get(scene.parse.section(token), Lead())
        held = [m for m in meetings if m.section == scene.parse.section(token) and m.status == "held"]
        deal.when = _last_day(deal.when) or _laid_down(scene, token)
        for moment, place, meeting in _around(scene, course, deal, deals[:n], held, opening):
            if _to_come(moment, opening):
                continue
            if not deal.when or not deal.when.start or compatible(deal.when, moment):
                _take(deal, moment, place, meeting)
        if not deal.when or not deal.when.start or compatible(deal.when, opening.when) or _main(held, deal, opening):
            main = _main(held, deal, opening)
            if main and _other_day(main, opening):
                main = None
            day = main.when if main and main.when.start else opening.when
            _take(deal, day, main.place if main else list(opening.place), main.key if main else "")
        deal.place = _towns(scene, deal.place)


def _other_day(meeting: Occasion, opening: Lead) -> bool:
    """Whether a meeting told after the first sentence, of one day, was on another day than the news."""
    known = meeting.when.start and opening.when.start and not meeting.when.end
    return bool(known and meeting.tokens[0] >= opening.first and not compatible(meeting.when, opening.when))


def _to_come(moment: When, opening: Lead) -> bool:
    """Whether a time lies after the day of writing: nothing was agreed then."""
    return bool(opening.written and moment.start > opening.written[: len(moment.start)] if moment.start else False)


def _towns(scene: Scene, places: list[str]) -> list[str]:
    """Of a town and a building in it, the town."""
    known = [p for p in places if scene.cast[p].code]
    return known or places


def _news(scene: Scene, token: Token, opening: Lead, held: list[Occasion]) -> bool:
    """Whether a sentence goes on with the news after an aside: its paragraph has told of the news' own meeting before."""
    paragraph = scene.parse.paragraph_of[token.i]
    here = [m for m in held if any(t < token.i and scene.parse.paragraph_of[t] == paragraph for t in m.tokens)]
    return band(token) != "earlier" and any(m.when.start and compatible(m.when, opening.when) for m in here) and bool(opening.when.start)


def _background(moment: When, opening: Lead) -> bool:
    """Whether a time lies before the days that a report tells of."""
    return bool(opening.since and moment.start and moment.start < opening.since[: len(moment.start)])


def _last_day(moment: When | None) -> When | None:
    """What was agreed at talks of several days was agreed on the last."""
    return When(moment.end or moment.start, text=moment.text) if moment else None


def _laid_down(scene: Scene, verb: Token) -> When | None:
    """ "undertook in the declaration of 3 August", "the accord of 1994, in which they pledged": the day that the text of it bears."""
    texts = [c for c in verb.children if c.dep_ == "obl" and preposition(c) in LAID_DOWN]
    if verb.dep_ == "acl:relcl" and any(c.lower_ == "which" and preposition(c) in LAID_DOWN for c in verb.children):
        texts = [verb.head]
    for text in texts:
        mention = scene.at.get(text.i)
        if scene.lexicon.member("TermsNoun", text) or (mention and mention.kind == "Treaty"):
            times = [t for t in scene.times if t.start in {s.i for s in text.subtree} and t.role in settings.DATED and not t.vague]
            if times and times[0].when.start:
                return times[0].when
    return None


def _around(
    scene: Scene, course: Course, deal: Deal, earlier: list[Deal], held: list[Occasion], opening: Lead
) -> Iterator[tuple[When, list[str], str]]:
    """Settings that a deal's sentence and paragraph offer, the nearest first."""
    token = scene.doc[deal.trigger]
    yield seen.moment(scene, deal), [], ""
    for meeting in reversed([m for m in held if any(_told_with(scene, deal, t) for t in m.tokens)]):
        yield meeting.when, meeting.place, meeting.key
    for before in reversed(earlier):
        if _continues(scene, token, before) and before.when is not None:
            yield before.when, before.place, before.meeting
            break
    setting = course.at(token)
    news = _news(scene, token, opening, held)
    if news and _background(setting.when, opening):
        setting = Setting()
    if setting.when.start or setting.place:
        yield setting.when, list(setting.place), ""
    paragraph = scene.parse.paragraph_of[token.i]
    for meeting in reversed([m for m in held if any(t < token.i and scene.parse.paragraph_of[t] == paragraph for t in m.tokens)]):
        if news and _background(meeting.when, opening):
            continue
        yield meeting.when, meeting.place, meeting.key
        break


def _told_with(scene: Scene, deal: Deal, i: int) -> bool:
    """Whether a meeting's mention sets the scene of a deal: in its sentence, and neither part of its content nor background."""
    token = scene.doc[deal.trigger]
    if not token.sent.start <= i < token.sent.end or deal.content[0] <= i < deal.content[1]:
        return False
    above = [scene.doc[i], *governors(scene.doc[i])]
    return not any(c.lower_ in BACKGROUND and c.dep_ == "mark" for node in above if node.pos_ == "VERB" for c in node.children)


def _continues(scene: Scene, token: Token, earlier: Deal) -> bool:
    """Whether a sentence goes on with the deal of the one before: same paragraph, the same or the next sentence, and no aside of that."""
    other = scene.doc[earlier.trigger]
    parse = scene.parse
    aside = other.dep_ in {"acl", "acl:relcl"} and earlier.content[0] < earlier.content[1]
    if parse.paragraph_of[token.i] != parse.paragraph_of[other.i] or aside:
        return False
    return other.sent == token.sent or other.sent.end == token.sent.start


def _main(held: list[Occasion], deal: Deal, opening: Lead) -> Occasion | None:
    """The meeting that a report is about: of its own day, else the first dated not long before it that the deal's time allows.

    Where a report tells of one meeting that was held, and not when, it is that one.
    """
    near = [m for m in held if m.when.start and (not opening.since or m.when.start >= opening.since[: len(m.when.start)])]
    fitting = [m for m in near if not deal.when or not deal.when.start or compatible(m.when, deal.when)]
    fitting.sort(key=lambda m: not (opening.when.start and compatible(m.when, opening.when)))
    only = held[:1] if len(held) == 1 and not held[0].when.start and deal.status == "agreed" else []
    return next(iter(fitting or only), None)


def _take(deal: Deal, moment: When, place: list[str], meeting: str) -> None:
    deal.when = deal.when if deal.when and deal.when.start else When(moment.end or moment.start)
    deal.place = deal.place or list(place)
    deal.meeting = deal.meeting or meeting
