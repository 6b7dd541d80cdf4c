"""How things are put into words: dates as people write them, one line for each event, text without invisible controls."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
ACTIONS = {
    "signature": "Signature",
    "ratification": "Ratification",
    "entry-into-force": "Entry into force",
    "extension": "Extension",
    "suspension": "Suspension",
    "withdrawal": "Withdrawal",
    "accession": "Accession",
    "expiry": "Expiry",
    "amendment": "Amendment",
}
# Control characters, and the marks that let a text reorder what stands around it (Unicode Standard Annex 9).
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_SPACE = re.compile(r"\s+")


def plain(text: str) -> str:
    """Text for a reader: one line, without control characters and without marks that reorder their surroundings."""
    if text.isprintable() and "  " not in text:  # nearly every text; it has no controls, no marks and no white space but U+0020
        return text.strip()
    return _SPACE.sub(" ", _INVISIBLE.sub("", text)).strip()


def day(iso: str) -> str:
    """`2021-09-30`, `2021-09` or `2021` as `30 Sep 2021`, `Sep 2021` or `2021`; anything else unchanged."""
    parts = iso.split("-")
    if not all(part.isdigit() for part in parts) or len(parts) > 3 or (len(parts) > 1 and not 1 <= int(parts[1]) <= 12):
        return iso
    words = [parts[0]]
    if len(parts) > 1:
        words.insert(0, MONTHS[int(parts[1]) - 1])
    if len(parts) > 2:
        words.insert(0, str(int(parts[2])))
    return " ".join(words)


def span(start: str, end: str = "", text: str = "") -> str:
    """When something happened: a date, two joined by a dash (`27–28 Feb 2020`, `27 Feb – 3 Mar 2020`), or else the words of the text."""
    if not start:
        return text
    if not end or end == start:
        return day(start)
    if len(start) == len(end) == 10 and start[:7] == end[:7]:
        return f"{int(start[8:])}–{day(end)}"
    if len(start) == len(end) and len(start) > 4 and start[:4] == end[:4]:
        return f"{day(start).rpartition(' ')[0]} – {day(end)}"
    return f"{day(start)} – {day(end)}"


def ordinal(number: str) -> str:
    """`2` as `2nd`; empty stays empty."""
    if not number.isdigit():
        return ""
    tail = "th" if number[-2:] in ("11", "12", "13") else {"1": "st", "2": "nd", "3": "rd"}.get(number[-1], "th")
    return number + tail


def sentence_case(text: str) -> str:
    """The first letter large, the rest as it is."""
    return text[:1].upper() + text[1:]


def listed(names: Sequence[str], most: int = 3) -> str:
    """`A, B and C`; what is more than `most` is counted."""
    shown = [*names[:most], f"{len(names) - most} more"] if len(names) > most else list(names)
    return " and ".join(filter(None, [", ".join(shown[:-1]), shown[-1]])) if shown else ""


def headline(kind: str, values: Mapping[str, str], whole: Sequence[str], treaty: str, present: Sequence[str] = ()) -> str:
    """One line for an event: what was agreed, which meeting of what, which step of which treaty.

    `whole` names what a meeting is part of; without that its topic tells, and without a topic who was `present`.
    """
    if kind == "Agreement":
        return sentence_case(values.get("content") or values.get("action") or "Agreement")
    if kind == "TreatyAction":
        step = ACTIONS.get(values.get("action", ""), "Step")
        return f"{step} of {treaty}" if treaty else step
    count = ordinal(values.get("ordinal", ""))
    name = f"{count} meeting" if count else "Meeting"
    if whole:
        return f"{name} of {whole[0]}"
    if values.get("topic"):
        return f"{name} on {values['topic']}"
    return f"{name} of {listed(present)}" if present else name
