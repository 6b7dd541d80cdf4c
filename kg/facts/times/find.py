"""All times of a parsed document, in order: grammar finds, resolve places, and what the text tells next counts from there."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace

from kg.facts.times import calendar as cal
from kg.facts.times import words as w
from kg.facts.times.anchors import anchors
from kg.facts.times.calendar import Period
from kg.facts.times.counted import DATES, Sentence
from kg.facts.times.expression import Role, TimeExpression
from kg.facts.times.governor import governor
from kg.facts.times.grammar import Match, is_time, matches
from kg.facts.times.narrative import Narrative, Told
from kg.facts.times.resolve import DASHES, POINTING, RESOLVERS
from kg.facts.times.roles import BOUNDED_BY, at_end, preposition, role
from kg.facts.times.scene import Scene, Value
from kg.facts.times.tense import DEPTH, Tense, in_background, tense
from kg.language import Parse
from kg.model import When

COMING = {"summit", "meeting", "session", "election", "elections", "week", "weekend", "night", "morning", "evening", "day"}
AHEAD = {"deadline", "target", "date"}
MOVING = {"postpone", "move", "delay", "shift", "reschedule", "change", "defer", "put", "bring", "rise", "fall", "grow", "increase"}
AHEAD_OF = 8  # matches that one may look forward to
JOINTS = {"B", "-", "~", "R", ",", ",B", "Bi", "BF", "Ri"}  # words between two times of one enumeration or range
YEAR_HEADING = re.compile(r"_?[,_]?(?:[Mm]\.?)?(?P<year>Y)_?")  # "1988", "Chronology: 1988"


def times(parse: Parse) -> tuple[TimeExpression, ...]:
    """Every time expression of a document, resolved where the text, the date of writing and the calendar allow it."""
    return _Finder(parse).find()


@dataclass(frozen=True, slots=True)
class _Draft:
    """A time on its way: its match and span of tokens, its periods and what it modifies."""

    match: Match
    start: int
    end: int
    value: Value
    role: Role
    head: int


class _Finder:
    def __init__(self, parse: Parse) -> None:
        self.parse = parse
        self.doc = parse.doc
        self.text = parse.doc.text
        self.offsets: list[int] = parse.doc.to_array("IDX").tolist()
        self.sentences = [i for i, start in enumerate(parse.doc.to_array("SENT_START").tolist()) if start == 1]
        self.narrative = Narrative()
        self.anchors = anchors(parse)
        self.frames: dict[int, int] = {}  # section: the year of the heading that its entries stand under
        self.entries: dict[int, Period] = {}  # section: the date of its last entry, in a chronology
        self.dated: dict[int, Period] = {}  # paragraph: the date of the entry that it is

    def find(self) -> tuple[TimeExpression, ...]:
        found: list[TimeExpression] = []
        for index in range(len(self.parse.paragraphs)):
            found.extend(self._paragraph(index))
        return tuple(sorted(found, key=lambda t: (t.start, t.end)))

    def _paragraph(self, index: int) -> list[TimeExpression]:
        paragraph = self.parse.paragraphs[index]
        if paragraph.start == paragraph.end:
            return []
        last = paragraph.end - 1
        words = w.words(self.text, self.offsets[paragraph.start], self.offsets[last] + len(self.doc[last]))
        heading = YEAR_HEADING.fullmatch(words.letters) if paragraph.block.kind in ("headline", "note") else None
        if heading:
            self.frames[paragraph.block.section] = int(words.texts[heading.start("year")])
        found, vague = self._without_overlap(list(matches(words)), words)
        drafts: list[_Draft] = []
        for i, match in enumerate(found):
            draft = self._draft(match, index, found[i + 1 : i + 1 + AHEAD_OF], drafts[-1] if drafts else None, framing=bool(heading))
            if draft is None:
                continue
            if drafts and (merged := self._merged(drafts[-1], draft)):
                drafts[-1] = merged
            else:
                drafts.append(draft)
            self._tell(drafts[-1], index)
        inside = {token: draft for draft in drafts for token in range(draft.start, draft.end)}
        return [e for draft in drafts for e in self._expressions(draft, inside)] + [self._vague(a, b) for a, b in vague]

    def _without_overlap(self, found: list[Match], words: w.Words) -> tuple[list[Match], list[tuple[int, int]]]:
        """The matches and the vague phrases, the longer of two that overlap."""
        if not words.spans:
            return [], []
        spans: list[tuple[int, int, Match | None]] = [(words.spans[m.start][0], words.spans[m.end - 1][1], m) for m in found]
        spans += [(*m.span(), None) for m in w.VAGUE.finditer(self.text, words.spans[0][0], words.spans[-1][1])]
        kept: list[tuple[int, int, Match | None]] = []
        for span in sorted(spans, key=lambda s: (s[0], s[1])):
            if not kept or kept[-1][1] <= span[0]:
                kept.append(span)
            elif span[1] - span[0] >= kept[-1][1] - kept[-1][0]:
                kept[-1] = span
        return [m for _, _, m in kept if m], [(a, b) for a, b, m in kept if m is None]

    # One match

    def _draft(self, m: Match, index: int, following: list[Match], previous: _Draft | None, *, framing: bool) -> _Draft | None:
        start, end = self._tokens(m)
        if not is_time(m, self.doc, end):
            return None
        head = governor(self.doc, start, end, preposition(m))
        timed = self._tense(head, preposition(m), index)
        if (
            timed == "none"
            and previous
            and previous.match.text("way") == "after"
            and self._sentence(previous.start) == self._sentence(start)
        ):
            timed = "past"  # "six months after giving notice on 2 February"
        sentence = Sentence(self.parse, self._tokens, self._sentence, self.narrative, following)
        scene = self._scene(
            m,
            index,
            timed,
            sentence.governing(head, self.anchors[self.parse.paragraphs[index].block.section]) if timed == "future" else None,
        )
        scene = replace(self._neighbours(scene, m, following, previous), framing=framing)
        beside = previous.value[-1] if previous and previous.value and self._between(previous.match, m) == "," else None
        found = sentence.from_event(m, scene, beside)
        if found is None:
            value = sentence.span(m, scene, preposition(m)) if m.rule == "span" else RESOLVERS[m.rule](m, scene)
            if value is None:
                return None
            found = value, head
        value, head = found
        as_role = role(m, value, timed)
        if as_role == "deadline" and len(value) == 1 and at_end(m):
            value = (cal.day(value[0].last),)
        if m.start == 0 and value and m.following() in DASHES | {"."}:
            self.dated[index] = value[-1]
            if m.following() in DASHES:
                self.entries[scene.section] = value[-1]
        return _Draft(m, start, end, value, as_role, head)

    def _scene(self, m: Match, index: int, timed: Tense, governing: Told | None) -> Scene:
        section = self.parse.paragraphs[index].block.section
        written = self.anchors[self.parse.paragraphs[index].block.section]
        scene = Scene(
            written,
            governing.period.first if governing else written,
            timed,
            self.narrative,
            index,
            section,
            self._sentence(self._tokens(m)[0]),
        )
        if m.start == 0 and m.following() in DASHES and section in self.entries and section not in self.frames:
            return replace(scene, floor=self.entries[section])
        entry = self.dated.get(index)
        if entry and m.rule == "day_number" and entry.grain == "month":
            return replace(scene, reference=entry)
        if timed == "future":
            return replace(scene, floor=entry) if entry else scene
        return replace(scene, year=self.frames.get(section) or (entry.first.year if entry else None))

    def _neighbours(self, scene: Scene, m: Match, following: list[Match], previous: _Draft | None) -> Scene:
        """What an enumeration or a range adds: "8 April and 12 May 2021" share a year, "June" is a month beside another."""
        if m.rule in DATES and not m.has("year") and not m.has("yrel") and (year := self._year_after(m, following)):
            scene = replace(scene, year=year)
        if (
            previous
            and m.has("month")
            and previous.value
            and previous.value[-1].grain == "year"
            and self._between(previous.match, m) in (",i", "i")
        ):
            return replace(scene, year=previous.value[-1].first.year)  # "the next year, on 11 July"
        if previous and self._between(previous.match, m) in JOINTS:
            dated = previous.match.rule in DATES
            known = dated and previous.match.has("year") and previous.value
            return replace(scene, chained=dated, floor=previous.value[-1] if known else scene.floor)
        if following and m.rule == following[0].rule == "month" and self._between(m, following[0]) in JOINTS - {","}:
            return replace(scene, chained=True)
        return scene

    def _year_after(self, m: Match, following: list[Match]) -> int | None:
        after = following[0] if following else None
        if after is None or not (m.has("month") and after.has("month") and after.has("year")) or self._between(m, after) not in JOINTS:
            return None
        first, second = ((w.MONTHS | w.MONTHS_SHORT)[one.text("month")] for one in (m, after))
        return int(after.text("year")) - (first > second)

    def _tense(self, head: int, before: str, index: int) -> Tense:
        if before == "since" or head < 0:
            return "past" if before == "since" else "none"
        found = tense(self.doc[head], before)
        if before in BOUNDED_BY and found == "past":
            return "none"  # what was put off "until 10 March" may still be to come
        if before == "of" and self.doc[head].pos_ in (
            "NOUN",
            "PROPN",
        ):  # "the referendum of 23 June" has been, "the summit of 5 May" may be to come
            return "none" if (found == "future" or self.doc[head].lower_ in AHEAD) and self.doc[head].lower_ in COMING | AHEAD else "past"
        return "past" if found == "present" and self.parse.paragraphs[index].block.kind == "headline" else found

    # Neighbours

    def _merged(self, a: _Draft, b: _Draft) -> _Draft | None:
        """One range of two points: "from 2013 to 2016", "between 3 May and 5 June", "25 November – 1 December"."""
        if len(a.value) != 1 or len(b.value) != 1 or a.role not in ("point", "since") or "span" in (a.match.rule, b.match.rule):
            return None
        between, before = self._between(a.match, b.match), preposition(a.match)
        joined = between in ("-", "R", "~") or (between == "B" and before == "between") or (between == ",R" and before == "from")
        moved = before == "from" and a.head >= 0 and self.doc[a.head].lemma_ in MOVING
        if not joined or moved or (between == "~" and before == "from"):
            return None
        first, last = a.value[0], b.value[0]
        if first.first > last.first and a.match.rule == b.match.rule == "weekday":
            first = cal.shift(first, -1, "week") or first  # each was taken for the nearest of its name
        return replace(a, end=b.end, value=(first, last), role="range", match=b.match) if first.first <= last.first else None

    @staticmethod
    def _between(a: Match, b: Match) -> str:
        return a.words.letters[a.end : b.start]

    def _tell(self, draft: _Draft, index: int) -> None:
        if not draft.value or draft.role in ("age", "frequency"):
            return
        section = self.parse.paragraphs[index].block.section
        self.narrative.tell(
            Told(
                period=draft.value[-1],
                head=draft.head,
                paragraph=index,
                section=section,
                sentence=self._sentence(draft.start),
                background=draft.head >= 0 and in_background(self.doc[draft.head]),
                own_year=draft.match.has("year") or draft.match.rule in ("figures", "ago"),
                modifier=self._is_modifier(draft) or draft.role == "since",
            ),
            self.anchors[section],
        )

    # Output

    def _expressions(self, draft: _Draft, inside: dict[int, _Draft]) -> list[TimeExpression]:
        head, modifier = self._outside(draft.head, inside), self._is_modifier(draft)
        pieces = [(draft.start, draft.end, draft.value, draft.role)]
        if self._is_pair(draft):
            _, cut = self._token_range(draft.match.words.spans[draft.match.found.start("link") - 1])
            pieces = [(draft.start, cut, draft.value[:1], "point"), (cut + 1, draft.end, draft.value[1:], "point")]
        return [TimeExpression(a, b, self._when(a, b, value), as_role, head, False, modifier) for a, b, value, as_role in pieces]

    @staticmethod
    def _is_pair(draft: _Draft) -> bool:
        """ "On 3 and 17 May" is two days, "on 3 and 4 May" and "between 3 and 17 May" one stretch."""
        m = draft.match
        if m.rule not in ("days", "days_after") or len(draft.value) != 2 or m.letter("link") != "B":
            return False
        return preposition(m) != "between" and (draft.value[1].first - draft.value[0].first).days > 1

    def _when(self, start: int, end: int, value: Value) -> When:
        iso = [period.iso for period in value]
        if not value or not all(iso):
            return When(text=self.parse.quote(self.doc[start:end]))
        return When(iso[0], iso[1] if len(iso) == 2 else "")

    def _vague(self, begin: int, end: int) -> TimeExpression:
        first, last = self._token_range((begin, end))
        head = governor(self.doc, first, last, "of")
        return TimeExpression(first, last, When(text=self.parse.quote(self.doc[first:last])), "point", head, vague=True)

    def _is_modifier(self, draft: _Draft) -> bool:
        """Whether the time belongs to a noun: before it without a preposition, or after it with "of"."""
        before = draft.match.before()
        if draft.head < 0 or draft.match.after() == "p" or before == "of":
            return before == "of"
        noun = self.doc[draft.head].pos_ in ("NOUN", "PROPN")
        return noun and draft.end <= draft.head and before not in POINTING and draft.match.rule not in ("offset", "next_to")

    @staticmethod
    def _outside(head: int, inside: dict[int, _Draft]) -> int:
        """The governor outside all times: "July or early in August" hang on one verb."""
        for _ in range(DEPTH):
            if head not in inside:
                break
            head = inside[head].head
        return head

    # Tokens

    def _tokens(self, m: Match) -> tuple[int, int]:
        return self._token_range((m.words.spans[m.start][0], m.words.spans[m.end - 1][1]))

    def _token_range(self, span: tuple[int, int]) -> tuple[int, int]:
        return bisect_right(self.offsets, span[0]) - 1, bisect_right(self.offsets, span[1] - 1)

    def _sentence(self, token: int) -> int:
        return bisect_right(self.sentences, token) - 1
