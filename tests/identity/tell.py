"""A short way to write the facts of a document for these tests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kg.model import (
    Agreement,
    AgreementAction,
    Delegation,
    Entity,
    EntityKind,
    EventStatus,
    Facts,
    Meeting,
    Position,
    Treaty,
    TreatyAction,
    TreatyActionKind,
    When,
    WorkingGroup,
)

STATES = {
    "RU": ("Russia", "Russian Federation", "Moscow"),
    "US": ("United States", "United States of America", "US", "Washington"),
    "CN": ("China", "Beijing"),
    "SU": ("Soviet Union", "USSR"),
    "AM": ("Armenia", "Yerevan"),
    "TR": ("Turkey", "Türkiye", "Ankara"),
    "IQ": ("Iraq",),
    "SO": ("Somalia",),
    "KP": ("North Korea", "DPRK"),
    "JP": ("Japan",),
    "KZ": ("Kazakhstan",),
    "KG": ("Kyrgyzstan", "Kyrgyz Republic"),
    "TJ": ("Tajikistan",),
}


class Tale:
    """One document under construction: each method adds something and gives its key. States are named by their codes."""

    def __init__(self, document: str) -> None:
        self.document = document
        self.parts: dict[str, list[Any]] = {}
        self.entities: dict[str, Entity] = {}

    def state(self, code: str) -> str:
        self.entities[code] = Entity(code, "State", STATES[code][0], STATES[code], f"state/{code}")
        return code

    def states(self, codes: str) -> tuple[str, ...]:
        """Keys as they are; two capitals are a state's code, and that state is added."""
        return tuple(self.state(word) if word in STATES else word for word in codes.split())

    def entity(self, kind: EntityKind, *labels: str, of: str = "", code: str = "") -> str:
        key = f"{kind}{len(self.entities)}"
        self.entities[key] = Entity(key, kind, labels[0], labels, code, self.states(of))
        return key

    def person(self, *labels: str, of: str = "", title: str = "") -> str:
        key = self.entity("Person", *labels, of=of)
        if title:
            self._add("positions", Position(key, title, self.states(of), ()))
        return key

    def meeting(
        self, when: str, place: str = "", who: str = "", process: str = "", ordinal: int | None = None, status: EventStatus = "held"
    ) -> str:
        start, _, end = when.partition("/")
        key = self._key("m")
        told = Meeting(key, When(start, end), self._place(place), self.states(who), tuple(process.split()), ordinal, status, "", ())
        return self._add("meetings", told, key)

    def agreement(self, who: str, content: str, when: str = "", action: AgreementAction = "cooperate", at: str = "", of: str = "") -> str:
        key = self._key("a")
        told = Agreement(
            key, self.states(who), content, action, tuple(of.split()), When(when), (), tuple(at.split()), "agreed", When(), "", ()
        )
        return self._add("agreements", told, key)

    def step(self, treaty: str, action: TreatyActionKind, who: str = "", when: str = "", status: EventStatus = "held") -> str:
        key = self._key("t")
        return self._add("actions", TreatyAction(key, treaty, action, self.states(who), When(when), (), status, ()), key)

    def group(self, *labels: str, who: str = "", task: str = "", by: str = "") -> str:
        key = self.entity("WorkingGroup", *labels)
        self._add("groups", WorkingGroup(key, self.states(who), task, (), tuple(by.split()), ()))
        return key

    def treaty(self, *labels: str, who: str = "") -> str:
        key = self.entity("Treaty", *labels)
        self._add("treaties", Treaty(key, self.states(who), "", ()))
        return key

    def delegation(self, of: str, at: str = "", head: str = "") -> str:
        key = self.entity("Delegation", f"delegation of {of}")
        self._add("delegations", Delegation(key, self.states(of), tuple(head.split()), (), tuple(at.split()), ()))
        return key

    def facts(self) -> Facts:
        return Facts(self.document, tuple(self.entities.values()), **{slot: tuple(told) for slot, told in self.parts.items()})

    def _place(self, name: str) -> tuple[str, ...]:
        if not name:
            return ()
        known = next((key for key, entity in self.entities.items() if entity.kind == "Place" and entity.name == name), "")
        return (known or self.entity("Place", name),)

    def _key(self, letter: str) -> str:
        return f"{letter}{sum(map(len, self.parts.values()))}"

    def _add(self, slot: str, told: Any, key: str = "") -> str:
        self.parts.setdefault(slot, []).append(told)
        return key


def facts(*tales: Tale) -> Sequence[Facts]:
    return [tale.facts() for tale in tales]
