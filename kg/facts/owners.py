"""For whom an office is held: what its title says, else its owner before it, else what the sentence or the document tells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.facts.coreference import References
from kg.facts.scene import Mention, Scene, entry_key, is_title
from kg.facts.syntax import lower_at

if TYPE_CHECKING:
    pass

OWNERS = {"State", "Organization", "WorkingGroup"}
POSSESSIVES = {"'s", "’s", "'", "’"}
# "… of the Greek Foreign Ministry", "… of the Communist Party of Chile": the whole after a part's name.
WHOLE = re.compile(r" of (?:the )?((?:[A-Z][\w'’.-]+ )+[A-Z][\w'’.-]+|(?:[A-Z]\w+ )+of (?:the )?(?:[A-Z]\w+ ?)+)$")
ADPOSITIONS = {"of", "for", "on", "to", "in", "at", "with", "from", "by"}


def owner(scene: Scene, references: References, mention: Mention, start: int, end: int) -> tuple[str, ...]:
    """For whom: states and organisations named in the title or as its owner; failing that, what the sentence or the story tells."""
    found = list(named_owners(scene, start, end))
    if len(found) > 1 and any(t.tag_ in {"NNS", "NNPS"} and is_title(scene, t) for t in scene.doc[start:end]):
        place, size = place_in_list(scene, mention)
        return (found[place],) if size == len(found) else tuple(dict.fromkeys(found))
    if not found:
        found = _possessor(scene, references, start)
    if not found:
        found = [k for k in scene.cast[mention.keys[0]].of if scene.cast[k].kind in {"State", "Organization"}][:1]
    if not found:
        masters = [m for i in range(start, end) if (m := scene.at.get(i)) and m.start == i and m.kind == "Person" and m.keys]
        found = [scene.state_of(m.keys[0]) for m in masters if scene.state_of(m.keys[0])][:1]
    if not found:
        found = _possessive_inside(scene, references, start, end)
    return tuple(dict.fromkeys(found))


def named_owners(scene: Scene, start: int, end: int) -> tuple[str, ...]:
    """The states and organisations that a title names as its own, not those that it deals with."""
    named = [m for m in _inside(scene, start, end) if not _is_topic(scene, m, start)]
    possessive = [m for m in named if lower_at(scene.doc, m.end) in POSSESSIVES]
    named = [m for m in named if not possessive or m in possessive or m.kind != "State"]
    return tuple(_whole(scene, key) for m in named for key in m.keys)


def _whole(scene: Scene, key: str) -> str:
    """ "the Department for Disarmament of the Greek Foreign Ministry": the ministry employs; what the gazetteer knows stands for itself."""
    player = scene.cast[key]
    if player.code or player.kind == "State":
        return key
    known = next((k for k in player.of if scene.cast[k].kind == "Organization" and scene.cast[k].name in player.name), "")
    whole = WHOLE.search(player.name)
    if known or not whole or not any(scene.lexicon.has("OrganizationNoun", word.lower()) for word in whole[1].split()):
        return known or key
    states = tuple(k for k in player.of if scene.cast[k].kind == "State")
    return scene.cast.add("Organization", whole[1], of=states)


def _inside(scene: Scene, start: int, end: int) -> Iterator[Mention]:
    for i in range(start, end):
        other = scene.at.get(i)
        if other and other.start == i and other.kind in OWNERS and other.keys:
            yield other


def _is_topic(scene: Scene, mention: Mention, start: int) -> bool:
    """ "ambassador to Washington", "envoy for the Syrian Settlement": where one is posted or what one deals with is not the employer."""
    doc = scene.doc
    if mention.use == "modifier" and lower_at(doc, mention.end) in {"affairs", "policy", "desk", "issues", "division", "studies"}:
        return True
    if lower_at(doc, mention.end + 1) in {"based", "born", "backed", "led", "appointed"}:
        return True
    i = mention.start - 1
    while i > start and doc[i].lower_ not in ADPOSITIONS and not is_title(scene, doc[i]):
        i -= 1
    speaks = any(t.lower_.startswith("spokes") or t.lower_.startswith("negotiator") for t in doc[start : mention.start])
    return doc[i].lower_ == "to" or (doc[i].lower_ in {"for", "on"} and mention.kind == "State" and not speaks)


def place_in_list(scene: Scene, mention: Mention) -> tuple[int, int]:
    """Which of how many persons coordinated with each other someone is."""
    persons = [m for m in scene.mentions if m.kind == "Person" and m.use == "name" and m.keys]
    chain = [persons.index(mention)]
    while chain[0] > 0 and _joined(scene, persons[chain[0] - 1], persons[chain[0]]):
        chain.insert(0, chain[0] - 1)
    while chain[-1] + 1 < len(persons) and _joined(scene, persons[chain[-1]], persons[chain[-1] + 1]):
        chain.append(chain[-1] + 1)
    return chain.index(persons.index(mention)), len(chain)


def _joined(scene: Scene, one: Mention, other: Mention) -> bool:
    between = scene.doc[one.end : other.start]
    return len(between) > 0 and all(t.lower_ in {",", "and", "&"} or scene.lexicon.has("Honorific", t.lower_) for t in between)


def _possessor(scene: Scene, references: References, start: int) -> list[str]:
    """The owner before a title: "Germany's chancellor", "its spokesman", "the rebels' first commander"."""
    doc = scene.doc
    if start == 0:
        return []
    i = start - (4 if lower_at(doc, start - 1) == "based" and start > 4 else 1)
    while i > 0 and (doc[i].lower_ in POSSESSIVES | {"then", "the", "former", "own", "new", "first"}):
        i -= 1
    other = scene.at.get(i)
    if other and other.kind in OWNERS and other.keys and not doc[i].is_sent_end:
        return list(other.keys)
    if doc[i].lower_ in {"its", "their", "his", "her"}:
        return [references.scene.principal_of(k) for k in references.actor(doc[i])[:1] if references.scene.principal_of(k)]
    if doc[i].pos_ == "NOUN" and doc[i + 1].lower_ in POSSESSIVES:
        return list(references.actor(doc[i])[:1])
    return []


def _possessive_inside(scene: Scene, references: References, start: int, end: int) -> list[str]:
    """ "Director of the Office of its Commission", "the rebels' first negotiator": whom a possessive inside the title stands for."""
    for token in scene.doc[start:end]:
        if token.pos_ == "NOUN" and lower_at(scene.doc, token.i + 1) in POSSESSIVES:
            return [k for k in references.actor(token)[:1] if scene.cast[k].kind in OWNERS]
    for token in scene.doc[start:end]:
        if token.lower_ in {"its", "their"}:
            return [scene.state_of(k) for k in references.actor(token)[:1] if scene.state_of(k)]
    return []


def note_origin(scene: Scene, references: References, mention: Mention) -> None:
    """ "Rubinyan of Armenia", "Jürg Lauber (Switzerland)", "Japan's Kishida": the state or organisation right beside a name."""
    doc = scene.doc
    i = mention.end
    follows = i + 1 if lower_at(doc, i) in {"(", "of"} else None
    if follows is not None and lower_at(doc, follows) == "the":
        follows += 1
    other = scene.at.get(follows) if follows is not None else None
    if other and other.kind in {"State", "Organization"} and other.keys:
        scene.cast.relate(mention.keys[0], other.keys[:1])
    elif series := _in_series(scene, mention):
        scene.cast.relate(mention.keys[0], series)
    elif mention.start > 1 and doc[mention.start - 1].lower_ in POSSESSIVES and not doc[mention.start].is_sent_start:
        keys = references.actor(doc[mention.start - 2])
        own = scene.at.get(mention.start - 2)
        keys = own.keys if own and own.keys else keys
        if keys and scene.cast[keys[0]].kind in {"State", "Organization"}:
            scene.cast.relate(mention.keys[0], keys[:1])


def _in_series(scene: Scene, mention: Mention) -> tuple[str, ...]:
    """ "the Presidents of Chad, A; of the Republic of Mali, B; and of Togo, C": the state between "of" and the name."""
    doc = scene.doc
    i = mention.start - 1
    other = scene.at.get(i - 1) if i > 1 and doc[i].text == "," else None
    if not other or other.kind != "State" or not other.keys:
        return ()
    before = other.start - (2 if doc[other.start - 1].lower_ == "the" else 1)
    return other.keys[:1] if before > 0 and doc[before].lower_ == "of" and doc[before - 1].lower_ in {";", ",", "and"} else ()


def inferred_owner(scene: Scene, person: str, token: int) -> tuple[str, ...]:
    """Whose an office is that does not say so: its holder's state or organisation, the issuer's, or one named beside it in the sentence."""
    of = scene.cast[person].of
    known = [k for k in of if scene.cast[k].kind in {"State", "Organization"}]
    if known:
        return tuple(known[:1])
    sentence = scene.doc[token].sent
    listed = _listed(scene, person, sentence.start, sentence.end) or issuer(scene)
    if listed:
        return (listed,)
    inside = [m for m in scene.mentions if sentence.start <= m.start < sentence.end and m.keys]
    taken = {k for m in inside if m.kind == "Person" and m.keys[0] != person for k in scene.cast[m.keys[0]].of}
    distinct = {m.keys for m in inside if m.kind == "State" and not _posted(scene, m)}
    return next(iter(distinct))[:1] if len(distinct) == 1 and not taken & set(next(iter(distinct))) else ()


def _posted(scene: Scene, mention: Mention) -> bool:
    """A state that is where somebody goes or is sent to."""
    return mention.start > 0 and scene.doc[mention.start - 1].lower_ in {"to", "in", "for", "from", "at"}


def issuer(scene: Scene) -> str:
    """The state of the ministry or office that a readout names at its head: a bare "Foreign Minister" is that state's."""
    doc = scene.doc
    for paragraph in scene.parse.paragraphs[:3]:
        speaker = any(t.text == ":" for t in doc[paragraph.start : min(paragraph.start + 14, paragraph.end)])
        if paragraph.end == paragraph.start or not (speaker or paragraph.block.kind in {"headline", "note"}):
            continue
        inside = [m for m in scene.mentions if paragraph.start <= m.start < paragraph.end and m.keys]
        issued = doc[paragraph.start].lower_ in {"issued", "circulated", "released", "published"}
        first = paragraph.start + (4 if speaker else 1)
        if not issued and not any(m.kind == "Organization" and m.start <= first for m in inside):
            continue
        inside = [m for m in inside if m.start <= paragraph.start + 14]
        states = {scene.state_of(m.keys[0]) for m in inside if m.kind in {"Organization", "State"}} - {""}
        if len(states) == 1:
            return states.pop()
    return ""


def host(scene: Scene) -> str:
    """The state where a document was filed, which it calls the host: by the place of its first dateline."""
    place = next((p.block.dateline.place for p in scene.parse.paragraphs if p.block.dateline), "")
    name = place.title() if place.isupper() else place
    for sense in scene.gazetteer.senses(name):
        code = sense.entry.code if sense.entry.kind == "State" else sense.entry.owner
        if code.startswith("state/"):
            return entry_key(scene, scene.gazetteer.entry(code))
    return ""


def _listed(scene: Scene, person: str, start: int, end: int) -> str:
    """ "… between the United States and Russia …, Presidents A and B": as many persons as states named together, in the same order."""
    inside = [m for m in scene.mentions if start <= m.start < end and m.keys]
    persons = list(dict.fromkeys(m.keys[0] for m in inside if m.kind == "Person" and m.use == "name"))
    states = list(dict.fromkeys(k for m in inside if m.kind == "State" for k in m.keys))
    if len(persons) > 1 and len(persons) == len(states) and person in persons:
        return states[persons.index(person)]
    return ""
