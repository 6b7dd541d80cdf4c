"""Names that the gazetteer knows, as what their context makes of them: a capital a place or a government, an adjective a modifier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.facts.composites import note_composite
from kg.facts.names import LONG_KINDS, run, tight_hyphen
from kg.facts.scene import Mention, Scene, Use, entry_key, head_of
from kg.facts.syntax import preposition

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from kg.facts.gazetteer import Entry, Sense

LOCATIVE = {"in", "at", "near", "outside", "from", "to", "around", "across", "through", "into", "inside", "towards"}
LOCATIVE_STRICT = {"in", "at", "near", "outside", "inside", "around"}


def compound_length(scene: Scene, i: int) -> int:
    """How many tokens the hyphenated word at a token has."""
    doc = scene.doc
    end = i + 1
    while end + 1 < len(doc) and tight_hyphen(doc, end):
        end += 2
    return end - i


def note_compound(scene: Scene, i: int, length: int, senses: tuple[Sense, ...]) -> bool:
    """Russian-American, Japan-Australia: both halves are states, and together they modify what follows."""
    words = compound_length(scene, i)
    if words < 3 or length >= words:
        return False
    text = "".join(t.text for t in scene.doc[i : i + words])
    entries = scene.gazetteer.compound(text)
    if len(entries) < 2:
        return False
    keys = tuple(entry_key(scene, entry) for entry in entries)
    scene.add(Mention(i, i + words, i + words - 1, "State", keys, "modifier"))
    return True


def after_compound(scene: Scene, start: int, end: int, limit: int) -> int:
    """ "the Russian-American Consultative Commission": the body's name goes on after the compound, which is part of it."""
    name = run(scene.doc, end, limit, scene.lexicon, scene.temporal) if end < limit else None
    if name is None or name.kind not in LONG_KINDS or not note_composite(scene, name, 0):
        return end
    made = scene.at[end]
    for key in made.keys:
        scene.cast.label(key, scene.doc[start : made.end].text)
        scene.cast.relate(key, scene.at[start].keys)
    return made.end


def note_known(scene: Scene, start: int, end: int, senses: tuple[Sense, ...]) -> None:
    """Note a name of the gazetteer as what its context makes of it."""
    if senses[0].use == "collective":
        keys = tuple(entry_key(scene, sense.entry) for sense in senses if sense.use == "collective")
        scene.add(Mention(start, end, head_of(scene.doc, start, end), "State", keys))
        return
    sense, use = _sense_in_context(scene, start, end, senses)
    if sense is None or (sense.use == "adjective" and sense.entry.kind == "Organization" and not _named(scene, sense.entry)):
        return
    surface = scene.doc[start:end].text
    if use == "place":
        _located(scene, start, end, sense)
        return
    if sense.entry.kind == "Treaty" and not _spoken_of(scene, sense):
        key = scene.cast.add("Treaty", surface)
        scene.add(Mention(start, end, head_of(scene.doc, start, end), "Treaty", (key,)))
        return
    entry = scene.gazetteer.government(sense, scene.year) if sense.use in {"capital", "metonym"} else sense.entry
    key = entry_key(scene, entry)
    if sense.use in {"name", "abbreviation", "capital", "metonym", "place", "people"}:
        scene.cast.label(key, surface)
    scene.add(Mention(start, end, head_of(scene.doc, start, end), entry.kind, (key,), use))


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
    scene.add(Mention(start, end, head_of(scene.doc, start, end), "Place", (key,)))


def _sense_in_context(scene: Scene, start: int, end: int, senses: tuple[Sense, ...]) -> tuple[Sense | None, Use]:
    """A capital is a place after a locative preposition or before a meeting, otherwise its government; an adjective only modifies."""
    doc = scene.doc
    head = doc[head_of(doc, start, end)]
    by_use = {sense.use: sense for sense in reversed(senses)}
    before = doc[start - 1].lower_ if start else ""
    if before in {"the", "a"} and start > 1:
        before = doc[start - 2].lower_ if by_use.keys() & {"place", "metonym"} and not by_use.keys() & {"name"} else before
    if "capital" in by_use:
        place = (
            (before in LOCATIVE and not _addressed(scene, start, before))
            or _modifies_meeting(scene, head)
            or (before == "of" and scene.lexicon.member("PlaceNoun", doc[start - 2]))
            or preposition(head) in LOCATIVE_STRICT
            or (head.dep_ == "obj" and scene.lexicon.member("VisitingVerb", head.head))
        )
        listed = before in {",", "and", "or", "then"} and start > 1 and start - 2 in scene.at and scene.at[start - 2].kind == "Place"
        if place or (listed and (before == "," or head.dep_ == "conj")):
            return by_use.get("place", by_use["capital"]), "place"
        return _seat_of(scene, by_use["capital"], by_use.get("metonym")), "name"
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


def _addressed(scene: Scene, start: int, before: str) -> bool:
    """ "negotiators from Belgrade", "suggested to Cairo", "a message to Tehran": a preposition that leads to a government, no place."""
    lexicon, noun = scene.lexicon, scene.doc[start - 2]
    if before == "from":
        plural = noun.tag_ in {"NNS", "NNPS"} and (lexicon.member("PeopleNoun", noun) or lexicon.member("PrincipalsNoun", noun))
        return plural or lexicon.member("DelegationNoun", noun)
    return before == "to" and lexicon.member("AddressingWord", noun)


def _seat_of(scene: Scene, capital: Sense, metonym: Sense | None) -> Sense:
    """ "Brussels" where the Union is spoken of and Belgium is not: of two whose seat a city is, the one that the text names."""
    if metonym is None or metonym.entry.kind != "Organization":
        return capital
    return metonym if _named(scene, metonym.entry) and capital.entry.label not in scene.words else capital


def _named(scene: Scene, entry: Entry) -> bool:
    """Whether the document has a name of an entry somewhere: "European" is the Union's only where the Union is spoken of."""
    words = set(scene.words)
    return any(set(name.split()) <= words for name in entry.names if name)


def _is_attributive(doc: Doc, start: int, end: int) -> bool:
    """ "the US envoy", "Armenia's Foreign Ministry": a name that only says whose the next thing is."""
    return end < len(doc) and (doc[end].lower_ in {"'s", "’s", "'", "’"} or doc[end - 1].dep_ == "compound")


def _modifies_meeting(scene: Scene, token: Token) -> bool:
    return token.dep_ in {"compound", "nmod", "amod", "nmod:desc"} and scene.lexicon.member("MeetingNoun", token.head)
