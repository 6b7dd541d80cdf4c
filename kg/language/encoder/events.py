"""Events told in a document: at which word, of what kind, and which words around it tell who, where, when and what about.

Four layers beside the parser's last four go on from its second and see the whole document, which the parser saw stretch by stretch (event
detection and argument extraction as classification of words and of pairs of words, as in Wadden et al. 2019, "Entity, Relation, and Event
Extraction with Contextualized Span Representations").
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from kg.language.encoder.network import Stretch, session

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray
    from spacy.tokens import Doc, Token

ROOM = 700  # pieces of stretches that are read together
BEFORE = 200  # of them those of earlier stretches, read again for what they tell of the later ones
NEAR = 4  # stretches apart from which all are equally far
LEAST = 0.005  # probability from which an event, a mention or a role is worth remembering
SHARE = 0.25  # what a word must have of the probability of its phrase's likeliest word to stand for the event in its place
APART = {"agreement", "meeting"}  # kinds that one phrase may tell beside others; of a treaty it tells one step
PHRASE = {"compound", "compound:prt", "advmod", "nmod", "nsubj", "nsubj:pass", "obj", "obl", "xcomp"}


@dataclass(frozen=True, slots=True)
class Role:
    """A token, `i` its number in the doc, that plays a role in an event: party, place, time, object, speaker, or again (tells it too)."""

    name: str
    i: int
    probability: float


@dataclass(frozen=True, slots=True)
class Event:
    """An event told at token `i`: "agreement" (at the head of what was agreed), "meeting", or a treaty's step.

    `status` is "held" (agreed, of an agreement), "planned", "proposed" or "cancelled" (rejected); `action` what an agreement would be of.
    """

    i: int
    kind: str
    probability: float
    status: str
    action: str
    roles: tuple[Role, ...]

    def with_words(self, others: Iterable[Event]) -> Event:
        """The event told by its word and others of its phrase together, with the roles that any of them gives."""
        found = {(role.name, role.i): role for event in (*others, self) for role in event.roles}
        probability = min(1.0, self.probability + sum(event.probability for event in others))
        return replace(self, probability=round(probability, 4), roles=tuple(found[key] for key in sorted(found, key=lambda k: k[1])))

    def played(self, name: str, least: float = 0.5) -> list[int]:
        """The tokens that play a role, in text order."""
        return [role.i for role in self.roles if role.name == name and role.probability >= least]


@dataclass(frozen=True, slots=True)
class Mention:
    """A "treaty" or joint "group" named or described at token `i`, its head or last word."""

    i: int
    kind: str
    probability: float


def united(doc: Doc, events: Iterable[Event]) -> list[Event]:
    """Events of one sort that the words of one phrase tell ("set", "up", "groups") as one, at the word that governs the others.

    A phrase's words are alternatives: the reader has learnt from marks that stand now on the verb and now on its object, and shares the
    probability out among them.
    """
    left: dict[str, dict[int, Event]] = {}
    for event in events:
        left.setdefault(event.kind if event.kind in APART else "step", {})[event.i] = event
    found = [_one(doc, phrase) for told in left.values() for phrase in _phrases(doc, told)]
    return sorted(found, key=lambda event: (event.i, event.kind))


def is_particle(token: Token) -> bool:
    """Whether a word is the second half of a verb: "set up", "sat down"."""
    return token.dep_ in {"compound:prt", "advmod"} and token.head.pos_ == "VERB" and token.pos_ in {"ADP", "ADV"}


def _phrases(doc: Doc, told: dict[int, Event]) -> Iterable[list[Event]]:
    phrase: dict[int, int] = {}
    for i in told:
        top = i
        while doc[top].dep_ in PHRASE and doc[top].head.i in told:
            top = doc[top].head.i
        phrase[i] = top
    return [[told[i] for i in told if phrase[i] == top] for top in dict.fromkeys(phrase.values())]


def _one(doc: Doc, phrase: list[Event]) -> Event:
    best = max(phrase, key=lambda event: event.probability)
    likely = [event for event in phrase if event.probability >= SHARE * best.probability]
    depth = {event.i: sum(1 for _ in doc[event.i].ancestors) for event in likely}
    top = doc[min(likely, key=lambda event: depth[event.i]).i]
    told = replace(best, i=top.head.i if is_particle(top) else top.i)
    return told.with_words([event for event in phrase if event is not best])


class EventReader:
    """Reads events off what the parser's second layer makes of a document's stretches.

    `folder` holds "events.onnx", "roles.onnx" and, with their labels, "events.json".

    Raises:
        OSError: a file is missing or can't be read.
    """

    def __init__(self, folder: Path) -> None:
        self._events, self._roles = session(folder / "events.onnx"), session(folder / "roles.onnx")
        self._labels: dict[str, list[str]] = json.loads((folder / "events.json").read_text("utf-8"))

    def __call__(self, doc: Doc, stretches: Sequence[Stretch]) -> tuple[list[Event], list[Mention]]:
        """The events and mentions of a doc whose tokens, but for white space, are the words of the stretches."""
        words = [token.i for token in doc if not token.is_space]
        starts = np.cumsum([0, *(len(stretch.first) for stretch in stretches)]).tolist()
        events: list[Event] = []
        mentions: list[Mention] = []
        for before, start, end in _runs([len(stretch.hidden) for stretch in stretches]):
            told, named = self._read(joined(stretches[before:end]), words[starts[before] : starts[end]], starts[start] - starts[before])
            events += told
            mentions += named
        return united(doc, events), mentions

    def _read(self, given: dict[str, NDArray[Any]], words: list[int], known: int) -> tuple[list[Event], list[Mention]]:
        """The events and mentions of a run of stretches, those at its `known` first words left out."""
        event, mention, *labels, sides, others = (output[0] for output in self._events.run(None, {n: x[None] for n, x in given.items()}))
        event[:known, 1:], event[:known, 0] = 0, 1
        mention[:known, 1:], mention[:known, 0] = 0, 1
        return self._told(words, event, labels, sides, others), self._mentioned(words, mention)

    def _told(
        self,
        words: list[int],
        event: NDArray[np.float32],
        labels: list[NDArray[np.int64]],
        sides: NDArray[np.float32],
        others: NDArray[np.float32],
    ) -> list[Event]:
        at = np.flatnonzero(1 - event[:, 0] >= LEAST)
        if not len(at):
            return []
        status, action = labels
        roles = self._roles.run(None, {"event": sides[at], "word": others})[0]
        return [
            Event(
                words[i],
                self._labels["event"][1 + int(event[i, 1:].argmax())],
                round(1 - float(event[i, 0]), 4),
                self._labels["status"][int(status[i])],
                self._labels["action"][int(action[i])],
                tuple(self._played(played, words)),
            )
            for i, played in zip(at.tolist(), roles, strict=True)
        ]

    def _played(self, played: NDArray[np.float32], words: list[int]) -> list[Role]:
        found = zip(*np.nonzero(played >= LEAST), strict=True)
        return [Role(self._labels["role"][role], words[i], round(float(played[role, i]), 4)) for role, i in found]

    def _mentioned(self, words: list[int], mention: NDArray[np.float32]) -> list[Mention]:
        named = np.flatnonzero(1 - mention[:, 0] >= LEAST).tolist()
        kinds = (self._labels["mention"][1 + int(mention[i, 1:].argmax())] for i in named)
        return [Mention(words[i], kind, round(1 - float(mention[i, 0]), 4)) for i, kind in zip(named, kinds, strict=True)]


def joined(stretches: Sequence[Stretch]) -> dict[str, NDArray[Any]]:
    """What the graph takes: `hidden` [pieces, width], `first` [words], and `apart` [pieces, stretches], how many stretches behind each
    piece's own the others stand, from 0 (`NEAR` or more before it) to 2 `NEAR`."""
    sizes = [len(stretch.hidden) for stretch in stretches]
    offsets = np.cumsum([0, *sizes[:-1]])
    own = np.repeat(np.arange(len(sizes)), sizes)
    return {
        "hidden": np.concatenate([stretch.hidden for stretch in stretches]),
        "first": np.concatenate([stretch.first + offset for stretch, offset in zip(stretches, offsets, strict=True)]),
        "apart": np.clip(np.arange(len(sizes)) - own[:, None], -NEAR, NEAR) + NEAR,
    }


def _runs(sizes: list[int]) -> Iterator[tuple[int, int, int]]:
    """Stretches of these sizes that are read together: from the first with the context to the first that is new, and to the end."""
    start = 0
    while start < len(sizes):
        before, end = start, start + 1
        while before and sum(sizes[before - 1 : start]) <= BEFORE:
            before -= 1
        while end < len(sizes) and sum(sizes[before : end + 1]) <= ROOM:
            end += 1
        yield before, start, end
        start = end
