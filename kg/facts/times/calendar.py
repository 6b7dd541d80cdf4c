"""Stretches of days at the grain of the words that name them, and the arithmetic on them."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Grain = Literal["day", "weekend", "week", "month", "season", "year"]
Unit = Literal["day", "week", "month", "year"]

EARLIEST_YEAR, LATEST_YEAR = 1500, 2199


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` to `last`, both counted, and the `grain` of the expression that named them."""

    first: date
    last: date
    grain: Grain

    @property
    def iso(self) -> str:
        """The finest ISO 8601 day, month or year that holds the whole period; empty for a week of two months, a winter of two years."""
        if self.first == self.last:
            return self.first.isoformat()
        if (self.first.year, self.first.month) == (self.last.year, self.last.month) and self.grain != "season":
            return f"{self.first.year:04}-{self.first.month:02}"
        whole = self.first.year == self.last.year and self.grain in ("season", "year")
        return f"{self.first.year:04}" if whole else ""


def day(when: date) -> Period:
    """One day."""
    return Period(when, when, "day")


def day_of(year: int, month: int, number: int) -> Period | None:
    """One day by its numbers, None where the calendar has no such day."""
    try:
        return day(date(year, month, number))
    except ValueError:
        return None


def month_of(year: int, month: int) -> Period:
    """One month."""
    return Period(date(year, month, 1), date(year, month, monthrange(year, month)[1]), "month")


def year_of(year: int) -> Period:
    """One year."""
    return Period(date(year, 1, 1), date(year, 12, 31), "year")


def week_of(when: date) -> Period:
    """Monday to Sunday around a day."""
    monday = when - timedelta(days=when.weekday())
    return Period(monday, monday + timedelta(days=6), "week")


def weekend_of(when: date) -> Period:
    """Saturday and Sunday of the week that a day stands in."""
    sunday = week_of(when).last
    return Period(sunday - timedelta(days=1), sunday, "weekend")


def months(year: int, first: int, last: int) -> tuple[Period, Period]:
    """From one month to another of a year."""
    return month_of(year, first), month_of(year, last)


def around(when: date, unit: Unit) -> Period:
    """The day, week, month or year that a day stands in."""
    match unit:
        case "day":
            return day(when)
        case "week":
            return week_of(when)
        case "month":
            return month_of(when.year, when.month)
    return year_of(when.year)


def add(when: date, count: int, unit: Unit) -> date:
    """The day `count` units away; a month's missing 29th to 31st becomes its last day."""
    if unit in ("day", "week"):
        return when + timedelta(days=count * (7 if unit == "week" else 1))
    total = when.year * 12 + when.month - 1 + count * (12 if unit == "year" else 1)
    year, month = divmod(total, 12)
    return date(year, month + 1, min(when.day, monthrange(year, month + 1)[1]))


def shift(period: Period, count: int, unit: Unit) -> Period | None:
    """What is `count` units away, as precise as both the period and the unit: two months after 3 October is December.

    One or two weeks count as seven days each; more are too loose for a day. None where the period is coarser than the unit.
    """
    order = {"day": 0, "weekend": 1, "week": 1, "month": 2, "season": 3, "year": 4}
    if order[period.grain] > order[unit]:
        return None
    anchor = period.first if count < 0 else period.last
    try:
        moved = add(anchor, count, unit)
    except (ValueError, OverflowError):
        return None
    if unit == "week":
        return day(moved) if abs(count) <= 2 and period.grain == "day" else week_of(moved)
    return around(moved, unit)
