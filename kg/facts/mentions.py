"""Every name of a document as a mention of an entity: what the gazetteer knows, what a name's head noun tells, and persons."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from kg.facts.cast import Cast, folded
from kg.facts.names import HEADS, Run, capitalised, run, tight_hyphen
from kg.facts.syntax import preposition
from kg.model import EntityKind

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from kg.facts.gazetteer import Entry, Gazetteer, Sense
    from kg.facts.lexicon import Lexicon
    from kg.facts.syntax import Clause
    from kg.facts.times import TimeExpression
    from kg.language import Parse

Use = Literal["name", "modifier", "title", "place"]
ACTORS: tuple[EntityKind, ...] = ("State", "Organization", "Person")
LOCATIVE = {"in", "at", "near", "outside", "from", "to", "around", "across", "through", "into", "inside", "towards"}
LOCATIVE_STRICT = {"in", "at", "near", "outside", "inside", "around"}
LONGEST_NAME = 16  # tokens of the longest name of the gazetteer
HALVES = {"North", "South", "East", "West"}
INITIALS = re.compile(r"(?:[A-Z]\.){1,4}")


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

    @property
    def doc(self) -> Doc:
        """The parsed tokens."""
        return self.parse.doc

    @cached_property
    def temporal(self) -> frozenset[int]:
        """The tokens of time expressions."""
        return frozenset(i for time in self.times for i in range(time.start, time.end))

    @cached_property
    def words(self) -> list[str]:
        """The tokens' texts."""
        return [token.text for token in self.doc]

    def known(self, start: int, end: int) -> tuple[int, tuple[Sense, ...]]:
        """What the gazetteer knows at a token: how many tokens before `end` name it, and as what."""
        return self.gazetteer.longest(self.words[start : min(end, start + LONGEST_NAME)], 0)

    @property
    def year(self) -> int | None:
        """The year of publication, where it is known."""
        return self.parse.document.published.year if self.parse.document.published else None

    def add(self, mention: Mention) -> None:
        """Note a mention; a token belongs to the first mention that covers it."""
        self.mentions.append(mention)
        for i in range(mention.start, mention.end):
            self.at.setdefault(i, mention)
        for key in mention.keys:
            self.cast[key].count += 1

    def state_of(self, key: str) -> str:
        """The key of the state that an entity is or belongs to, empty when nothing tells."""
        player = self.cast[key]
        if player.kind == "State":
            return key
        return next((o for o in player.of if self.cast[o].kind == "State"), "")

    def principal_of(self, key: str) -> str:
        """For whom an entity acts: the state of a person or ministry, otherwise the organisation of a person, otherwise itself."""
        player = self.cast[key]
        organizations = [o for o in player.of if self.cast[o].kind == "Organization"]
        if player.kind == "Person":
            return self.state_of(key) or (organizations[0] if organizations else "")
        return organizations[0] if player.kind == "Organization" and organizations else key


def find(scene: Scene) -> None:
    """Find the names of a document: first all but lone surnames, then those, which need the full names."""
    lone: list[tuple[int, int]] = []
    for paragraph in scene.parse.paragraphs:
        i = paragraph.start
        while i < paragraph.end:
            i = i + 1 if i in scene.temporal or i in scene.at else _step(scene, i, paragraph.end, lone)
    for start, end in lone:
        _lone_name(scene, start, end)
    _halves(scene)
    scene.mentions.sort(key=lambda m: (m.start, m.end))


def _halves(scene: Scene) -> None:
    """ "the South's delegation": half of a divided country that the document has named."""
    for token in scene.doc[1:]:
        if token.text in HALVES and token.nbor(-1).lower_ == "the" and token.i not in scene.at:
            codes = {s.entry.code for s in scene.gazetteer.senses(token.text) if s.use == "descriptor" and s.entry.kind == "State"}
            named = [p for p in scene.cast.of_kind("State") if p.code in codes]
            if len(named) == 1:
                scene.add(Mention(token.i, token.i + 1, token.i, "State", (named[0].key,)))


def _step(scene: Scene, i: int, limit: int, lone: list[tuple[int, int]]) -> int:
    doc = scene.doc
    sentence_end = min(limit, doc[i].sent.end)
    length, senses = scene.known(i, sentence_end) if _may_start(doc, i) else (0, ())
    if length and _compound(scene, i, length, senses):
        return _after_compound(scene, i, i + _compound_length(scene, i), sentence_end)
    name = run(doc, i, sentence_end, scene.lexicon, scene.temporal)
    if name is not None:
        name = _without_place(scene, name)
    if name is not None and name.end > i + length and _composite(scene, name, length):
        return scene.at[i].end if i in scene.at else name.end
    if length and name is not None and name.end > i + length and _given_name(scene, i, length, name):
        return _unknown(scene, name, lone)
    if length:
        _known(scene, i, i + length, senses)
        return i + length
    if name is not None:
        return _unknown(scene, name, lone)
    return i + 1


def _without_place(scene: Scene, name: Run) -> Run:
    """ "the Memorandum on Succession in New York": where a treaty was signed is not part of its name."""
    doc = scene.doc
    for i in range(name.start + 2, name.end - 1):
        if doc[i].lower_ in {"in", "at"} and name.kind in {"Treaty", "WorkingGroup"}:
            length, senses = scene.known(i + 1, name.end)
            if length == name.end - i - 1 and any(s.use in {"place", "capital"} for s in senses):
                return Run(name.start, i, name.head, name.kind)
    return name


def _may_start(doc: Doc, i: int) -> bool:
    """Names begin with a capital or a digit, or with a prefix and a hyphen ("inter-Korean")."""
    first = doc[i].text[0]
    return first.isupper() or first.isdigit() or (first.isalpha() and i + 1 < len(doc) and tight_hyphen(doc, i + 1))


def _given_name(scene: Scene, i: int, length: int, name: Run) -> bool:
    """ "Santiago Cafiero", "Israel Katz": a place's or state's name that is a person's given name, after a title or a comma."""
    doc = scene.doc
    if length != 1 or name.kind is not None or i == 0 or doc[i].is_sent_start:
        return False
    after_title = doc[i - 1].text == "," or _is_title(scene, doc[i - 1]) or scene.lexicon.has("Honorific", doc[i - 1].lower_)
    rest, _ = scene.known(i + 1, name.end)
    return after_title and not rest and doc[i + 1].pos_ == "PROPN" and not scene.lexicon.member("MeetingNoun", doc[name.end - 1])


# ------------------------------------------------------------------ names that the gazetteer knows


def _compound_length(scene: Scene, i: int) -> int:
    doc = scene.doc
    end = i + 1
    while end + 1 < len(doc) and tight_hyphen(doc, end):
        end += 2
    return end - i


def _compound(scene: Scene, i: int, length: int, senses: tuple[Sense, ...]) -> bool:
    """Russian-American, Japan-Australia: both halves are states, and together they modify what follows."""
    words = _compound_length(scene, i)
    if words < 3 or length >= words:
        return False
    text = "".join(t.text for t in scene.doc[i : i + words])
    entries = scene.gazetteer.compound(text)
    if len(entries) < 2:
        return False
    keys = tuple(entry_key(scene, entry) for entry in entries)
    scene.add(Mention(i, i + words, i + words - 1, "State", keys, "modifier"))
    return True


def _after_compound(scene: Scene, start: int, end: int, limit: int) -> int:
    """ "the Russian-American Consultative Commission": the body's name goes on after the compound, which is part of it."""
    name = run(scene.doc, end, limit, scene.lexicon, scene.temporal) if end < limit else None
    if name is None or name.kind not in LONG_KINDS or not _composite(scene, name, 0):
        return end
    made = scene.at[end]
    for key in made.keys:
        scene.cast.label(key, scene.doc[start : made.end].text)
        scene.cast.relate(key, scene.at[start].keys)
    return made.end


def entry_key(scene: Scene, entry: Entry) -> str:
    """The key of the entity that an entry of the gazetteer stands for, with the states that it belongs to."""
    known = scene.gazetteer.entry(entry.code)
    of = (
        tuple(entry_key(scene, scene.gazetteer.entry(code)) for code in ([known.state] if known.state else []))
        if known.kind != "Place"
        else ()
    )
    parties = tuple(entry_key(scene, scene.gazetteer.entry(code)) for code in known.parties)
    return scene.cast.add(known.kind, known.label, labels=known.names, code=known.code, of=(*of, *parties))


def _known(scene: Scene, start: int, end: int, senses: tuple[Sense, ...]) -> None:
    if senses[0].use == "collective":
        keys = tuple(entry_key(scene, sense.entry) for sense in senses if sense.use == "collective")
        scene.add(Mention(start, end, _head_of(scene.doc, start, end), "State", keys))
        return
    sense, use = _sense_in_context(scene, start, end, senses)
    if sense is None:
        return
    surface = scene.doc[start:end].text
    if use == "place":
        _located(scene, start, end, sense)
        return
    if sense.entry.kind == "Treaty" and not _spoken_of(scene, sense):
        key = scene.cast.add("Treaty", surface)
        scene.add(Mention(start, end, _head_of(scene.doc, start, end), "Treaty", (key,)))
        return
    entry = scene.gazetteer.government(sense, scene.year) if sense.use in {"capital", "metonym"} else sense.entry
    key = entry_key(scene, entry)
    if sense.use in {"name", "abbreviation", "capital", "metonym", "place"}:
        scene.cast.label(key, surface)
    scene.add(Mention(start, end, _head_of(scene.doc, start, end), entry.kind, (key,), use))


def _spoken_of(scene: Scene, sense: Sense) -> bool:
    """Whether the document names a party of a treaty of few parties: many peace agreements share a name."""
    parties = [scene.gazetteer.entry(code) for code in sense.entry.parties]
    text = scene.parse.document.text
    return not parties or any(name in text for party in parties for name in (*party.names, scene.gazetteer.capital(party.code)) if name)


def _located(scene: Scene, start: int, end: int, sense: Sense) -> None:
    """A city that stands for itself, not for its government."""
    if sense.entry.kind == "Place":
        key = entry_key(scene, sense.entry)
        scene.cast.label(key, scene.doc[start:end].text)
    else:
        key = scene.cast.add("Place", scene.doc[start:end].text)
    scene.add(Mention(start, end, _head_of(scene.doc, start, end), "Place", (key,)))


def _head_of(doc: Doc, start: int, end: int) -> int:
    """The token of a stretch whose governor lies outside it."""
    for i in range(end - 1, start - 1, -1):
        head = doc[i].head.i
        if not start <= head < end or head == i:
            return i
    return end - 1


def _sense_in_context(scene: Scene, start: int, end: int, senses: tuple[Sense, ...]) -> tuple[Sense | None, Use]:
    """A capital is a place after a locative preposition or before a meeting, otherwise its government; an adjective only modifies."""
    doc = scene.doc
    head = doc[_head_of(doc, start, end)]
    by_use = {sense.use: sense for sense in reversed(senses)}
    before = doc[start - 1].lower_ if start else ""
    if before in {"the", "a"} and start > 1:
        before = doc[start - 2].lower_ if by_use.keys() & {"place", "metonym"} and not by_use.keys() & {"name"} else before
    if "capital" in by_use:
        place = (
            before in LOCATIVE
            or _modifies_meeting(scene, head)
            or (before == "of" and scene.lexicon.member("PlaceNoun", doc[start - 2]))
            or preposition(head) in LOCATIVE_STRICT
        )
        place = place or (before == "," and start > 1 and doc[start - 2].i in scene.at and scene.at[start - 2].kind == "Place")
        return (by_use.get("place", by_use["capital"]), "place") if place else (by_use["capital"], "name")
    if "adjective" in by_use and not by_use.keys() & {"name", "people"}:
        return by_use["adjective"], "modifier"
    if "adjective" in by_use and "people" in by_use and "name" not in by_use:
        plural = head.tag_ in {"NNS", "NNPS"} or head.dep_ in {"nsubj", "obj", "obl", "nsubj:pass", "obl:agent"} and before == "the"
        return (by_use["people"], "name") if plural and head.pos_ in {"NOUN", "PROPN"} else (by_use["adjective"], "modifier")
    if "descriptor" in by_use and len(by_use) == 1:
        return None, "name"
    if "metonym" in by_use and "place" in by_use:
        return (by_use["place"], "name") if before in LOCATIVE else (by_use["metonym"], "name")
    if not senses or not any(c.isupper() for c in doc[start:end].text):
        return None, "name"
    return senses[0], "modifier" if senses[0].entry.kind == "State" and head.dep_ in {"compound", "nmod:poss"} and _is_attributive(
        doc, start, end
    ) else "name"


def _is_attributive(doc: Doc, start: int, end: int) -> bool:
    """ "the US envoy", "Armenia's Foreign Ministry": a name that only says whose the next thing is."""
    return end < len(doc) and (doc[end].lower_ in {"'s", "’s", "'", "’"} or doc[end - 1].dep_ == "compound")


def _modifies_meeting(scene: Scene, token: Token) -> bool:
    return token.dep_ in {"compound", "nmod", "amod", "nmod:desc"} and scene.lexicon.member("MeetingNoun", token.head)


# ------------------------------------------------------------------ names that only their words tell


def _composite(scene: Scene, name: Run, known: int) -> bool:
    """Note a long name by its head noun (Ministry, Treaty, Working Group ...); a title with a person after it is left to the persons."""
    doc = scene.doc
    name = _without_person(scene, name)
    if name.kind is None or name.end <= name.start + known or _person_start(scene, name) is not None:
        return False
    if (name.kind == "Place" and known) or (name.kind == "Treaty" and scene.parse.paragraph(doc[name.start]).block.kind == "headline"):
        return False
    start, end = name.start, name.end
    states = _states_inside(scene, start, end)
    core = start
    if known and doc[start + known - 1].i < name.head and states and name.kind != "Treaty":
        core = start + known + (doc[start + known].lower_ in {"'s", "’s"} if start + known < end else 0)
    kind: EntityKind = name.kind
    if kind == "WorkingGroup" and not _set_up(scene, name):
        kind = "Organization"
    surface = _surface(doc, start, end)
    key = scene.cast.find(kind, surface) or scene.cast.add(kind, surface, of=states)
    scene.cast.relate(key, states)
    for label in _variants(doc, start, core, end):
        scene.cast.label(key, label)
    if kind in {"Organization", "WorkingGroup"}:
        scene.cast.relate(key, _parents(scene, start, end))
    for state in states:
        scene.cast[state].count += 1
    scene.add(Mention(start, end, _head_of(doc, start, end), kind, (key,)))
    _abbreviation(scene, key, end)
    _nested_treaty(scene, start, end, kind)
    return True


def _nested_treaty(scene: Scene, start: int, end: int, kind: EntityKind) -> None:
    """ "the Commission on the Strategic Offensive Arms Treaty" names a treaty too."""
    doc = scene.doc
    if kind in {"WorkingGroup", "Organization"} and scene.lexicon.member("TreatyNoun", doc[end - 1]) and doc[end - 1].text[:1].isupper():
        first = max((i for i in range(start, end) if doc[i].lower_ in {"of", "on", "for", "the"}), default=start - 1) + 1
        if start < first < end - 1:
            length, senses = scene.known(first, end)
            known = next((s for s in senses if s.entry.kind == "Treaty"), None) if length == end - first else None
            key = entry_key(scene, known.entry) if known else scene.cast.add("Treaty", doc[first:end].text)
            scene.cast.label(key, doc[first:end].text)
            scene.mentions.append(Mention(first, end, end - 1, "Treaty", (key,)))


def _without_person(scene: Scene, name: Run) -> Run:
    """ "Cabinet of Ministers Akylbek Japarov": a long name ends where, after a title word, a person's name begins."""
    doc = scene.doc
    for i in range(name.start + 1, name.end - 1):
        rest = doc[i + 1 : name.end]
        if _is_title(scene, doc[i]) and len(rest) in {2, 3} and all(t.text[:1].isupper() and not _title_word(scene, t) for t in rest):
            known, _ = scene.gazetteer.longest([t.text for t in rest], 0)
            if not known and not any(scene.lexicon.member(head, rest[-1]) for head in HEADS):
                return Run(name.start, i + 1, min(name.head, i), name.kind)
    return name


def _set_up(scene: Scene, name: Run) -> bool:
    """Whether a body is one set up for a task (a working group, a joint commission) rather than a standing organisation."""
    doc = scene.doc
    words = {doc[i].lower_ for i in range(name.start, name.end)}
    head = doc[name.head].lower_
    return (
        head in {"group", "groups", "mechanism", "panel", "force", "party", "tribunal"}
        or bool(
            words
            & {
                "joint",
                "bilateral",
                "trilateral",
                "working",
                "expert",
                "mixed",
                "consultative",
                "interstate",
                "intergovernmental",
                "participation",
                "standing",
                "high-level",
                "steering",
            }
        )
        or (head in {"committee", "commission"} and any(w in {"on", "for"} for w in words) and not words & {"state", "national", "supreme"})
    )


def _states_inside(scene: Scene, start: int, end: int) -> tuple[str, ...]:
    """The states that a name names: Armenia's Foreign Ministry, the Ministry of Foreign Affairs of Japan."""
    found: list[str] = []
    i = start
    while i < end:
        length, senses = scene.known(i, end)
        sense = next((s for s in senses if s.entry.kind == "State" and s.use in {"name", "adjective", "abbreviation", "capital"}), None)
        if sense:
            found.append(entry_key(scene, sense.entry))
        i += max(length, 1)
    return tuple(dict.fromkeys(found))


def _parents(scene: Scene, start: int, end: int) -> tuple[str, ...]:
    """The organisation whose organ a name names: "the Authority … of the Economic Community of West African States"."""
    doc = scene.doc
    for i in range(start + 1, end):
        length, senses = scene.known(i, end)
        sense = next((s for s in senses if s.entry.kind == "Organization" and s.use in {"name", "abbreviation"}), None)
        if sense and (i + length == end or doc[i - 1].lower_ in {"of", "the"} or i == start + 1):
            return (entry_key(scene, sense.entry),)
    return ()


def _surface(doc: Doc, start: int, end: int) -> str:
    return doc[start:end].text.replace("\n", " ")


def _variants(doc: Doc, start: int, core: int, end: int) -> list[str]:
    """Other names that a long name contains: without its state, without the bracketed abbreviation, and that with the head noun."""
    labels = [_surface(doc, core, end)] if core > start else []
    brackets = [i for i in range(start, end) if doc[i].text == "("]
    if brackets and brackets[0] + 2 < end:
        b = brackets[0]
        after = doc[b + 3 : end].text
        labels += [f"{doc[start:b].text} {after}", f"{doc[b + 1].text} {after}", doc[b + 1].text]
    return labels


def _abbreviation(scene: Scene, key: str, end: int) -> None:
    """ "(GKNB)" right after a name is another name for it."""
    doc = scene.doc
    if end + 2 < len(doc) and doc[end].text == "(" and doc[end + 1].text[:1].isupper():
        close = next((i for i in range(end + 2, min(end + 6, len(doc))) if doc[i].text == ")"), None)
        if close is not None:
            short = doc[end + 1 : close].text
            if sum(c.isupper() for c in short) >= 2 and len(short) <= 15:
                scene.cast.label(key, short)
                scene.add(Mention(end + 1, close, end + 1, scene.cast[key].kind, (key,), "modifier"))


def _unknown(scene: Scene, name: Run, lone: list[tuple[int, int]]) -> int:
    doc = scene.doc
    person = _person_start(scene, name)
    if person is not None:
        if person > name.start:
            _titled_prefix(scene, name.start, person)
        _person(scene, person, name.end)
        return name.end
    if all(_title_word(scene, doc[i]) for i in range(name.start, name.end)):
        scene.add(Mention(name.start, name.end, name.end - 1, "Person", (), "title"))
        return name.end
    if name.kind is not None and name.kind != "Place":
        _composite(scene, name, 0)
        return name.end
    alphabetic = [i for i in range(name.start, name.end) if doc[i].is_alpha or INITIALS.fullmatch(doc[i].text)]
    if scene.lexicon.member("MeetingNoun", doc[name.end - 1]):
        return name.end
    if len(alphabetic) == 1:
        lone.append((name.start, name.end))
        return name.end
    if _in_place_position(scene, name) or name.kind == "Place":
        _place(scene, name.start, name.end)
    elif name.start and doc[name.start - 1].lower_ == "the":
        return name.end
    elif _looks_personal(doc, name):
        _person(scene, name.start, name.end)
    return name.end


def _person_start(scene: Scene, name: Run) -> int | None:
    """Where a person's name begins after titles in one run ("Deputy Foreign Minister Sergei Ryabkov"), None when there are none."""
    doc = scene.doc
    titles = [i for i in range(name.start, name.end) if _is_title(scene, doc[i]) or scene.lexicon.has("Honorific", doc[i].lower_)]
    titles = [i for i in titles if not (tight_hyphen(doc, i - 1) if i else False) and not (i + 1 < len(doc) and tight_hyphen(doc, i + 1))]
    start = titles[-1] + 1 if titles else _after_portfolio(scene, name)
    if start is None or any(doc[i].lower_ in {"of", "for", "on"} for i in range(name.start, name.end)):
        return None
    while start < name.end and (doc[start].is_punct or doc[start].lower_ in {"'s"}):
        start += 1
    rest = [i for i in range(start, name.end) if doc[i].is_alpha]
    if not rest or _title_word(scene, doc[rest[0]]) or any(scene.lexicon.member(head, doc[rest[-1]]) for head in (*HEADS, "MeetingNoun")):
        return None
    length, senses = scene.known(start, name.end)
    known = length == name.end - start and senses and senses[0].entry.kind != "Place"
    return None if known or (name.kind in LONG_KINDS and len(rest) > 1 and name.head == name.end - 1) else start


LONG_KINDS = {"Treaty", "WorkingGroup", "Organization"}


def _after_portfolio(scene: Scene, name: Run) -> int | None:
    """ "Minister of Energy Bolat Akchulakov": where the name begins after the words of an office's field."""
    doc = scene.doc
    back = name.start - 1
    while back > 0 and doc[back].lower_ in {"of", "for", "the", "and"}:
        back -= 1
    if back == name.start - 1 or not (_is_title(scene, doc[back]) or scene.lexicon.has("TitleModifier", doc[back].lower_)):
        return None
    start = name.start
    while start < name.end and scene.lexicon.has("TitleModifier", doc[start].lower_):
        start += 1
    return start if name.start < start < name.end else None


def _is_title(scene: Scene, token: Token) -> bool:
    return scene.lexicon.has("TitleNoun", token.lemma_.lower()) or scene.lexicon.has("TitleNoun", token.lower_)


def _title_word(scene: Scene, token: Token) -> bool:
    return _is_title(scene, token) or scene.lexicon.has("TitleModifier", token.lower_) or token.lower_ in {"-", "foreign", "the"}


def _titled_prefix(scene: Scene, start: int, end: int) -> None:
    """States and organisations named inside a title before a person: "EU Trade Commissioner", "Armenian Foreign Minister"."""
    i = start
    while i < end:
        length, senses = scene.known(i, end)
        sense = next(
            (s for s in senses if s.entry.kind in {"State", "Organization"} and s.use in {"name", "adjective", "abbreviation"}), None
        )
        if sense:
            scene.add(Mention(i, i + length, i + length - 1, sense.entry.kind, (entry_key(scene, sense.entry),), "modifier"))
        i += max(length, 1)


def _in_place_position(scene: Scene, name: Run) -> bool:
    before = scene.doc[name.start - 1] if name.start else None
    if before is not None and before.lower_ == "the" and before.i:
        before = before.nbor(-1)
    if before is None:
        return False
    words = name.end - name.start
    of_place = before.lower_ == "of" and before.i > 0 and scene.lexicon.member("PlaceNoun", before.nbor(-1))
    return (before.lower_ in LOCATIVE_STRICT and words <= 3) or of_place


def _looks_personal(doc: Doc, name: Run) -> bool:
    """Two to five words without digits, not all in capitals, mostly tagged as proper nouns."""
    words = [doc[i] for i in range(name.start, name.end) if doc[i].is_alpha or INITIALS.fullmatch(doc[i].text)]
    if not 2 <= len(words) <= 6 or any(any(c.isdigit() for c in t.text) for t in words):
        return False
    return not all(t.text.isupper() and len(t.text) > 2 for t in words) and any(t.pos_ == "PROPN" for t in words)


def _person(scene: Scene, start: int, end: int) -> None:
    doc = scene.doc
    while end > start + 1 and doc[end - 1].is_punct:
        end -= 1
    full = _surface(doc, start, end)
    words = [t for t in full.replace("’s", "").split(" ") if t]
    key = scene.cast.find("Person", full) or _same_person(scene, words)
    if key is None:
        key = scene.cast.add("Person", full)
    else:
        scene.cast.label(key, full)
        if len(full.split()) > len(scene.cast[key].labels[0].split()):
            scene.cast[key].labels.remove(full)
            scene.cast[key].labels.insert(0, full)
    if len(words) > 1:
        for surname in _surnames(words):
            if scene.cast.find("Person", surname) in {None, key}:
                scene.cast.label(key, surname)
    if start and scene.lexicon.has("Feminine", doc[start - 1].lower_):
        scene.cast[key].feminine = True
    scene.add(Mention(start, end, _head_of(doc, start, end), "Person", (key,)))


def _surnames(words: list[str]) -> list[str]:
    """The shorter names that a full name gives: its last word, with particles; the first too where the family name comes first."""
    short = [words[-1]]
    for back in range(2, len(words)):
        if words[-back].lower() in {"al", "bin", "de", "van", "von", "el", "da", "del", "la"}:
            short.append(" ".join(words[-back:]))
    if (
        "-" in words[-1]
        and not words[-1].lower().startswith(("al-", "el-"))
        and len(words) == 2
        or len(words) == 3
        and len(words[0]) <= 4
        and all(len(w) <= 6 for w in words)
    ):
        short.append(words[0])
    if words[-1].lower().startswith(("al-", "el-")):
        short.append(words[-1][3:])
    return short


def _same_person(scene: Scene, words: list[str]) -> str | None:
    """An earlier person whose full name fits: the same surname, and given names that agree or are initials."""
    last = folded(words[-1])
    for player in scene.cast.of_kind("Person"):
        other = folded(player.labels[0]).split()
        if len(words) == 1:
            if other and (last in {other[-1], *(folded(label) for label in player.labels)}):
                return player.key
        elif other and other[-1] == last and (len(other) == 1 or _initials_fit(folded(" ".join(words[:-1])).split(), other[:-1])):
            return player.key
    return None


def _initials_fit(given: list[str], other: list[str]) -> bool:
    return bool(given and other) and (given[0] == other[0] or (min(len(given[0]), len(other[0])) == 1 and given[0][0] == other[0][0]))


def _place(scene: Scene, start: int, end: int) -> None:
    key = scene.cast.add("Place", _surface(scene.doc, start, end))
    scene.add(Mention(start, end, _head_of(scene.doc, start, end), "Place", (key,)))


def _organ(scene: Scene, i: int) -> str | None:
    """ "the Authority", "the Committee": the body named before whose name has this head."""
    word = folded(scene.doc[i].text)
    earlier = [m for m in scene.mentions if m.kind in {"Organization", "WorkingGroup"} and m.keys and m.start < i]
    for mention in sorted(earlier, key=lambda m: -m.start):
        words = [folded(w) for w in scene.cast[mention.keys[0]].name.split(" of ")[0].split(" on ")[0].split()]
        if word in words[-1:]:
            return mention.keys[0]
    return None


def _lone_name(scene: Scene, start: int, end: int) -> None:
    """One capitalised word unknown to the gazetteer: a name met before in longer form, a person after "Mr", a place after "in"."""
    doc = scene.doc
    surface = _surface(doc, start, end)
    before = doc[start - 1].lower_ if start else ""
    for kind in ("Person", "Organization", "Treaty", "WorkingGroup", "Process", "Place"):
        key = scene.cast.find(kind, surface)
        if key is not None:
            scene.add(Mention(start, end, _head_of(doc, start, end), scene.cast[key].kind, (key,)))
            return
    organ = _organ(scene, start) if before in {"the", "this", "that"} else None
    if organ is not None:
        scene.add(Mention(start, end, _head_of(doc, start, end), scene.cast[organ].kind, (organ,)))
        return
    if doc[start].tag_ in {"NNS", "NNPS"}:
        return
    if scene.lexicon.has("Honorific", before) or (start and _is_title(scene, doc[start - 1]) and doc[start].pos_ == "PROPN"):
        _person(scene, start, end)
    elif before in LOCATIVE_STRICT and capitalised(doc[start]) and doc[start].pos_ == "PROPN":
        _place(scene, start, end)
    elif (
        doc[start].pos_ == "PROPN"
        and doc[start].dep_ in {"nsubj", "nsubj:pass"}
        and doc[start].head.pos_ == "VERB"
        and scene.lexicon.member("SayingVerb", doc[start].head)
    ):
        _person(scene, start, end)
