"""From a match of the grammar to periods of the calendar, given the day of writing, the tense and what the text has told.

A resolver returns None where the words are no time after all, an empty tuple where they are one that nothing here can place, one
period for a point, and two for a range.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from kg.facts.times import calendar as cal
from kg.facts.times import words as w
from kg.facts.times.calendar import Period
from kg.facts.times.grammar import Match
from kg.facts.times.scene import BACK, BEFORE, NOW, ON, SAME, Scene, Value, named, one, relative, with_year, year_number

Resolver = Callable[["Match", "Scene"], Value | None]

HEDGES = {"than", "nearly", "almost", "about", "some", "over", "around", "roughly", "approximately", "barely", "just", "least", "most"}
POINTERS = (
    "in on since by from until till before after of during for to through between early late mid throughout around circa year starting"
)
POINTING = frozenset(POINTERS.split())
DASHES = {":", "-", "–", "—"}
OWNERS = {"the", "a", "an", "its", "their", "his", "her", "our"}


def figures(m: Match, scene: Scene) -> Value | None:
    """2021-09-30 and 30/09/2021; the latter only where day and month can't be confused."""
    text = m.text("figures")
    a, b, c = (int(part) for part in text.replace("/", "-").replace(".", "-").split("-"))
    if a > 31:
        return one(cal.day_of(a, b, c)) or None
    if a <= 12 and b <= 12 and a != b:
        return ()
    return one(cal.day_of(c, b, a) or cal.day_of(c, a, b)) or None


def date_(m: Match, scene: Scene) -> Value | None:
    """30 September, September 30, 2021, the first of May last year."""
    month, number = _month(m.text("month")), w.number(m.text("day") or m.text("word_day"))
    if not 1 <= number <= 31:
        return None
    return with_year(m, scene, lambda year: cal.day_of(year, month, number))


def formula(m: Match, scene: Scene) -> Value | None:
    """This second day of July two thousand and ten: how treaties say when they were done."""
    month, number = _month(m.text("month")), w.number(m.text("day")) + (w.number(m.texts("tens")[0]) if m.has("tens") else 0)
    if m.has("spelt"):
        return one(cal.day_of(w.year_in_words(m.texts("spelt")), month, number))
    return with_year(m, scene, lambda year: cal.day_of(year, month, number))


def days(m: Match, scene: Scene) -> Value | None:
    """17–19 May, from 8 to 12 March 2021."""
    month, first, last = _month(m.text("month")), w.number(m.text("day")), w.number(m.text("day2"))
    end = with_year(m, scene, lambda year: cal.day_of(year, month, last))
    start = cal.day_of(end[0].first.year, month, first) if end else None
    return (start, end[0]) if start and first < last else end


def month_(m: Match, scene: Scene) -> Value | None:
    """June, last November, that December, the end of June 2020."""
    number = _month(m.text("month"))
    if m.has("rel") and not m.has("year") and not m.has("yrel"):
        return named(scene, m.texts("rel"), lambda year: cal.month_of(year, number))
    if not _pointed(m, scene) and not m.has("year") and not m.has("yrel") and not m.has("mod"):
        return None
    return with_year(m, scene, lambda year: cal.month_of(year, number))


def _pointed(m: Match, scene: Scene) -> bool:
    """Whether a bare month is the month: not Mrs May, not Jan."""
    as_early_as = m.before() == "as" and m.before(2) in ("early", "late", "soon", "recently")
    return m.before() in POINTING or as_early_as or scene.chained or m.after() == "p" or (m.before() in OWNERS and m.after() == "_")


def season(m: Match, scene: Scene) -> Value | None:
    """The spring of 1998, last summer, in autumn; a winter belongs to no one year."""
    first, last = w.SEASONS[m.text("season")]

    def at(year: int) -> Period | None:
        return Period(date(year, first, 1), cal.month_of(year + (last < first), last).last, "season")

    if m.has("year") or m.has("yrel"):
        return with_year(m, scene, at)
    if m.after() == "-":
        return None
    if not m.has("mod") and m.text("rel") in ("", "the") and m.before() not in POINTING:
        return None
    return named(scene, m.texts("rel"), at)


def part_of_year(m: Match, scene: Scene) -> Value | None:
    """The second quarter of 2025, the first half of this year."""
    size = 3 if m.text("part") == "quarter" else 6
    nth = w.number(m.text("nth"))
    year = year_number(m, scene)
    if year is None:
        year = scene.anchor.year if scene.anchor else 0
    return cal.months(year, size * (nth - 1) + 1, size * nth) if year and 1 <= nth <= 12 // size else ()


def quarter(m: Match, scene: Scene) -> Value | None:
    """Q2 2025; the first quarter, of the year of writing."""
    nth = w.number(m.text("nth") or m.text("figure"))
    if not 1 <= nth <= 4 or not (m.has("year") or m.before() in POINTING):
        return None
    in_year = int(m.text("year")) if m.has("year") else scene.anchor.year if scene.anchor else 0
    return cal.months(in_year, 3 * nth - 2, 3 * nth) if in_year else ()


def unit_beyond(m: Match, scene: Scene) -> Value | None:
    """The week after next, the year before last."""
    size = w.UNITS[m.letter("unit")]
    return (cal.around(cal.add(scene.anchor, 2 if m.text("rel") in ON else -2, size), size),) if scene.anchor else ()


def weekday(m: Match, scene: Scene) -> Value | None:
    """On Thursday, last Friday, next Monday, Tuesday of last week."""
    number, rel = w.WEEKDAYS[m.text("weekday")], m.texts("rel")
    if m.has("week"):
        week = relative(scene, m.texts("week"), "week")
        return (cal.day(week.first + timedelta(days=number)),) if week else ()
    word = rel[-1] if rel else ""
    if word in SAME | NOW:
        week = relative(scene, rel, "week")
        return (cal.day(week.first + timedelta(days=number)),) if week else ()
    if word in BEFORE or rel[:1] == ("the",) or word in ("following", "subsequent"):
        told = scene.told("day")
        return (_weekday(told.first, number, -1 if word in BEFORE else 1, strict=True),) if told else ()
    if scene.base is None or scene.anchor is None:
        return ()
    if word == "next" and scene.anchor.weekday() < number - 1:
        return ()  # this week's or next week's: usage differs
    if word in BACK | ON:
        return (_weekday(scene.anchor, number, -1 if word in BACK else 1, strict=True),)
    direction = 1 if scene.tense in ("future", "present") else -1
    return (_weekday(scene.base, number, direction, strict=scene.tense == "future"),)


def _weekday(origin: date, number: int, direction: int, *, strict: bool) -> Period:
    away = (number - origin.weekday()) * direction % 7 or (7 if strict else 0)
    return cal.day(origin + timedelta(days=away * direction))


def weekend(m: Match, scene: Scene) -> Value | None:
    """At the weekend, last weekend: Saturday and Sunday."""
    word = m.text("rel")
    if word == "the" and m.before() not in ("at", "over", "on", "during", "by", "after") and m.after() != "p":
        return None
    if scene.anchor is None:
        return ()
    base = scene.told("day") if word in SAME | {"following"} else cal.day(scene.anchor)
    if base is None:
        return ()
    ahead = word in ON or word == "following" or (word in ("the", "this") and scene.tense == "future")
    found = cal.weekend_of(base.first + timedelta(days=7 if ahead and base.first.weekday() > 4 else 0))
    if not ahead and word not in SAME and found.first > scene.anchor:
        found = cal.weekend_of(base.first - timedelta(days=7))
    return cal.day(found.first), cal.day(found.last)


def deictic(m: Match, scene: Scene) -> Value | None:
    """Today, yesterday evening, the day after tomorrow."""
    away = w.DEICTIC[m.text("deictic")] * (2 if m.has("beyond") else 1)
    return (cal.day(scene.anchor + timedelta(days=away)),) if scene.anchor else ()


def part_of_day(m: Match, scene: Scene) -> Value | None:
    """This morning, last night, that evening."""
    return one(relative(scene, m.texts("rel"), "day"))


def unit(m: Match, scene: Scene) -> Value | None:
    """Last month, this year, the following day, that week."""
    name = m.text("unit")
    if name.endswith("s"):
        return None
    rel = m.texts("rel")
    if rel[0] == "the" and rel[-1] in BACK:
        return ()
    return one(relative(scene, rel, w.UNITS[m.letter("unit")]))


def that_date(m: Match, scene: Scene) -> Value | None:
    """That date, this date: the last day told."""
    return one(scene.told("day"))


def end_of_unit(m: Match, scene: Scene) -> Value | None:
    """The end of the month, later in the year: of the time being told, else of the day of writing."""
    if m.text("unit").endswith("s"):
        return None
    size = w.UNITS[m.letter("unit")]
    told = scene.told(size) if scene.tense == "past" else None
    day = told.first if told else scene.anchor
    return (cal.around(day, size),) if day else ()


def ago(m: Match, scene: Scene) -> Value | None:
    """Three years ago, a week from now, fifty years ago today."""
    size = w.UNITS.get(m.letter("unit"))
    if scene.anchor is None or size is None or m.before() in HEDGES:
        return ()
    count = _count(m) * (1 if m.has("hence") else -1)
    if m.text("unit").startswith("fortnight"):
        count *= 2
    if m.has("today"):
        return (cal.day(cal.add(scene.anchor, count, size)),)
    return one(cal.shift(cal.day(scene.anchor), count, size))


def offset(m: Match, scene: Scene) -> Value | None:
    """Two days earlier, a month after, the day before: counted from the last time told that is fine enough."""
    size = w.UNITS.get(m.letter("unit") or "j")
    told = scene.told(size) if size else None
    if size is None or told is None or m.before() in HEDGES or m.following() == "than":
        return ()
    way = -1 if m.text("way") in w.BACKWARD else 1
    return one(cal.shift(told, way * _count(m) * (2 if m.text("unit").startswith("fortnight") else 1), size))


def _count(m: Match) -> int:
    return sum(w.number(text) for text in m.texts("count") if text != "-") if m.has("count") else 1


def day_number(m: Match, scene: Scene) -> Value | None:
    """The 6th, the 16th of that month."""
    number = w.number(m.text("day"))
    dated = m.words.letters[m.end - 1] == "k"
    if not dated and (m.words.letters[m.start + 1] == "o" or m.before() not in POINTING | {"and"}):
        return None
    told = relative(scene, m.texts("rel"), "month") if m.has("rel") else scene.told("month")
    if told and (dated or scene.tense != "future"):
        return one(cal.day_of(told.first.year, told.first.month, number))
    origin = told.first if told else scene.base
    step = 1 if scene.tense in ("future", "present") else -1
    months = (cal.add(origin.replace(day=1), step * i, "month") for i in range(3)) if origin else ()
    days = (cal.day_of(month.year, month.month, number) for month in months)
    return one(next((d for d in days if d and origin and (d.first - origin).days * step >= 0), None))


def year(m: Match, scene: Scene) -> Value | None:
    """2021, the end of 2016, 2013–14; figures are a year only after a word that asks for one."""
    first = int(m.text("year"))
    before = m.before()
    name_part = before in OWNERS and m.after() == "_" and first >= 1800
    entry = m.following() in DASHES and before in ("", ":", ";", ".")
    bracketed = before == "(" and (m.following() == ")" or m.after() in ("B", ",", "-"))
    if not (m.has("mod") or before in POINTING or name_part or bracketed or entry or scene.chained or scene.framing):
        return None
    if m.has("year2"):
        last = first // 100 * 100 + int(m.text("year2"))
        return (cal.year_of(first), cal.year_of(last)) if first < last else None
    return (cal.year_of(first),)


def _month(name: str) -> int:
    return w.MONTHS.get(name) or w.MONTHS_SHORT[name]


def _unplaced(m: Match, scene: Scene) -> Value | None:
    return ()


RESOLVERS: dict[str, Resolver] = {
    "figures": figures,
    "days": days,
    "days_after": days,
    "date": date_,
    "formula": formula,
    "date_after": date_,
    "day_number": day_number,
    "month": month_,
    "short_month": month_,
    "part_of_year": part_of_year,
    "quarter": quarter,
    "unit_beyond": unit_beyond,
    "season": season,
    "weekday": weekday,
    "weekend": weekend,
    "deictic": deictic,
    "part_of_day": part_of_day,
    "unit": unit,
    "that_date": that_date,
    "end_of_unit": end_of_unit,
    "ago": ago,
    "offset": offset,
    "next_to": offset,
    "frequency": _unplaced,
    "span": _unplaced,
    "decade": _unplaced,
    "year": year,
}
