"""Who holds which office: titles before and after names, relative clauses, and what they tell of whose a person is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.facts.coreference import Office, References
from kg.facts.scene import Mention, Scene
from kg.facts.syntax import lower_at

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

STOPS = {",", "-", "–", "—", "--", ";", ".", ":", "(", ")", "“", "”", '"', "!", "?"}
LONGEST_TITLE = 24  # tokens; longer stretches are clauses, not titles
SMALL = {"of", "the", "for", "and", "'s", "’s", "-"}
ARTICLES = {"the", "a", "an", "its", "their", "his", "her", "our", "then", "who", "is", "was"}


@dataclass(frozen=True, slots=True)
class Held:
    """An office found: `token` is where its evidence stands, `words` the lemmas that later references may use."""

    person: str
    title: str
    within: tuple[str, ...]
    token: int


def find(scene: Scene, references: References) -> list[Held]:
    """The offices of a document; they are also given to `references` and tell the states of persons."""
    found: list[Held] = []
    used: set[int] = set()
    for mention in [m for m in scene.mentions if m.kind == "Person" and m.use == "name" and m.keys]:
        for start, end in _titles(scene, mention, used):
            office = _office(scene, references, mention, start, end, found)
            if office is None:
                continue
            used |= set(range(start, end))
            for i in range(start, end):
                if _title_noun(scene, scene.doc[i]) and mention.keys[0] not in references.titled.setdefault(i, []):
                    references.titled[i].append(mention.keys[0])
            if not any(h.person == office.person and h.title.casefold() == office.title.casefold() for h in found):
                found.append(office)
        _origin(scene, mention)
        for office in found:
            if office.person == mention.keys[0]:
                _note(scene, references, office)
    return found


def _note(scene: Scene, references: References, office: Held) -> None:
    words = frozenset(w for w in office.title.lower().replace("-", " ").split())
    words |= {w.removesuffix("s") for w in words}
    note = Office(office.person, words, office.within)
    if note not in references.offices:
        references.offices.append(note)
        scene.cast.relate(office.person, office.within)
        scene.cast.relate(office.person, tuple(filter(None, (scene.state_of(k) for k in office.within))))


def _titles(scene: Scene, mention: Mention, used: set[int]) -> Iterator[tuple[int, int]]:
    """Stretches of tokens that are titles of the person mentioned."""
    direct = _before(scene, mention.start)
    before = direct or _before_comma(scene, mention.start, used) or _shared(scene, mention)
    if before:
        yield before
    after = _after(scene, mention, used) if direct or not before else None
    if after:
        yield after
    yield from _relative(scene, mention)


# ------------------------------------------------------------------ before the name


def _before(scene: Scene, start: int) -> tuple[int, int] | None:
    """ "the US special presidential envoy Sergei Ryabkov": walk left over words of titles."""
    doc = scene.doc
    i = start
    while i > doc[start].sent.start and i > start - LONGEST_TITLE and _title_part(scene, doc[i - 1], i == start):
        i -= 1
    while i < start and (doc[i].lower_ in ARTICLES or doc[i].lower_ in {"'s", "’s", "and", "-"}):
        i += 1
    return (i, start) if any(_title_noun(scene, doc[j]) for j in range(i, start)) else _before_with_owner(scene, start)


def _before_with_owner(scene: Scene, start: int) -> tuple[int, int] | None:
    """ "Minister of Foreign Affairs of the Republic of Belarus Vladimir Makei": the owner stands between the office and the name."""
    doc = scene.doc
    owner = scene.at.get(start - 1)
    if owner is None or owner.kind not in {"State", "Organization"} or owner.start < 2:
        return None
    i = owner.start
    while i > doc[start].sent.start and i > start - LONGEST_TITLE and (doc[i - 1].lower_ in SMALL or doc[i - 1].text[:1].isupper()):
        i -= 1
    nouns = [j for j in range(i, owner.start) if _title_noun(scene, doc[j])]
    if not nouns or doc[owner.start - 1].lower_ not in {"of", "the", "for"}:
        return None
    while nouns[0] > i and scene.lexicon.has("TitleModifier", doc[nouns[0] - 1].lower_):
        nouns[0] -= 1
    return (nouns[0], start)


def _title_part(scene: Scene, token: Token, last: bool) -> bool:
    lexicon = scene.lexicon
    if lexicon.has("Honorific", token.lower_):
        return True
    mention = scene.at.get(token.i)
    if mention and (mention.kind in {"State", "Organization"} or mention.use == "title"):
        return not last or mention.use == "title"
    if token.lower_ in {"'s", "’s", "-"} and not last:
        return True
    if token.lower_ in {"of", "for", "and"} and not last and token.i:
        return _title_noun(scene, token.nbor(-1)) or (token.lower_ == "and" and lexicon.has("TitleModifier", token.nbor(-1).lower_))
    modifier = lexicon.has("TitleModifier", token.lower_) and (not last or (token.i > 0 and token.nbor(-1).lower_ in {"of", "for"}))
    return modifier or _title_noun(scene, token)


def _title_noun(scene: Scene, token: Token) -> bool:
    return scene.lexicon.has("TitleNoun", token.lemma_.lower()) or scene.lexicon.has("TitleNoun", token.lower_)


def _before_comma(scene: Scene, start: int, used: set[int]) -> tuple[int, int] | None:
    """ "the Minister for Foreign Affairs of Japan, Hayashi Yoshimasa": a title closed by a comma right before the name."""
    doc = scene.doc
    i = start
    while i > 0 and (scene.lexicon.has("Honorific", doc[i - 1].lower_) or doc[i - 1].lower_ == "the"):
        i -= 1
    if i < 2 or doc[i - 1].text not in {","} or doc[i].is_sent_start:
        return None
    end = i - 1
    j = end
    while (
        j > doc[start].sent.start
        and end - j < LONGEST_TITLE
        and doc[j - 1].text not in STOPS - {"-"}
        and doc[j - 1].pos_ not in {"VERB", "AUX"}
    ):
        if (other := scene.at.get(j - 1)) and other.kind == "Person" and other.keys and doc[j].lower_ not in {"'s", "’s"}:
            break
        j -= 1
    while j < end and doc[j].lower_ in ARTICLES | {"and", "by", "that", "with", "to"}:
        j += 1
    nouns = [k for k in range(j, end) if _title_noun(scene, doc[k]) or scene.lexicon.member("CounterpartNoun", doc[k])]
    if not nouns or set(range(j, end)) & used:
        return None
    first = nouns[0]
    if doc[first].tag_ in {"NNS", "NNPS"} and _person_follows(scene, start):
        end = first + 1
    while first > j and _title_part(scene, doc[first - 1], last=False):
        first -= 1
    stray = any(doc[k].lower_ in {"when", "while", "as"} for k in range(j, end))
    return None if stray or end - first > LONGEST_TITLE else (first, end)


def _person_follows(scene: Scene, start: int) -> bool:
    """Whether another person is coordinated with the one at `start`."""
    doc = scene.doc
    end = scene.at[start].end if start in scene.at else start + 1
    window = range(end, min(end + 8, len(doc)))
    return any(doc[k].lower_ == "and" and (o := scene.at.get(k + 1)) is not None and o.kind == "Person" and bool(o.keys) for k in window)


def _shared(scene: Scene, mention: Mention) -> tuple[int, int] | None:
    """ "Foreign Ministers A and B": a plural title before the first of several persons is everyone's."""
    doc = scene.doc
    i = mention.start
    while i > 1 and doc[i - 1].lower_ in {"and", ","} and (other := _person_ending(scene, i - 1)):
        i = other.start
        before = _before(scene, i) or _before_comma(scene, i, set())
        if before and any(doc[k].tag_ in {"NNS", "NNPS"} and _title_noun(scene, doc[k]) for k in range(*before)):
            return before
    return None


def _person_ending(scene: Scene, end: int) -> Mention | None:
    """The person whose name, with "of STATE" after it or not, ends before a token."""
    other = scene.at.get(end - 1)
    if other and other.kind == "State" and other.start and scene.doc[other.start - 1].lower_ in {"of", "the"}:
        before = other.start - (2 if scene.doc[other.start - 1].lower_ == "the" else 1)
        other = scene.at.get(before - 1)
    return other if other and other.kind == "Person" and other.use == "name" and other.keys else None


# ------------------------------------------------------------------ after the name


def _after(scene: Scene, mention: Mention, used: set[int]) -> tuple[int, int] | None:
    """ "Marshall Billingslea, the US special presidential envoy for arms control, told": an apposition between commas."""
    doc = scene.doc
    i = mention.end
    if i < len(doc) and doc[i].text == "(":
        while i < len(doc) - 1 and doc[i].text != ")":
            i += 1
        i += 1
    if i < len(doc) and doc[i].lower_ == "of" and (place := scene.at.get(i + 1 if lower_at(doc, i + 1) != "the" else i + 2)):
        i = place.end
    if i + 1 >= len(doc) or doc[i].text not in {",", "-", "–", "—", "--"} or doc[i + 1].is_sent_start:
        return None
    start = i + 1
    while start < len(doc) and doc[start].lower_ in ARTICLES - {"who", "is", "was"}:
        start += 1
    end = start
    while end < len(doc) and not doc[end].is_sent_start and end - start < LONGEST_TITLE and not _closes(scene, doc, end):
        end += 1
    nouns = [k for k in range(start, end) if _title_noun(scene, doc[k])]
    if not nouns or set(range(start, end)) & used:
        return None
    leading = range(start, nouns[0])
    if (
        any(not _title_part(scene, doc[k], last=False) and doc[k].pos_ not in {"ADJ", "NOUN", "PROPN", "PART", "NUM"} for k in leading)
        or len(leading) > 8
    ):
        return None
    following = scene.at.get(end) or (scene.at.get(end + 1) if end < len(doc) and doc[end].text == "," else None)
    if following and following.kind == "Person" and following.use == "name" and following.keys:
        own = doc[i + 1].lower_ in {"its", "his", "her", "their"} or end == following.start
        if own or (
            following.end < len(doc) and _after(scene, following, used | set(range(start, end))) is None and lower_at(doc, end + 1) != "and"
        ):
            return None
    return (start, end)


def _closes(scene: Scene, doc: Doc, i: int) -> bool:
    token = doc[i]
    if token.text in STOPS and not (token.text in {"-", "–"} and not doc[i - 1].whitespace_):
        return True
    if token.lower_ in {
        "who",
        "whose",
        "which",
        "whom",
        "that",
        "when",
        "where",
        "while",
        "but",
        "as",
        "on",
        "in",
        "at",
        "told",
        "said",
        "after",
    }:
        return not (token.lower_ in {"on", "in"} and doc[i - 1].pos_ in {"NOUN"} and scene.lexicon.member("TitleNoun", doc[i - 1]))
    if (mention := scene.at.get(i)) and mention.kind == "Person" and mention.use == "name" and mention.keys:
        return doc[mention.end].lower_ not in {"'s", "’s"} if mention.end < len(doc) else True
    if token.lower_ == "and":
        following = scene.at.get(i + 1)
        return (
            bool(following and following.kind == "Person" and following.keys)
            or lower_at(doc, i + 1) in {"his", "her", "by", "the"}
            or (i + 1 < len(doc) and doc[i + 1].pos_ in {"VERB", "AUX"})
        )
    return token.pos_ in {"AUX"} or (token.pos_ == "VERB" and token.tag_ in {"VBD", "VBZ", "VBP"})


def _relative(scene: Scene, mention: Mention) -> Iterator[tuple[int, int]]:
    """ "Rubinyan, who is deputy speaker of the National Assembly", "Lange, who chairs the trade committee"."""
    doc = scene.doc
    i = mention.end
    if i + 2 >= len(doc) or doc[i].text not in {",", "-", "—", "–"} or doc[i + 1].lower_ != "who" or doc[i].is_sent_start:
        return
    verb = next((t for t in doc[i + 2 : min(i + 5, len(doc))] if t.pos_ in {"VERB", "AUX"}), None)
    if verb is None:
        return
    start = verb.i + 1
    end = start
    while end < len(doc) and not doc[end].is_sent_start and end - start < LONGEST_TITLE and not _closes(scene, doc, end):
        end += 1
    if verb.lemma_ == "be":
        while start < end and doc[start].lower_ in ARTICLES:
            start += 1
        if any(_title_noun(scene, doc[k]) for k in range(start, min(start + 5, end))):
            yield (start, end)
    elif (
        scene.lexicon.member("HeadingVerb", verb)
        and end > start
        and not any(scene.lexicon.member("DelegationNoun", doc[k]) for k in range(start, end))
    ):
        yield (verb.i, end)


def _origin(scene: Scene, mention: Mention) -> None:
    """ "Rubinyan of Armenia", "Jürg Lauber (Switzerland)": the state right after a name."""
    doc = scene.doc
    i = mention.end
    if i + 1 >= len(doc):
        return
    follows = i + 1 if doc[i].text == "(" or doc[i].lower_ == "of" else None
    if follows is not None and lower_at(doc, follows) == "the":
        follows += 1
    other = scene.at.get(follows) if follows is not None else None
    if other and other.kind in {"State", "Organization"} and other.keys:
        scene.cast.relate(mention.keys[0], other.keys[:1])


# ------------------------------------------------------------------ the office


def _office(scene: Scene, references: References, mention: Mention, start: int, end: int, earlier: list[Held]) -> Held | None:
    doc = scene.doc
    while end > start and (
        doc[end - 1].is_punct or scene.lexicon.has("Honorific", doc[end - 1].lower_) or doc[end - 1].lower_ in {"the", "and"}
    ):
        end -= 1
    while start < end and scene.lexicon.has("Honorific", doc[start].lower_):
        start += 1
    if start >= end:
        return None
    words = list(doc[start:end])
    person = mention.keys[0]
    if any(scene.lexicon.has("Feminine", t.lower_) for t in words):
        scene.cast[person].feminine = True
    if all(scene.lexicon.has("NotAnOffice", t.lemma_.lower()) or not _title_noun(scene, t) for t in words) and doc[start].pos_ != "VERB":
        return None
    within = _within(scene, references, mention, start, end)
    title = doc[start:end].text
    if scene.lexicon.member("CounterpartNoun", doc[end - 1]):
        title = next((held.title for held in reversed(earlier) if held.person != person), "")
    if doc[start].pos_ in {"VERB", "AUX"} and scene.lexicon.has("HeadingVerb", doc[start].lemma_):
        rest = doc[start + 1 : end].text
        noun = {"chair": "chair", "head": "head", "lead": "leader"}.get(doc[start].lemma_, "head")
        title = f"{noun} of {rest}"
    if title == doc[start:end].text:
        start = _without_owner(scene, start, end)
        title = _singular(doc, start, end, doc[start:end].text)
    return Held(person, title, within, start) if title else None


def _without_owner(scene: Scene, start: int, end: int) -> int:
    """Where a title begins after the state whose it is: "Russian Deputy Foreign Minister", "Germany's chancellor"."""
    doc = scene.doc
    while start < end - 1:
        mention = scene.at.get(start)
        if mention and mention.kind == "State" and mention.start == start and mention.end < end:
            start = mention.end
        elif doc[start].lower_ in {"'s", "’s", "'", "’", "the", "and", "under", "then"} or doc[start].is_punct:
            start += 1
        else:
            break
    return start


def settle(scene: Scene, held: list[Held]) -> list[Held]:
    """The offices when all is known of whose each person is: ranks beside offices dropped, empty owners filled, the same office once."""
    kept: list[Held] = []
    for office in held:
        words = set(office.title.lower().split())
        rank = words and all(scene.lexicon.has("RankNoun", w) for w in words)
        if rank and any(other.person == office.person and other is not office for other in held):
            continue
        within = office.within or _inferred(scene, office)
        if any(k.person == office.person and _same_title(k.title, office.title) for k in kept):
            continue
        kept.append(replace(office, within=within))
    return kept


def _same_title(one: str, other: str) -> bool:
    a, b = (set(t.lower().split()) for t in (one, other))
    return a <= b or b <= a


def _inferred(scene: Scene, office: Held) -> tuple[str, ...]:
    """Whose an office is that does not say so: the state or organisation of its holder, else one named beside it in the sentence."""
    of = scene.cast[office.person].of
    known = [k for k in of if scene.cast[k].kind in {"State", "Organization"}]
    if known:
        return tuple(known[:1])
    listed = _listed(scene, office) or _issuer(scene)
    if listed:
        return (listed,)
    sentence = scene.doc[office.token].sent
    states = [m for m in scene.mentions if m.kind == "State" and sentence.start <= m.start < sentence.end and m.keys]
    distinct = {m.keys for m in states}
    return next(iter(distinct))[:1] if len(distinct) == 1 else ()


def _issuer(scene: Scene) -> str:
    """The state of the ministry that issued a readout: its bare "Foreign Minister" is that state's."""
    for paragraph in scene.parse.paragraphs[:3]:
        if (
            paragraph.block.kind in {"headline", "note"}
            and paragraph.end > paragraph.start
            and scene.doc[paragraph.start].lower_ in {"issued", "circulated", "released", "published"}
        ):
            for mention in scene.mentions:
                if paragraph.start <= mention.start < paragraph.end and mention.kind in {"Organization", "State"} and mention.keys:
                    return scene.state_of(mention.keys[0])
    return ""


def _listed(scene: Scene, office: Held) -> str:
    """ "… between the United States and Russia …, Presidents A and B": as many persons as states named together, in the same order."""
    sentence = scene.doc[office.token].sent
    persons = list(
        dict.fromkeys(
            m.keys[0] for m in scene.mentions if m.kind == "Person" and m.use == "name" and sentence.start <= m.start < sentence.end
        )
    )
    states = list(
        dict.fromkeys(k for m in scene.mentions if m.kind == "State" and sentence.start <= m.start < sentence.end for k in m.keys)
    )
    if len(persons) > 1 and len(persons) == len(states) and office.person in persons:
        return states[persons.index(office.person)]
    return ""


def _singular(doc: Doc, start: int, end: int, title: str) -> str:
    """A title shared by several persons, as each holds it."""
    of = any(t.lower_ in {"of", "for"} for t in doc[start:end])
    plural = [t for t in doc[end - 1 : end] if t.tag_ in {"NNS", "NNPS"} and not of]
    for token in plural:
        title = title[: title.rfind(token.text)] + (token.lemma_.capitalize() if token.text[0].isupper() else token.lemma_)
    return title


def _within(scene: Scene, references: References, mention: Mention, start: int, end: int) -> tuple[str, ...]:
    """For whom: states and organisations named in the title or as its owner; failing that, what the sentence or the story tells."""
    found: list[str] = []
    doc = scene.doc
    for i in range(start, end):
        other = scene.at.get(i)
        if other and other.start == i and other.kind in {"State", "Organization", "WorkingGroup"} and other.keys and not _is_post(doc, i):
            found += other.keys
    if not found:
        found += _possessor(scene, references, start)
    if not found:
        found += [k for k in scene.cast[mention.keys[0]].of if scene.cast[k].kind in {"State", "Organization"}][:1]
    return tuple(dict.fromkeys(found))


def _is_post(doc: Doc, i: int) -> bool:
    """ "ambassador to Washington": the place of a posting is not the employer."""
    return i > 1 and (doc[i - 1].lower_ == "to" or doc[i - 2].lower_ == "to" and doc[i - 1].lower_ == "the")


def _possessor(scene: Scene, references: References, start: int) -> list[str]:
    """The owner before a title: "Germany's chancellor", "its spokesman", "the rebels' first commander"."""
    doc = scene.doc
    if start == 0:
        return []
    i = start - 1
    while i > 0 and doc[i].lower_ in {"'s", "’s", "'", "’", "then", "the", "former"}:
        i -= 1
    other = scene.at.get(i)
    if other and other.kind in {"State", "Organization"} and other.keys and not doc[i].is_sent_end:
        return list(other.keys)
    if doc[i].lower_ in {"its", "their", "his", "her"}:
        return [references.scene.principal_of(k) for k in references.actor(doc[i])[:1] if references.scene.principal_of(k)]
    if doc[i].pos_ == "NOUN" and doc[start - 1].lower_ in {"'s", "’s", "'", "’"}:
        return list(references.actor(doc[i])[:1])
    return []
