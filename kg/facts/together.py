"""Which actors a text tells of together: named side by side, or as the sides of one meeting, talk or agreement.

What a plural stands for later ("the two sides", "they", nobody at all) is such a set, so sets are kept with where they were told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kg.facts.scene import ACTORS, Mention, Scene
from kg.facts.syntax import conjuncts, preposition
from kg.model import EntityKind

if TYPE_CHECKING:
    from spacy.tokens import Token


GOVERNMENTS = {"government", "side", "delegation", "authority", "leadership", "team", "negotiator"}
LONGEST_LINK = 14  # tokens between two names of one enumeration
SHARED = {"with", "between", "among", "and"}
LINKS = {",", "and", "the", "'s", "’s", "of", "or", "both", ";", "by", "with", "-", "(", ")"}
THEIRS = {"his", "her", "their", "number"}  # "his Polish colleague", "her opposite number"
SIDE_PHRASE = {"on", "one", "other", "hand", "part", "in", "respect", "behalf"}
JOINING = ("Meeting", "Agreement", "TreatyAction")


@dataclass(frozen=True, slots=True)
class Company:
    """Actors told of together in the tokens `[start, end)`; `kind` is Person where all are."""

    kind: EntityKind
    start: int
    end: int
    members: tuple[str, ...]


class Together:
    """The companies of one document, in the order in which they end."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._named = [m for m in scene.mentions if m.keys and m.use != "title"]

    def before(self, token: Token) -> Iterator[Company]:
        """The companies told of before a token in its section, nearest first."""
        section = self.scene.parse.section(token)
        for company in reversed(self.all):
            if company.end <= token.i and self.scene.parse.section_at(company.start) == section:
                yield company

    @property
    def all(self) -> list[Company]:
        """All of them; those of clauses from when these are known."""
        return self._with_clauses if self.scene.clauses else self.enumerated

    @cached_property
    def _with_clauses(self) -> list[Company]:
        return sorted([*self.enumerated, *self._engaged()], key=lambda c: (c.end, c.start))

    # -------------------------------------------------------------- sides of one clause

    def _engaged(self) -> Iterator[Company]:
        """ "the minister received his guest", "Iran signed a pact with Iraq": subject, object and companion of a verb of dealing."""
        for clause in self.scene.clauses.values():
            if not any(frame.evokes in JOINING for frame in self.scene.lexicon.frames_of(clause.verb)):
                continue
            others = [*clause.objects, *(noun for p, noun in clause.obliques if p in SHARED)]
            acting, met = self._members(clause.subjects), self._members(c for other in others for c in conjuncts(other))
            if acting and met and (company := self._company(acting | met)) is not None:
                yield company

    def _members(self, tokens: Iterable[Token]) -> dict[int, tuple[str, ...]]:
        return {token.i: found for token in tokens if (found := self._actors(token))}

    def _company(self, found: dict[int, tuple[str, ...]]) -> Company | None:
        members = tuple(dict.fromkeys(k for i in sorted(found) for k in found[i]))
        if len(members) < 2:
            return None
        players = [self.scene.cast[k] for k in members]
        if all(p.kind == "Person" for p in players):
            return Company("Person", min(found), max(found) + 1, members)
        owners = tuple(dict.fromkeys(filter(None, (self.scene.principal_of(k) for k in members))))
        return Company("State", min(found), max(found) + 1, owners) if len(owners) > 1 else None

    def _actors(self, token: Token) -> tuple[str, ...]:
        """Whom a phrase names by itself or in apposition."""
        mention = self.scene.at.get(token.i)
        if mention and mention.kind in ACTORS and mention.keys and mention.use == "name":
            return mention.keys
        for child in token.children:
            if child.dep_ in {"appos", "flat", "nmod:desc", "compound"} and preposition(child) == "":
                other = self.scene.at.get(child.i)
                if other and other.kind == "Person" and other.keys and other.use == "name":
                    return other.keys
        return ()

    # -------------------------------------------------------------- enumerations

    @cached_property
    def enumerated(self) -> list[Company]:
        """Actors of one kind named side by side, only commas, "and", titles and origins between."""
        named = [m for m in self._named if m.kind in ACTORS and (m.use == "name" or self._genitive(m) or len(m.keys) > 1)]
        known = {id(m) for m in named}
        named = sorted([*named, *(m for m in self._named if id(m) not in known and self._government(m))], key=lambda m: (m.start, m.end))
        found: list[Company] = []
        chain: list[Mention] = []
        for mention in named:
            if len(mention.keys) > 1:
                found.append(Company(mention.kind, mention.start, mention.end, mention.keys))
            if chain and not (_alike(chain[-1], mention) and self._linked(chain[-1], mention)):
                found += _closed(chain)
                chain = []
            chain.append(mention)
        return sorted([*found, *_closed(chain)], key=lambda c: (c.end, c.start))

    def starting_at(self, i: int) -> Iterator[Company]:
        """The enumerations that begin with a token."""
        return (company for company in self.enumerated if company.start == i)

    def _government(self, mention: Mention) -> bool:
        """ "Colombia's government", "the Turkish side": a state named through its government."""
        head = self.scene.doc[mention.head].head
        return mention.kind in {"State", "Organization"} and head.lemma_ in GOVERNMENTS and mention.end <= head.i <= mention.end + 3

    def _genitive(self, mention: Mention) -> bool:
        """ "Egypt's, Ethiopia's and Sudan's": possessives with nothing possessed."""
        doc = self.scene.doc
        return (
            mention.end + 1 < len(doc)
            and doc[mention.end].lower_ in {"'s", "’s", "'", "’"}
            and doc[mention.end + 1].text in {",", "and", "-", "–", "—"}
        )

    def _linked(self, one: Mention, other: Mention) -> bool:
        """Whether only words that link or describe stand between two mentions, and one that coordinates."""
        between = self.scene.doc[one.end : other.start]
        if not 0 < len(between) <= LONGEST_LINK or between[0].sent != self.scene.doc[other.start].sent:
            return False
        joined = any(t.lower_ in {"and", ",", "with", "or", ";"} for t in between)
        return joined and all(self._linking(t, one.kind) for t in between)

    def _on_the_one_hand(self, token: Token) -> bool:
        """ "on the one hand … and … on the other", "in respect of": for which side, or for what part, somebody stands."""
        return any(t.lower_ in {"one", "other", "respect", "behalf"} for t in self.scene.doc[max(token.i - 3, 0) : token.i + 4])

    def _linking(self, token: Token, kind: str) -> bool:
        if token.lower_ in LINKS or token.lower_ in SIDE_PHRASE and self._on_the_one_hand(token):
            return True
        mention = self.scene.at.get(token.i)
        if kind == "Person" and mention is not None:
            return mention.use in {"title", "modifier"} or mention.kind in {"State", "Organization"}
        lexicon = self.scene.lexicon
        titled = (
            lexicon.has("TitleNoun", token.lemma_.lower())
            or lexicon.has("TitleModifier", token.lower_)
            or lexicon.has("Honorific", token.lower_)
        )
        if kind == "Person":
            return titled or token.lower_ in THEIRS or lexicon.has("CounterpartNoun", token.lemma_.lower())
        return mention is not None or token.lemma_.lower() in GOVERNMENTS or token.lower_ in {"federal", "republic", "kingdom"}


def _alike(one: Mention, other: Mention) -> bool:
    return one.kind == other.kind or {one.kind, other.kind} <= {"State", "Organization"}


def _closed(chain: list[Mention]) -> Iterator[Company]:
    members = tuple(dict.fromkeys(k for m in chain for k in m.keys))
    if len(chain) > 1 and len(members) > 1:
        yield Company(chain[0].kind, chain[0].start, chain[-1].end, members)
