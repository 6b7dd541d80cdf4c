"""Every name of a document as a mention of an entity: what the gazetteer knows, what a name's head noun tells, and persons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.facts import acronyms
from kg.facts.cast import folded
from kg.facts.composites import note_composite
from kg.facts.known import LOCATIVE_STRICT, after_compound, compound_length, note_compound, note_known
from kg.facts.names import HEADS, Run, capitalised, run, tight_hyphen
from kg.facts.persons import is_word, looks_personal, note_owners, note_person, person_start
from kg.facts.scene import Mention, Scene, head_of, is_title, is_title_word, surface_of
from kg.facts.syntax import conjuncts, lower_at

if TYPE_CHECKING:
    from spacy.tokens import Doc

HALVES = {"North", "South", "East", "West"}


def find(scene: Scene) -> None:
    """Find the names of a document: first all but lone surnames, then those, which need the full names."""
    lone: list[tuple[int, int]] = []
    acronyms.find(scene)
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
    known = _may_start(doc, i)
    if not known and not capitalised(doc[i]):
        return i + 1
    sentence_end = min(limit, doc[i].sent.end)
    length, senses = scene.known(i, sentence_end) if known else (0, ())
    if length and note_compound(scene, i, length, senses):
        return after_compound(scene, i, i + compound_length(scene, i), sentence_end)
    name = run(doc, i, sentence_end, scene.lexicon, scene.temporal)
    if name is not None:
        name = _before_adjective(scene, _without_place(scene, name))
    if name is not None and name.end > i + length and note_composite(scene, name, length):
        return scene.at[i].end if i in scene.at else name.end
    if length and name is not None and name.end > i + length and _given_name(scene, i, length, name):
        return _unknown(scene, name, lone)
    if length:
        note_known(scene, i, i + length, senses)
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
            site = scene.lexicon.member("BuildingNoun", doc[name.end - 1])
            if site or length == name.end - i - 1 and any(s.use in {"place", "capital"} for s in senses):
                return Run(name.start, i, name.head, name.kind)
        if name.kind == "Treaty" and _parties_follow(scene, name, i):
            return Run(name.start, i, name.head, name.kind)
    return name


def _parties_follow(scene: Scene, name: Run, i: int) -> bool:
    """ "the signing of the Memorandum by Peru", "Besides the Accord, Peru and Chile": no more of the treaty's name."""
    doc = scene.doc
    joint = doc[i].lower_ == "by" or doc[i].text == "," and not {"between", "of"} & {t.lower_ for t in doc[name.start : i]}
    return joint and any(s.use == "name" and s.entry.kind == "State" for s in scene.known(i + 1, name.end)[1])


def _before_adjective(scene: Scene, name: Run) -> Run:
    """ "Former Finnish President": words of titles before an adjective are not part of its name."""
    for i in range(name.start + 1, name.end):
        if name.kind is not None or not scene.lexicon.has("TitleModifier", scene.doc[i - 1].lower_):
            break
        if any(s.use in {"adjective", "abbreviation"} for s in scene.known(i, name.end)[1]):
            return Run(name.start, i, i - 1, None)
    return name


def _may_start(doc: Doc, i: int) -> bool:
    """Names begin with a capital or a digit, or with a prefix and a hyphen ("inter-Korean")."""
    first = doc[i].text[0]
    return first.isupper() or first.isdigit() or (first.isalpha() and i + 1 < len(doc) and tight_hyphen(doc, i + 1))


def _given_name(scene: Scene, i: int, length: int, name: Run) -> bool:
    """ "Santiago Cafiero", "Israel Katz": a place's or state's name that is a person's given name, after a title or a comma."""
    doc = scene.doc
    if length != 1 or name.kind is not None or i == 0 or doc[i].is_sent_start or doc[i].text.isupper() or is_title_word(scene, doc[i + 1]):
        return False
    if scene.at.get(i - 2) and scene.at[i - 2].kind == "Person" and scene.at[i - 2].keys and doc[i - 1].lower_ == "and":
        return not scene.known(i + 1, name.end)[0] and doc[i + 1].pos_ == "PROPN"
    after_title = doc[i - 1].text == "," or is_title(scene, doc[i - 1]) or scene.lexicon.has("Honorific", doc[i - 1].lower_)
    rest, _ = scene.known(i + 1, name.end)
    return after_title and not rest and doc[i + 1].pos_ == "PROPN" and not scene.lexicon.member("MeetingNoun", doc[name.end - 1])


def _unknown(scene: Scene, name: Run, lone: list[tuple[int, int]]) -> int:
    doc = scene.doc
    person = person_start(scene, name)
    if person is not None:
        if person > name.start:
            _before_person(scene, name, person)
        note_person(scene, person, name.end)
        return name.end
    if all(is_title_word(scene, doc[i]) for i in range(name.start, name.end)):
        scene.add(Mention(name.start, name.end, name.end - 1, "Person", (), "title"))
        return name.end
    if name.kind is not None and name.kind != "Place":
        note_composite(scene, name, 0)
        return name.end
    alphabetic = [i for i in range(name.start, name.end) if is_word(doc[i])]
    if scene.lexicon.member("MeetingNoun", doc[name.end - 1]):
        return name.end
    if len(alphabetic) == 1:
        lone.append((name.start, name.end))
        return name.end
    if _organization_like(scene, name):
        note_composite(scene, Run(name.start, name.end, name.end - 1, "Organization"), 0)
    elif _in_place_position(scene, name) or name.kind == "Place":
        _place(scene, name.start, name.end)
    elif name.start and doc[name.start - 1].lower_ in {"the", "a", "an"}:
        return name.end
    elif looks_personal(scene, name):
        note_person(scene, name.start, name.end)
    return name.end


def _before_person(scene: Scene, name: Run, person: int) -> None:
    """What a run of capitals tells before a person's name: "EU Trade Commissioner", "State Council"."""
    body = next((kind for kind in ("OrganizationNoun", "GroupNoun") if scene.lexicon.member(kind, scene.doc[person - 1])), None)
    if body is None or not note_composite(scene, Run(name.start, person, person - 1, scene.lexicon.kinds[body]), 0):
        note_owners(scene, name.start, person)


def _organization_like(scene: Scene, name: Run) -> bool:
    """ "Ahrar al-Sham and Hezbollah", "Banco do Sul", "Rede de Luz (RDL)": told by its first word, by what stands beside or in brackets."""
    doc = scene.doc
    if scene.lexicon.has("OrganizationOpener", doc[name.start].lower_) and not (name.start and is_title(scene, doc[name.start - 1])):
        return True
    bracket = lower_at(doc, name.end) == "(" and lower_at(doc, name.end + 2) == ")" and acronyms.abbreviates(doc[name.end + 1])
    return bracket or _beside_organization(scene, name.start, name.end)


def _beside_organization(scene: Scene, start: int, end: int) -> bool:
    """Coordinated with an organisation, or listed right after a noun for several ("the operators Elering and Litgrid")."""
    doc = scene.doc
    before = doc[start - 1].lower_ if start else ""
    if before in {"and", ",", "&"} and start > 1:
        other = scene.at.get(start - 2)
        if other and other.kind == "Organization" and other.use == "name" and not _article_before(doc, other.start):
            return before != "," or lower_at(doc, end) in {"and", ","}
    noun = doc[start - (2 if before == "," else 1)] if start > 1 else None
    if noun is not None and scene.lexicon.member("CompanyNoun", noun):
        return before != "," or noun.tag_ == "NNS"
    after = scene.known(end + 1, doc[start].sent.end)[1] if lower_at(doc, end) == "and" else ()
    return bool(after) and after[0].entry.kind == "Organization" and after[0].use in {"name", "abbreviation"}


def _article_before(doc: Doc, i: int) -> bool:
    return i > 0 and doc[i - 1].lower_ in {"the", "a"}


def _in_place_position(scene: Scene, name: Run) -> bool:
    before = scene.doc[name.start - 1] if name.start else None
    if before is not None and before.lower_ == "the" and before.i:
        before = before.nbor(-1)
    if before is None:
        return False
    words = name.end - name.start
    of_place = before.lower_ == "of" and before.i > 0 and scene.lexicon.member("PlaceNoun", before.nbor(-1))
    return (before.lower_ in LOCATIVE_STRICT and words <= 3) or of_place


def _place(scene: Scene, start: int, end: int) -> None:
    key = scene.cast.add("Place", surface_of(scene.doc, start, end))
    scene.add(Mention(start, end, head_of(scene.doc, start, end), "Place", (key,)))


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
    surface = surface_of(doc, start, end)
    before = doc[start - 1].lower_ if start else ""
    for kind in ("Person", "Organization", "Treaty", "WorkingGroup", "Process", "Place"):
        key = scene.cast.find(kind, surface)
        if key is not None:
            scene.add(Mention(start, end, head_of(doc, start, end), scene.cast[key].kind, (key,)))
            return
    organ = _organ(scene, start) if before in {"the", "this", "that"} else None
    if organ is not None:
        scene.add(Mention(start, end, head_of(doc, start, end), scene.cast[organ].kind, (organ,)))
        return
    if _lone_organization(scene, start, end):
        key = scene.cast.add("Organization", surface)
        scene.add(Mention(start, end, head_of(doc, start, end), "Organization", (key,)))
        return
    if doc[start].tag_ in {"NNS", "NNPS"}:
        return
    titled = scene.lexicon.has("Honorific", before) or (start and is_title(scene, doc[start - 1]) and doc[start].pos_ == "PROPN")
    if titled or _well_known(scene, start, end):
        note_person(scene, start, end)
    elif before in LOCATIVE_STRICT and capitalised(doc[start]) and doc[start].pos_ == "PROPN":
        _place(scene, start, end)
    elif (
        doc[start].pos_ == "PROPN"
        and not any(scene.lexicon.member(heads, doc[start]) for heads in HEADS)
        and doc[start].dep_ in {"nsubj", "nsubj:pass"}
        and doc[start].head.pos_ == "VERB"
        and scene.lexicon.member("SayingVerb", doc[start].head)
    ):
        note_person(scene, start, end)


def _well_known(scene: Scene, start: int, end: int) -> bool:
    """ "Reagan met Gorbachev": the surname of one well-known person of those years, where the parser takes it for a person's name."""
    token = scene.doc[start]
    beside = {t.ent_type_ for t in conjuncts(token)}
    return (
        token.pos_ == "PROPN" and "PERSON" in beside and scene.gazetteer.person(surface_of(scene.doc, start, end), scene.year) is not None
    )


def _lone_organization(scene: Scene, start: int, end: int) -> bool:
    """ "NamPower", "AST": capitals inside a word, or nothing but capitals; "the firms Korva and Seltan": company that it keeps."""
    word = scene.doc[start].text
    if end - start != 1 or scene.doc[start].pos_ not in {"PROPN", "NOUN", "X"} or scene.lexicon.has("CommonAbbreviation", word.lower()):
        return False
    capitals = sum(c.isupper() for c in word)
    heading = scene.parse.paragraph(scene.doc[start]).block.text.isupper()
    camel = capitals >= 2 and word.isalpha() and not word.startswith(("Mc", "Mac", "O'")) and not heading
    return camel or _beside_organization(scene, start, end)
