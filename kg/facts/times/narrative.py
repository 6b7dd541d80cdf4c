"""What a text has told so far, so that "that year", "the following day" and "two months later" find what they count from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from kg.facts.times.calendar import Period, Unit

FITTING: dict[Unit, set[str]] = {
    "day": {"day"},
    "week": {"day", "weekend", "week"},
    "month": {"day", "weekend", "week", "month"},
    "year": {"day", "weekend", "week", "month", "season", "year"},
}


@dataclass(frozen=True, slots=True)
class Told:
    """A time that the text has told: its last period, and where (token index of its governor, paragraph, section, sentence)."""

    period: Period
    head: int
    paragraph: int
    section: int
    sentence: int
    background: bool
    own_year: bool
    modifier: bool


@dataclass(slots=True)
class Narrative:
    """The times told, in order."""

    told: list[Told] = field(default_factory=list)

    def last(self, unit: Unit, paragraph: int, section: int, not_after: date | None = None) -> Period | None:
        """The last time at least as fine as `unit`: of this paragraph, else of the section's main line."""
        for one in self._backwards(section, not_after):
            if one.period.grain in FITTING[unit] and (one.paragraph == paragraph or not one.background):
                return one.period
        return None

    def _backwards(self, section: int, not_after: date | None) -> Iterator[Told]:
        for one in reversed(self.told):
            if one.section != section:
                return
            if not_after is None or one.period.first <= not_after:
                yield one

    def history(self, paragraph: int, section: int, anchor: date | None) -> Period | None:
        """The last time told, where the text is in the past of some years ago and goes on there without naming the year again."""
        last = next((one for one in self._backwards(section, None) if not one.modifier), None)
        if last is None or (anchor is None and last.paragraph != paragraph):
            return None
        long_ago = anchor is None or (last.own_year and last.period.last.year < anchor.year - 1)
        here = last.paragraph == paragraph or (anchor is not None and self._all_past(section, anchor))
        return last.period if long_ago and here else None

    def _all_past(self, section: int, anchor: date) -> bool:
        return all(one.own_year and one.period.last.year < anchor.year - 1 for one in self.told if one.section == section)
