"""Names of persons: where one begins after titles, which full name a shorter one means, and which part is the surname."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.facts.cast import folded
from kg.facts.names import HEADS, LONG_KINDS, PARTICLES, Run, word_end
from kg.facts.scene import Mention, Scene, entry_key, head_of, is_title, is_title_word, surface_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# Endings of nouns for qualities and acts, which are no surnames.
ABSTRACT = ("ation", "ition", "diction", "ership", "ality", "ivity", "ology")
INITIALS = re.compile(r"(?:[A-Z]\.){1,4}")


def person_start(scene: Scene, name: Run) -> int | None:
    """Where a person's name begins after titles in one run ("Deputy Foreign Minister Sergei Ryabkov"), None when there are none."""
    doc = scene.doc
    if len(_words(doc, name)) > 1 and scene.gazetteer.person(doc[name.start : name.end].text, scene.year):
        return name.start
    titles = [end for start, end in _words(doc, name) if _names_office(scene, start, end)]
    start = titles[-1] if titles else _after_portfolio(scene, name)
    if start is None or any(doc[i].lower_ in {"of", "for", "on"} for i in range(name.start, name.end)):
        return None
    while start < name.end and (doc[start].is_punct or doc[start].lower_ in {"'s"}):
        start += 1
    rest = [i for i in range(start, name.end) if is_word(doc[i])]
    if not rest or is_title_word(scene, doc[rest[0]]) or any(scene.lexicon.member(head, doc[rest[-1]]) for head in (*HEADS, "MeetingNoun")):
        return None
    length, senses = scene.known(start, name.end)
    known = length == name.end - start and senses and senses[0].entry.kind != "Place"
    return None if known or (name.kind in LONG_KINDS and len(rest) > 1 and name.head == name.end - 1) else start


def _words(doc: Doc, name: Run) -> list[tuple[int, int]]:
    """The words of a name as stretches of tokens, hyphenated ones whole."""
    found, i = [], name.start
    while i < name.end:
        end = word_end(doc, i, name.end)
        found.append((i, end))
        i = end
    return found


def _names_office(scene: Scene, start: int, end: int) -> bool:
    """Whether a word is an office or an honorific: "Minister", "Secretary-General", not "Marshall-Smith"."""
    parts = [t for t in scene.doc[start:end] if not t.is_punct]
    if len(parts) == 1:
        return is_title(scene, parts[0]) or scene.lexicon.has("Honorific", parts[0].lower_)
    return scene.lexicon.has("TitleNoun", scene.doc[start:end].text.lower()) or (
        any(is_title(scene, t) for t in parts) and all(is_title_word(scene, t) for t in parts)
    )


def is_word(token: Token) -> bool:
    """Whether a token is a word of a name: letters, with an apostrophe inside or not (O'Sullivan), or initials."""
    return token.is_alpha or INITIALS.fullmatch(token.text) is not None or (len(token.text) > 3 and token.text[1:2] in {"'", "’"})


def _after_portfolio(scene: Scene, name: Run) -> int | None:
    """ "Minister of Energy Bolat Akchulakov": where the name begins after the words of an office's field."""
    doc = scene.doc
    back = name.start - 1
    while back > 0 and doc[back].lower_ in {"of", "for", "the", "and"}:
        back -= 1
    if back == name.start - 1 or not (is_title(scene, doc[back]) or scene.lexicon.has("TitleModifier", doc[back].lower_)):
        return None
    start = name.start
    while start < name.end and (scene.lexicon.has("TitleModifier", doc[start].lower_) or _body_word(scene, doc[start])):
        start += 1
    return start if name.start < start < name.end else None


def _body_word(scene: Scene, token: Token) -> bool:
    return scene.lexicon.member("OrganizationNoun", token) or scene.lexicon.member("GroupNoun", token)


def note_owners(scene: Scene, start: int, end: int) -> None:
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


def looks_personal(scene: Scene, name: Run) -> bool:
    """Two to six words without digits, not all in capitals, mostly tagged as proper nouns, the last no common noun in capitals."""
    doc = scene.doc
    words = [doc[i] for i in range(name.start, name.end) if is_word(doc[i])]
    if not 2 <= len(words) <= 6 or any(any(c.isdigit() for c in t.text) for t in words):
        return False
    common = scene.lexicon.member("CommonNoun", words[-1]) or words[-1].lower_.endswith(ABSTRACT)
    return not common and not all(t.text.isupper() and len(t.text) > 2 for t in words) and any(t.pos_ == "PROPN" for t in words)


def note_person(scene: Scene, start: int, end: int) -> None:
    """Note a person's name, full or short."""
    doc = scene.doc
    while end > start + 1 and (doc[end - 1].is_punct or scene.lexicon.has("PostNominal", doc[end - 1].text)):
        end -= 1
    full = surface_of(doc, start, end)
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
    scene.add(Mention(start, end, head_of(doc, start, end), "Person", (key,)))


def _surnames(words: list[str]) -> list[str]:
    """The shorter names that a full name gives: its last word, with particles; the first too where the family name comes first."""
    short = [words[-1]]
    for back in range(2, len(words)):
        if words[-back].lower() in PARTICLES:
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
    inside = [p.key for p in scene.cast.of_kind("Person") if len(words) == 1 and last in folded(p.labels[0]).split()[1:-1]]
    return inside[0] if len(inside) == 1 else None


def _initials_fit(given: list[str], other: list[str]) -> bool:
    return bool(given and other) and (given[0] == other[0] or (min(len(given[0]), len(other[0])) == 1 and given[0][0] == other[0][0]))
