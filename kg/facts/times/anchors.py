"""The day that a text speaks from: what "today", "on Thursday" and "last month" count from."""

from __future__ import annotations

import re
from datetime import date, timedelta

from kg.facts.times.words import MONTHS, MONTHS_SHORT
from kg.language import Parse

LATE = timedelta(days=3)  # a dateline may be this much later than the date of publication: time zones, early editions
PARTS = re.compile(r"(?P<day>\d{1,2})(?!\d)|(?P<year>\d{4})|(?P<month>[A-Za-z]+)")


def anchor(parse: Parse, section: int) -> date | None:
    """The day a section was written: its dateline's date, else the document's, else the only date among its datelines."""
    return anchors(parse)[section]


def anchors(parse: Parse) -> dict[int, date | None]:
    """The day of writing of every section."""
    own = _datelines(parse)
    whole = set(own.values())
    other = parse.document.published or (whole.pop() if len(whole) == 1 else None)
    return {paragraph.block.section: own.get(paragraph.block.section, other) for paragraph in parse.paragraphs}


def dateline_date(parse: Parse, section: int) -> date | None:
    """The date in a section's dateline; where it names no year, the last such day that is not after the date of publication."""
    return _datelines(parse).get(section)


def _datelines(parse: Parse) -> dict[int, date]:
    latest = parse.document.published + LATE if parse.document.published else None
    found: dict[int, date] = {}
    for paragraph in parse.paragraphs:
        dateline, section = paragraph.block.dateline, paragraph.block.section
        if dateline and dateline.date and section not in found and (when := _date(dateline.date, latest)):
            found[section] = when
    return found


def _date(text: str, latest: date | None) -> date | None:
    parts = {m.lastgroup: m.group() for m in PARTS.finditer(re.sub(r"(?<=\d)(?:st|nd|rd|th)", "", text))}
    name = parts.get("month", "").lower()
    month = MONTHS.get(name) or MONTHS_SHORT.get(name)
    if month is None or "day" not in parts:
        return None
    years = [int(parts["year"])] if "year" in parts else [latest.year, latest.year - 1] if latest else []
    for year in years:
        try:
            found = date(year, month, int(parts["day"]))
        except ValueError:
            continue
        if "year" in parts or (latest and found <= latest):
            return found
    return None
