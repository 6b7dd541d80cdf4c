"""The types that flow from step to step; all are immutable and none knows spaCy or RDF.

read yields `Document`; language and facts turn each into `Facts`, whose entities are local to the document; identity gives every
local entity and event its one `Identities` name across documents; the graph room writes those as quads.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

EntityKind = Literal["State", "Organization", "Person", "WorkingGroup", "Delegation", "Process", "Treaty", "Place"]
EventStatus = Literal["held", "planned", "proposed", "cancelled"]
AgreementStatus = Literal["agreed", "proposed", "rejected"]
AgreementAction = Literal[
    "establish",
    "meet",
    "treaty",
    "ceasefire",
    "exchange",
    "inform",
    "cooperate",
    "restrict",
    "restore",
    "principle",
    "other",
]
TreatyActionKind = Literal[
    "signature",
    "ratification",
    "entry-into-force",
    "extension",
    "suspension",
    "withdrawal",
    "accession",
    "expiry",
    "amendment",
]


@dataclass(frozen=True, slots=True)
class Document:
    """One text as loaded. `text` is the body (front matter removed); all offsets count its code points."""

    identifier: str
    text: str
    title: str = ""
    publisher: str = ""
    published: date | None = None
    language: str = "en"
    document_type: str = ""

    @property
    def sha256(self) -> str:
        """Hex digest of the text and everything said about it: equal digests mean nothing to do."""
        published = self.published.isoformat() if self.published else ""
        fields = (self.text, self.title, self.publisher, published, self.language, self.document_type)
        return hashlib.sha256("\0".join(fields).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Skipped:
    """A source that gave no document, and the sentence that says why and what to try."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Entity:
    """Something that facts point at, local to one document.

    `key` is unique in the document. `labels` holds the surface forms of this document first, then full forms that the gazetteer knows.
    `code` is the gazetteer's identifier (`state/RU`, `organization/united-nations`), empty where it knows none. `of` holds keys of entities
    that tell namesakes apart: the state of a ministry or a person, the parties of a group, a treaty or a process.
    """

    key: str
    kind: EntityKind
    name: str
    labels: tuple[str, ...]
    code: str = ""
    of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sentence and who is credited with it: `text[start:end] == exact`; `reporter` is an entity key, empty for the text's own voice."""

    start: int
    end: int
    exact: str
    sentence: int
    reporter: str = ""


@dataclass(frozen=True, slots=True)
class When:
    """A time as precise as the text: ISO 8601 `2021-09-30`, `2021-09` or `2021`; empty and with `text` alone when nothing resolves it."""

    start: str = ""
    end: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Position:
    """Who holds which office where. `evidence` here and below: indexes into `Facts.evidence`."""

    holder: str
    title: str
    within: tuple[str, ...]
    evidence: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Delegation:
    """Who came for somebody; `entity` is the delegation's own entity, `attends` holds meeting keys."""

    entity: str
    represents: tuple[str, ...]
    head: tuple[str, ...]
    members: tuple[str, ...]
    attends: tuple[str, ...]
    evidence: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Meeting:
    """One occasion. `process` holds keys of what it is part of: usually a Process, also a WorkingGroup, Organization or Treaty."""

    key: str
    when: When
    place: tuple[str, ...]
    participant: tuple[str, ...]
    process: tuple[str, ...]
    ordinal: int | None
    status: EventStatus
    topic: str
    evidence: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class WorkingGroup:
    """A body set up by others for a task; `established_by` holds agreement keys."""

    entity: str
    party: tuple[str, ...]
    mandate: str
    part_of: tuple[str, ...]
    established_by: tuple[str, ...]
    evidence: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """One thing agreed, proposed or rejected. `reached_at` holds meeting keys, `deadline` a time or its words."""

    key: str
    party: tuple[str, ...]
    content: str
    action: AgreementAction
    object: tuple[str, ...]
    when: When
    place: tuple[str, ...]
    reached_at: tuple[str, ...]
    status: AgreementStatus
    deadline: When
    condition: str
    evidence: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Treaty:
    """A named instrument of which the document says something."""

    entity: str
    party: tuple[str, ...]
    subject: str
    evidence: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TreatyAction:
    """A step in a treaty's life."""

    key: str
    treaty: str
    action: TreatyActionKind
    party: tuple[str, ...]
    when: When
    place: tuple[str, ...]
    status: EventStatus
    evidence: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that the text says and the facts don't: a time that nothing resolves, a sentence of agreeing that gave no fact."""

    kind: Literal["date", "sentence"]
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything read out of one document. Keys of entities, meetings, agreements and treaty actions share one name space."""

    document: str
    entities: tuple[Entity, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    positions: tuple[Position, ...] = ()
    delegations: tuple[Delegation, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    groups: tuple[WorkingGroup, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    treaties: tuple[Treaty, ...] = ()
    actions: tuple[TreatyAction, ...] = ()
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True)
class Identities:
    """What is one across documents.

    `names` maps (document identifier, local key) of every entity and event to a path below the base IRI, `person/sergey-ryabkov` or
    `meeting/2021-09-30-geneva-3f2a`. `labels` maps each path of an entity to its preferred label.
    """

    names: Mapping[tuple[str, str], str]
    labels: Mapping[str, str]
