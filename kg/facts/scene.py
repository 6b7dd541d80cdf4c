"""A document while it is read: its parse, its names as mentions of entities, its times and clauses."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from kg.facts.cast import Cast
from kg.model import EntityKind, When

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from kg.facts.clauses import Clause
    from kg.facts.gazetteer import Entry, Gazetteer, Sense
    from kg.facts.lexicon import Lexicon
    from kg.facts.times import TimeExpression
    from kg.language import Parse
    from kg.language.encoder.events import Event

ACTORS: tuple[EntityKind, ...] = ("State", "Organization", "Person")
Use = Literal["name", "modifier", "title", "place"]
LONGEST_NAME = 16  # tokens of the longest name of the gazetteer


@dataclass(frozen=True, slots=True)
class Mention:
    """Tokens `[start, end)` that name entities; `use` is `modifier` for what is no actor by itself ("Turkish").

    A mention with `use` "title" names nobody: it is an office ("Foreign Minister") in capitals.
    """

    start: int
    end: int
    head: int
    kind: EntityKind
    keys: tuple[str, ...]
    use: Use = "name"


@dataclass
class Scene:
    """A document with its names found: what the later steps read and add to."""

    parse: Parse
    gazetteer: Gazetteer
    lexicon: Lexicon
    times: tuple[TimeExpression, ...] = ()
    cast: Cast = field(default_factory=Cast)
    mentions: list[Mention] = field(default_factory=list)
    at: dict[int, Mention] = field(default_factory=dict)
    clauses: dict[int, Clause] = field(default_factory=dict)

    @cached_property
    def doc(self) -> Doc:
        """The parsed tokens."""
        return self.parse.doc

    @cached_property
    def temporal(self) -> frozenset[int]:
        """The tokens of time expressions."""
        return frozenset(i for time in self.times for i in range(time.start, time.end))

    @cached_property
    def entries(self) -> dict[int, When]:
        """The dates of the paragraphs that are entries of a chronology: they begin with a date and a dash, colon or full stop."""
        first = {time.start: time for time in self.times if time.when.start}
        found: dict[int, When] = {}
        for n, paragraph in enumerate(self.parse.paragraphs):
            time = first.get(paragraph.start)
            if time is not None and time.end < paragraph.end and self.doc[time.end].text in {"-", "–", "—", ":", "."}:
                found[n] = time.when
        return found

    @cached_property
    def words(self) -> list[str]:
        """The tokens' texts."""
        return [token.text for token in self.doc]

    @cached_property
    def lemmas(self) -> list[str]:
        """The tokens' lemmas in lower case, as the parser gives them."""
        return [token.lemma_.lower() for token in self.doc]

    def known(self, start: int, end: int) -> tuple[int, tuple[Sense, ...]]:
        """What the gazetteer knows at a token: how many tokens before `end` name it, and as what."""
        return self.gazetteer.longest(self.words[start : min(end, start + LONGEST_NAME)], 0)

    @property
    def year(self) -> int | None:
        """The year of publication, where it is known."""
        return self.parse.document.published.year if self.parse.document.published else None

    def told(self, least: float, *kinds: str) -> list[Event]:
        """The events of some kinds, any where none is given, that the encoder sees told with at least some probability, in text order."""
        events: list[Event] = self.doc.user_data.get("events", [])
        return [event for event in events if event.probability >= least and (not kinds or event.kind in kinds)]

    @cached_property
    def seen(self) -> dict[tuple[str, int], float]:
        """How probable the encoder holds it that a token is the head of a mention of a kind, "treaty" or "group"."""
        return {(m.kind, m.i): m.probability for m in self.doc.user_data.get("mentions", [])}

    def add(self, mention: Mention) -> None:
        """Note a mention; a token belongs to the first mention that covers it."""
        self.mentions.append(mention)
        for i in range(mention.start, mention.end):
            self.at.setdefault(i, mention)
        for key in mention.keys:
            self.cast[key].count += 1

    def change(self, old: Mention, new: Mention) -> None:
        """Put a mention of the same tokens in place of another."""
        self.mentions[self.mentions.index(old)] = new
        self.at.update({i: new for i in range(old.start, old.end) if self.at.get(i) is old})

    def state_of(self, key: str) -> str:
        """The key of the state that an entity is or belongs to, empty when nothing tells."""
        player = self.cast[key]
        if player.kind == "State":
            return key
        return next((o for o in player.of if self.cast[o].kind == "State"), "")

    def principal_of(self, key: str) -> str:
        """For whom an entity acts: the state of a person or ministry, otherwise the organisation of a person or organ, otherwise itself."""
        player = self.cast[key]
        organization = next((o for o in player.of if self.cast[o].kind == "Organization"), "")
        if player.kind == "Person":
            return self.state_of(key) or (self.principal_of(organization) if organization else "")
        return organization if player.kind == "Organization" and organization else key


def entry_key(scene: Scene, entry: Entry) -> str:
    """The key of the entity that an entry of the gazetteer stands for, with the states that it belongs to."""
    known = scene.gazetteer.entry(entry.code)
    of = (
        tuple(entry_key(scene, scene.gazetteer.entry(code)) for code in ([known.owner] if known.owner else []))
        if known.kind != "Place"
        else ()
    )
    parties = tuple(entry_key(scene, scene.gazetteer.entry(code)) for code in known.parties)
    return scene.cast.add(known.kind, known.label, labels=known.names, code=known.code, of=(*of, *parties))


def head_of(doc: Doc, start: int, end: int) -> int:
    """The token of a stretch whose governor lies outside it."""
    for i in range(end - 1, start - 1, -1):
        head = doc[i].head.i
        if not start <= head < end or head == i:
            return i
    return end - 1


def surface_of(doc: Doc, start: int, end: int) -> str:
    """The words of a stretch on one line."""
    return doc[start:end].text.replace("\n", " ")


def is_title(scene: Scene, token: Token) -> bool:
    """Whether a token is the noun of an office."""
    return scene.lexicon.has("TitleNoun", token.lemma_.lower()) or scene.lexicon.has("TitleNoun", token.lower_)


def is_title_word(scene: Scene, token: Token) -> bool:
    """Whether a token can stand in the name of an office."""
    return is_title(scene, token) or scene.lexicon.has("TitleModifier", token.lower_) or token.lower_ in {"-", "foreign", "the"}
