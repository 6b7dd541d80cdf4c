"""How long a meeting went on: "three days of talks that ended on Friday", "a two-day summit that opened on Monday"."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from kg.facts.scene import Scene
from kg.facts.syntax import preposition
from kg.facts.triggers import Trigger, raised
from kg.model import When

if TYPE_CHECKING:
    from spacy.tokens import Token

NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}


def lasting(scene: Scene, trigger: Trigger, moment: When | None) -> When | None:
    """The first and last day of a meeting of which the text tells one of them and how many days it took; else the time as it is."""
    verb = trigger.support
    days = _days(trigger.token, raised(scene, trigger.token)) or (_for(verb) if verb is not None else 0)
    if moment is None or moment.end or len(moment.start) != 10 or not days or verb is None:
        return moment
    day = date.fromisoformat(moment.start)
    if scene.lexicon.member("EndingVerb", verb):
        return When((day - timedelta(days=days - 1)).isoformat(), moment.start)
    if scene.lexicon.member("StartingVerb", verb):
        return When(moment.start, (day + timedelta(days=days - 1)).isoformat())
    return moment


def _days(noun: Token, stage: Token) -> int:
    """The number in "three days of talks" or "three-day talks", 0 when there is none."""
    if stage is not noun and stage.lemma_ == "day":
        return next((n for c in stage.children if (n := _number(c.lower_))), 0)
    for child in noun.children:
        words = child.lower_.split("-") if "-" in child.text else [c.lower_ for c in (*child.lefts, child)]
        if words[-1:] == ["day"] or child.lower_ == "day":
            return next((n for w in words if (n := _number(w))), 0)
    return 0


def _for(verb: Token) -> int:
    """ "opened on 3 May and is to last for four days"."""
    spans = [c for c in verb.children if c.lower_ == "days" and preposition(c) in {"for", "after"}]
    return next((n for c in spans for g in c.children if (n := _number(g.lower_))), 0)


def _number(word: str) -> int:
    return NUMBERS.get(word, int(word) if word.isdigit() and len(word) < 3 else 0)
