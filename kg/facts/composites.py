"""Long names told by their head noun: ministries, treaties, commissions, with the states and the parents that they name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.facts.bodies import founding
from kg.facts.names import HEADS, Run
from kg.facts.persons import person_start
from kg.facts.scene import Mention, Scene, entry_key, head_of, is_title, is_title_word, surface_of
from kg.facts.syntax import to_be_done
from kg.model import EntityKind

if TYPE_CHECKING:
    from spacy.tokens import Doc


def note_composite(scene: Scene, name: Run, known: int) -> bool:
    """Note a long name by its head noun (Ministry, Treaty, Working Group ...); a title with a person after it is left to the persons."""
    doc = scene.doc
    name = _without_person(scene, name)
    if name.kind is None or name.end <= name.start + known or person_start(scene, name) is not None:
        return False
    if (name.kind == "Place" and known) or (name.kind == "Treaty" and scene.parse.paragraph(doc[name.start]).block.kind == "headline"):
        return False
    start, end = name.start, name.end
    core = start
    kind: EntityKind = name.kind
    if kind == "WorkingGroup" and not (_set_up(scene, name) or _founded(scene, name)):
        kind = "Organization"
    elif kind in {"Organization", "Process"} and not known and _founded(scene, name):
        kind = "WorkingGroup"
    states = _states_inside(scene, start, end) if kind in {"Organization", "Place"} else _partners_inside(scene, name)
    if known and doc[start + known - 1].i < name.head and states and name.kind != "Treaty":
        core = start + known + (doc[start + known].lower_ in {"'s", "’s"} if start + known < end else 0)
    surface = surface_of(doc, start, end)
    key = scene.cast.find(kind, surface) or scene.cast.add(kind, surface, of=states)
    scene.cast.relate(key, states)
    for label in _variants(doc, start, core, end):
        scene.cast.label(key, label)
    if kind == "Treaty":
        for label in _treaty_names(scene, start, end):
            scene.cast.label(key, label)
    if kind in {"Organization", "WorkingGroup"}:
        scene.cast.relate(key, _parents(scene, start, end))
    for state in states:
        scene.cast[state].count += 1
    scene.add(Mention(start, end, head_of(doc, start, end), kind, (key,)))
    _abbreviation(scene, key, end)
    _nested_treaty(scene, start, end, kind)
    return True


def _nested_treaty(scene: Scene, start: int, end: int, kind: EntityKind) -> None:
    """ "the Commission on the Strategic Offensive Arms Treaty" names a treaty too."""
    doc = scene.doc
    if (
        kind in {"WorkingGroup", "Organization", "Process"}
        and scene.lexicon.member("TreatyNoun", doc[end - 1])
        and doc[end - 1].text[:1].isupper()
    ):
        first = max((i for i in range(start, end) if doc[i].lower_ in {"of", "on", "for", "to", "the"}), default=start - 1) + 1
        if start < first < end - 1:
            length, senses = scene.known(first, end)
            known = next((s for s in senses if s.entry.kind == "Treaty"), None) if length == end - first else None
            key = entry_key(scene, known.entry) if known else scene.cast.add("Treaty", doc[first:end].text)
            scene.cast.label(key, doc[first:end].text)
            scene.mentions.append(Mention(first, end, end - 1, "Treaty", (key,)))


def _without_person(scene: Scene, name: Run) -> Run:
    """ "Cabinet of Ministers Akylbek Japarov": a long name ends where, after a title word, a person's name begins."""
    doc = scene.doc
    office = is_title(scene, doc[name.start - (2 if doc[name.start - 1].lower_ == "the" else 1) - 1]) if name.start > 2 else False
    for i in range(name.start + 1, name.end - 1):
        rest = doc[i + 1 : name.end]
        ends = is_title(scene, doc[i]) or (office and _ends_body(scene, name, i))
        if ends and len(rest) in {2, 3} and all(t.text[:1].isupper() and not is_title_word(scene, t) for t in rest):
            known, _ = scene.gazetteer.longest([t.text for t in rest], 0)
            if not known and not any(scene.lexicon.member(head, rest[-1]) for head in HEADS):
                return Run(name.start, i + 1, min(name.head, i), name.kind)
    return name


def _ends_body(scene: Scene, name: Run, i: int) -> bool:
    """ "Speaker of the National Assembly of Armenia NAME": a body's name may end with its noun or with its state."""
    if scene.lexicon.member("OrganizationNoun", scene.doc[i]) or scene.lexicon.member("GroupNoun", scene.doc[i]):
        return True
    return any(
        scene.known(k, name.end)[0] == i + 1 - k and scene.known(k, name.end)[1][0].entry.kind in {"State", "Organization"}
        for k in range(name.start, i + 1)
        if scene.known(k, name.end)[0]
    )


def _set_up(scene: Scene, name: Run) -> bool:
    """Whether a body is one set up for a task (a working group, a joint commission) rather than a standing organisation."""
    doc = scene.doc
    words = {doc[i].lower_ for i in range(name.start, name.end)}
    before = {doc[i].lower_ for i in range(name.start, name.head)}
    head = doc[name.head].lower_
    if head in {"secretariat", "council"}:  # most of them stand by themselves
        return bool(words & {"joint", "bilateral", "trilateral", "consultative", "interstate", "intergovernmental", "participation"})
    return (
        head in {"group", "groups", "mechanism", "panel", "force", "party", "tribunal", "troika"}
        or any(scene.lexicon.has("GroupModifier", word) for word in words)
        or (
            head in {"committee", "commission"} and any(w in {"on", "for"} for w in words) and not before & {"state", "national", "supreme"}
        )
    )


def _states_inside(scene: Scene, start: int, end: int) -> tuple[str, ...]:
    """The states that a name names: Armenia's Foreign Ministry, the Ministry of Foreign Affairs of Japan."""
    found: list[str] = []
    i = start
    while i < end:
        length, senses = scene.known(i, end)
        sense = next((s for s in senses if s.entry.kind == "State" and s.use in {"name", "adjective", "abbreviation", "capital"}), None)
        if sense:
            found.append(entry_key(scene, scene.gazetteer.government(sense, scene.year) if sense.use == "capital" else sense.entry))
        i += max(length, 1)
    return tuple(dict.fromkeys(found))


def _treaty_names(scene: Scene, start: int, end: int) -> list[str]:
    """A treaty's name without its parties, and with the years that it is for."""
    doc = scene.doc
    cut = next((i for i in range(start + 1, end) if doc[i].lower_ in {"between", "among"}), end)
    names = [surface_of(doc, start, cut)] if cut < end else []
    if end + 1 < len(doc) and doc[end].lower_ == "for" and end + 1 in scene.temporal:
        last = next(i for i in range(end + 1, len(doc) + 1) if i not in scene.temporal)
        names.append(surface_of(doc, start, last))
    return names


def _founded(scene: Scene, name: Run) -> bool:
    """Whether the text says that the body is being set up."""
    head = scene.doc[name.head]
    charged = head.dep_ == "obl" and scene.lexicon.member("ChargingVerb", head.head)
    to_come = head.dep_ == "nsubj" and to_be_done(head.head) and any(c.lower_ in {"a", "an"} for c in head.children)
    return scene.lexicon.member("FoundedBodyNoun", head) and (charged or to_come or founding(scene, head) is not None)


def _partners_inside(scene: Scene, name: Run) -> tuple[str, ...]:
    """Whose a treaty or body is by its name: "the Japan–Peru Treaty", "the Treaty between Japan and Peru", not "the Accord on Peru"."""
    doc = scene.doc
    capitals = {scene.gazetteer.capital(s.entry.code) for i in range(name.start, name.head) for s in scene.known(i, name.head)[1]}
    before = [] if name.start < name.head and doc[name.start].text in capitals else [(name.start, name.head)]
    after = [
        (i + 1, name.end)
        for i in range(name.head, name.end)
        if doc[i].lower_ in {"between", "with", "among"} or doc[i].lower_ == "of" and name.kind == "WorkingGroup"
    ]
    return tuple(dict.fromkeys(key for first, last in (*before, *after) for key in _states_inside(scene, first, last)))


def _parents(scene: Scene, start: int, end: int) -> tuple[str, ...]:
    """The organisation whose organ a name names: "the Authority … of the Economic Community of West African States"."""
    doc = scene.doc
    for i in range(start + 1, end):
        length, senses = scene.known(i, end)
        sense = next((s for s in senses if s.entry.kind == "Organization" and s.use in {"name", "abbreviation"}), None)
        if sense and (i + length == end or doc[i - 1].lower_ in {"of", "the"} or i == start + 1):
            return (entry_key(scene, sense.entry),)
    return ()


def _variants(doc: Doc, start: int, core: int, end: int) -> list[str]:
    """Other names that a long name contains: without its state, without the bracketed abbreviation, and that with the head noun."""
    labels = [surface_of(doc, core, end)] if core > start else []
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
