"""Times of a document: found by a grammar over words, placed by tense, the day of writing and what the text has told before."""

from __future__ import annotations

from kg.facts.times.anchors import anchor, dateline_date
from kg.facts.times.expression import Role, TimeExpression
from kg.facts.times.find import times

__all__ = ["Role", "TimeExpression", "anchor", "dateline_date", "times"]
