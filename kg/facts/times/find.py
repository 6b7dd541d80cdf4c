"""All times of a parsed document, in order: grammar finds, resolve places, and what the text tells next counts from there."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from kg.facts.times import calendar as cal
from kg.facts.times import words as w
from kg.facts.times.anchors import anchor
from kg.facts.times.calendar import Period
from kg.facts.times.expression import Role, TimeExpression
from kg.facts.times.grammar import Match, matches
from kg.facts.times.narrative import Narrative, Told
from kg.facts.times.resolve import AMOUNTS, HEDGES, POINTING, RESOLVERS, Scene, Value
from kg.facts.times.roles import at_end, preposition, role
from kg.facts.times.tense import Tense, clause, in_background, tense
from kg.language import Parse
from kg.model import When

if TYPE_CHECKING:
    from spacy.tokens import Token

DATES = {"date", "date_after", "days", "days_after", "month", "short_month", "year"}
MOVING = {"postpone", "move", "delay", "shift", "reschedule", "change", "defer", "put", "bring", "rise", "fall", "grow", "increase"}
JOINTS = {"B", "-", "~", "R", ",", ",B", "Bi", "BF", "Ri"}  # words between two times of one enumeration or range


def times(parse: Parse) -> tuple[TimeExpression, ...]:
    """Every time expression of a document, resolved where the text, the date of writing and the calendar allow it."""
    return _Finder(parse).find()


@dataclass(frozen=True, slots=True)
class _Draft:
    """A time on its way: its match and span of tokens, its periods and what modifies what."""

    match: Match
    start: int
    end: int
    value: Value
    role: Role
    head: int
    tense: Tense


class _Finder:
    def __init__(self, parse: Parse) -> None:
        self.parse = parse
        self.doc = parse.doc
        self.text = parse.doc.text
        self.offsets = [token.idx for token in parse.doc]
        self.sentences = [sentence.start for sentence in parse.doc.sents]
        self.narrative = Narrative()
        self.anchors: dict[int, date | None] = {}

    def find(self) -> tuple[TimeExpression, ...]:
        found: list[TimeExpression] = []
        for index in range(len(self.parse.paragraphs)):
            found.extend(self._paragraph(index))
        return tuple(sorted(found, key=lambda t: (t.start, t.end)))

    def _paragraph(self, index: int) -> list[TimeExpression]:
        paragraph = self.parse.paragraphs[index]
        if paragraph.start == paragraph.end:
            return []
        begin, end = self.offsets[paragraph.start], self._end_of(paragraph.end - 1)
        found, vague = self._without_overlap(list(matches(w.words(self.text, begin, end))), begin, end)
        drafts: list[_Draft] = []
        for i, match in enumerate(found):
            draft = self._draft(match, index, found[i + 1 :], drafts[-1] if drafts else None)
            if draft is None:
                continue
            if drafts and (merged := self._merged(drafts[-1], draft)):
                drafts[-1] = merged
            else:
                drafts.append(draft)
            self._tell(drafts[-1], index)
        expressions = [expression for draft in drafts for expression in self._expressions(draft, drafts)]
        return expressions + [self._vague(a, b) for a, b in vague]

    def _without_overlap(self, found: list[Match], begin: int, end: int) -> tuple[list[Match], list[tuple[int, int]]]:
        """The matches and the vague phrases, the longer of two that overlap."""
        vague = [m.span() for m in w.VAGUE.finditer(self.text, begin, end)]
        spans = [(m.words.spans[m.start][0], m.words.spans[m.end - 1][1]) for m in found]
        vague = [v for v in vague if not any(a < v[1] and v[0] < b and b - a > v[1] - v[0] for a, b in spans)]
        kept = [m for m, (a, b) in zip(found, spans, strict=True) if not any(a < v[1] and v[0] < b for v in vague)]
        return kept, vague

    # One match

    def _draft(self, m: Match, index: int, following: list[Match], previous: _Draft | None) -> _Draft | None:
        start, end = self._tokens(m)
        head = self._head(start, end)
        before = preposition(m)
        timed = self._tense(head, before, index)
        if not self._is_time(m, start, end):
            return None
        scene = self._scene(m, index, timed, head, following, previous)
        value = self._counted_from_event(m, end, scene, following)
        if value is None:
            resolved = self._span(m, scene, following, before) if m.rule == "span" else RESOLVERS[m.rule](m, scene)
            if resolved is None:
                return None
            value = (resolved, head)
        periods, head = value
        as_role = role(m, periods, timed)
        if as_role == "deadline" and len(periods) == 1 and at_end(m):
            periods = (cal.day(periods[0].last),)
        return _Draft(m, start, end, periods, as_role, head, timed)

    def _scene(self, m: Match, index: int, timed: Tense, head: int, following: list[Match], previous: _Draft | None) -> Scene:
        section = self.parse.paragraphs[index].block.section
        written = self._anchor(section)
        scene = Scene(written, written, timed, self.narrative, index, section)
        if timed == "future" and (governing := self._governing(head, written)):
            scene = replace(scene, base=governing.period.first)
        if m.rule in DATES and not m.has("year") and not m.has("yrel"):
            scene = replace(scene, year=self._year_after(m, following))
        if previous and self._between(previous.match, m) in JOINTS:
            own = previous.match.has("year") and len(previous.value) > 0 and previous.match.rule in DATES
            scene = replace(scene, chained=previous.match.rule in DATES, floor=previous.value[-1] if own else None)
        elif following and self._between(m, following[0]) in JOINTS - {","} and following[0].rule == m.rule:
            scene = replace(scene, chained=m.rule == "month")
        return scene

    def _is_time(self, m: Match, start: int, end: int) -> bool:
        """The checks that need the parse: "May" the modal, "the 6th session", "in 2000 villages"."""
        last = self.doc[end - 1]
        if m.rule in ("offset", "next_to") and ((m.text("count") == "a" and m.before() in AMOUNTS) or m.before() == "to"):
            return False
        if m.rule == "month" and any(t.lower_ in ("may", "march") and t.tag_.startswith(("MD", "VB")) for t in self.doc[start:end]):
            return False
        if m.rule == "day_number" and last.i + 1 < len(self.doc) and last.head.i == end and self.doc[end].pos_ in ("NOUN", "PROPN"):
            return False
        return not (
            m.rule == "year"
            and m.before() not in ("the", "(")
            and last.dep_ == "nummod"
            and last.head.i > last.i
            and last.head.tag_ == "NNS"
        )

    def _span(self, m: Match, scene: Scene, following: list[Match], before: str) -> Value | None:
        """Two months: placed after "within", and after "in" where something is still to come."""
        letters = m.words.letters[m.start : m.end]
        unit = next((letter for letter in reversed(letters) if letter in w.UNITS), "")
        count = sum(w.number(t) for t in m.words.texts[m.start : m.end])
        single_day = letters == "aj"
        if single_day and before not in ("within", "for"):
            return None
        if (
            not unit
            or not count
            or before in HEDGES
            or m.end - m.start > 3
            or not (before == "within" or (before == "in" and scene.tense == "future"))
        ):
            return ()
        size = w.UNITS[unit]
        count *= 2 if unit == "b" else 1
        if before == "within" and following and self._between(m, following[0]) in ("f", "F", "l"):
            counted = RESOLVERS[following[0].rule](following[0], scene)
            if counted and counted[0].grain == "day":
                return (cal.day(cal.add(counted[0].first, count, size)),)
        moved = cal.shift(cal.day(scene.base), count, size) if scene.base else None
        return (moved,) if moved else ()

    # What a time counts from

    def _counted_from_event(self, m: Match, end: int, scene: Scene, following: list[Match]) -> tuple[Value, int] | None:
        """ "A month after flights had resumed": dates the flights from the main clause, or the main clause from the flights."""
        if m.rule not in ("offset", "next_to") or m.has("that") or m.words.letters[m.found.start("way")] != "l":
            return None
        pivot = self.doc[end - 1]
        event = pivot.head
        if pivot.dep_ not in ("mark", "case") or event.i < pivot.i:
            return None
        own = self._time_within(event.left_edge.i, event.right_edge.i, scene, following)
        main = clause(event.head) if event.head != event else event
        if own:
            forward = RESOLVERS[m.rule](m, replace(scene, reference=own))
            return (forward or (), main.i)
        told = self._governing(event.i, None)
        reference = told.period if told else cal.day(scene.anchor) if scene.anchor and tense(main) == "present" else None
        if reference is None or m.before() in HEDGES:
            return ((), main.i)
        size = w.UNITS[m.words.letters[m.found.start("unit")]]
        count = w.number(m.text("count")) if m.has("count") else 1
        moved = cal.shift(reference, count if m.text("way") == "before" else -count, size)
        return ((moved,) if moved else (), event.i)

    def _time_within(self, first: int, last: int, scene: Scene, following: list[Match]) -> Period | None:
        for m in following:
            start, end = self._tokens(m)
            if start < first or end > last + 1 or m.rule not in DATES | {"weekday", "deictic"}:
                continue
            found = RESOLVERS[m.rule](m, replace(scene, tense="past"))
            if found:
                return found[-1]
        return None

    def _governing(self, head: int, not_after: date | None) -> Told | None:
        """The time told in this sentence for a clause above: what "agreed in June to meet in September" looks ahead from."""
        if head < 0:
            return None
        above = {head, *(token.i for token in self.doc[head].ancestors)}
        here = self._sentence(head)
        for told in reversed(self.narrative.told):
            if told.sentence != here:
                return None
            if told.head in above and told.head != head and (not_after is None or told.period.first <= not_after):
                return told
        return None

    def _year_after(self, m: Match, following: list[Match]) -> int | None:
        """ "8 April and 12 May 2021": the year that a neighbour names for both."""
        if not following or following[0].rule not in DATES or not following[0].has("year") or self._between(m, following[0]) not in JOINTS:
            return None
        after = following[0]
        if after.rule == "year" or not after.has("month"):
            return None
        named = int(after.text("year"))
        return named - (self._number_of_month(m) > self._number_of_month(after)) if m.has("month") else None

    @staticmethod
    def _number_of_month(m: Match) -> int:
        return w.MONTHS.get(m.text("month")) or w.MONTHS_SHORT[m.text("month")]

    def _anchor(self, section: int) -> date | None:
        if section not in self.anchors:
            self.anchors[section] = anchor(self.parse, section)
        return self.anchors[section]

    def _tense(self, head: int, before: str, index: int) -> Tense:
        if head < 0:
            return "none"
        if before in ("of", "since"):
            return "none" if before == "of" else "past"
        found = tense(self.doc[head], before)
        return "past" if found == "present" and self.parse.paragraphs[index].block.kind == "headline" else found

    # Neighbours

    def _merged(self, a: _Draft, b: _Draft) -> _Draft | None:
        """One range of two points: "from 2013 to 2016", "between 3 May and 5 June", "25 November – 1 December"."""
        if len(a.value) != 1 or len(b.value) != 1 or a.role not in ("point", "since") or a.match.rule == "span" or b.match.rule == "span":
            return None
        between, before = self._between(a.match, b.match), preposition(a.match)
        joined = between in ("-", "R", "~") or (between == "B" and before == "between") or (between == ",R" and before == "from")
        moved = before == "from" and a.head >= 0 and self.doc[a.head].lemma_ in MOVING
        if not joined or moved or a.value[0].first > b.value[0].first or (between == "~" and before == "from"):
            return None
        return replace(a, end=b.end, value=(a.value[0], b.value[0]), role="range", match=b.match)

    def _between(self, a: Match, b: Match) -> str:
        return a.words.letters[a.end : b.start]

    def _tell(self, draft: _Draft, index: int) -> None:
        if not draft.value or draft.role in ("age", "frequency"):
            return
        section = self.parse.paragraphs[index].block.section
        background = draft.head >= 0 and in_background(self.doc[draft.head])
        own_year = draft.match.has("year") or draft.match.rule in ("figures", "ago")
        self.narrative.tell(
            Told(draft.value[-1], draft.head, index, section, self._sentence(draft.start), background, own_year, self._is_modifier(draft))
        )

    # Output

    def _expressions(self, draft: _Draft, drafts: list[_Draft]) -> list[TimeExpression]:
        head = self._outside(draft.head, drafts)
        modifier = self._is_modifier(draft)
        if self._is_pair(draft):
            _, first_end = self._token_range(draft.match.words.spans[draft.match.found.start("link") - 1])
            halves = ((draft.start, first_end, draft.value[:1]), (first_end + 1, draft.end, draft.value[1:]))
            return [TimeExpression(a, b, self._when(a, b, value), "point", head, modifier=modifier) for a, b, value in halves]
        return [TimeExpression(draft.start, draft.end, self._when(draft.start, draft.end, draft.value), draft.role, head, False, modifier)]

    def _is_pair(self, draft: _Draft) -> bool:
        """ "On 3 and 17 May" is two days, "on 3 and 4 May" and "between 3 and 17 May" one stretch."""
        m = draft.match
        if m.rule not in ("days", "days_after") or len(draft.value) != 2 or m.words.letters[m.found.start("link")] != "B":
            return False
        return preposition(m) != "between" and (draft.value[1].first - draft.value[0].first).days > 1

    def _when(self, start: int, end: int, value: Value) -> When:
        iso = [period.iso for period in value]
        if not value or not all(iso):
            return When(text=self.parse.quote(self.doc[start:end]))
        return When(iso[0], iso[1] if len(iso) == 2 else "")

    def _vague(self, begin: int, end: int) -> TimeExpression:
        first, last = self._token_range((begin, end))
        return TimeExpression(first, last, When(text=self.parse.quote(self.doc[first:last])), "point", self._head(first, last), vague=True)

    def _is_modifier(self, draft: _Draft) -> bool:
        """Whether the time belongs to a noun: before it without a preposition, or after it with "of"."""
        before = draft.match.before()
        if draft.head < 0 or draft.match.after() == "p" or before == "of":
            return before == "of"
        noun = self.doc[draft.head].pos_ in ("NOUN", "PROPN")
        return noun and draft.end <= draft.head and before not in POINTING and draft.match.rule not in ("offset", "next_to")

    def _outside(self, head: int, drafts: list[_Draft]) -> int:
        """The governor outside all times: "July or early in August" hang on one verb."""
        for _ in drafts:
            inside = next((d for d in drafts if d.start <= head < d.end), None)
            if inside is None or inside.head == head:
                break
            head = inside.head
        return head

    # Tokens

    def _tokens(self, m: Match) -> tuple[int, int]:
        return self._token_range((m.words.spans[m.start][0], m.words.spans[m.end - 1][1]))

    def _token_range(self, span: tuple[int, int]) -> tuple[int, int]:
        return bisect_right(self.offsets, span[0]) - 1, bisect_right(self.offsets, span[1] - 1)

    def _end_of(self, token: int) -> int:
        return self.offsets[token] + len(self.doc[token])

    def _head(self, start: int, end: int) -> int:
        root = self.doc[start:end].root
        return -1 if root.head == root else self._told_of(root.head, start, end).i

    def _told_of(self, head: Token, start: int, end: int) -> Token:
        """ "In November, she added, they would meet": the time is of what is said, not of the saying."""
        said = next((c for c in head.children if c.dep_ in ("ccomp", "parataxis") and c.i > head.i), None)
        if said is None and head.dep_ in ("advcl", "parataxis") and head.head.i > head.i:
            said = head.head
        inserted = said and end < head.i and self.doc[end].text == "," and self.doc[head.i + 1].text == "," and head.i - end <= 3
        return said if said and inserted else head

    def _sentence(self, token: int) -> int:
        return bisect_right(self.sentences, token) - 1
