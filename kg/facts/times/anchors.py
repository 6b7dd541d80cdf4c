"""The day that a text speaks from: what "today", "on Thursday" and "last month" count from."""

from __future__ import annotations

import re
from datetime import date, timedelta

from kg.facts.times.words import MONTHS, MONTHS_SHORT
from kg.language import Parse

LATE = timedelta(days=3)  # a dateline may be this much later than the date of publication: time zones, early editions
PARTS = re.compile(r"(?P<day>\d{1,2})(?!\d)|(?P<year>\d{4})|(?P<month>[A-Za-z]+)")


def anchor(parse: Parse, section: int) -> date | None:
    """The day a section was written: its dateline's date, else the document's, else the only full date among its datelines."""
    own = dateline_date(parse, section)
    if own or parse.document.published:
        return own or parse.document.published
    whole = {found for p in parse.paragraphs if (found := dateline_date(parse, p.block.section))}
    return whole.pop() if len(whole) == 1 else None


def dateline_date(parse: Parse, section: int) -> date | None:
    """The date in a section's dateline; where it names no year, the last such day that is not after the date of publication."""
    published = parse.document.published
    for paragraph in parse.paragraphs:
        dateline = paragraph.block.dateline
        if paragraph.block.section == section and dateline and dateline.date:
            return _date(dateline.date, published + LATE if published else None)
    return None


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
