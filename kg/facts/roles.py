"""Offices told by clauses: who chairs or heads what, who is, became, was appointed or serves as what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.facts.clauses import Clause, subjects
from kg.facts.coreference import References
from kg.facts.owners import owner
from kg.facts.positions import Held, note, without_owner
from kg.facts.scene import Mention, Scene, is_title
from kg.facts.syntax import conjuncts, preposition, span

if TYPE_CHECKING:
    from spacy.tokens import Token

NOUN_OF = {"chair": "chair", "co-chair": "co-chair", "cochair": "co-chair", "preside": "chair", "lead": "leader", "run": "head"}
NOUN_OF |= {"facilitate": "facilitator", "moderate": "moderator", "coordinate": "coordinator", "co-ordinate": "coordinator"}
OFFICE_OF = {"presidency": "president", "chairmanship": "chair", "chair": "chair", "leadership": "leader"}
SIDE_CLAUSES = frozenset(
    {"acl:relcl", "appos", "advcl", "nsubj", "cop", "punct", "parataxis", "conj", "cc", "case", "mark", "aux", "obl", "advmod"}
)


def find(scene: Scene, references: References, clauses: Iterable[Clause], found: list[Held]) -> None:
    """Add to the offices found what clauses tell, and tell references."""
    for clause in clauses:
        for office in (*_headed(scene, references, clause), *_named_to(scene, references, clause)):
            note(scene, references, found, office)
    for token in scene.doc:
        for office in (*_predicate(scene, references, token), *_presiding(scene, references, token)):
            note(scene, references, found, office)


# ------------------------------------------------------------------ chairing and heading


def _headed(scene: Scene, references: References, clause: Clause) -> Iterator[Held]:
    """ "a panel chaired by X", "X, who heads the agency": the office is that of the body's head."""
    if not scene.lexicon.member("HeadingVerb", clause.verb) and not scene.lexicon.member("ChairingVerb", clause.verb):
        return
    persons = _persons(scene, references, clause.subjects)[:1] if not clause.passive else _persons(scene, references, clause.subjects)
    bodies = [*clause.objects, *(noun for prep, noun in clause.obliques if prep in {"over"})]
    for body in bodies[:1]:
        if not _is_body(scene, body, clause.verb):
            continue
        start, end = span(body, SIDE_CLAUSES | {"acl"})
        definite = "the " if scene.doc[start].lower_ == "the" else ""
        while start < body.i and scene.doc[start].lower_ in {"a", "an", "the"}:
            start += 1
        title = f"{NOUN_OF.get(clause.verb.lemma_, 'head')} of {definite}{scene.doc[start:end].text}"
        for person in persons:
            yield Held(person, title, _body_keys(scene, references, body), clause.verb.i)


def _presiding(scene: Scene, references: References, noun: Token) -> Iterator[Held]:
    """ "the commission met under the presidency of X", "the committee had X in the chair": who presides over a body."""
    title, verb = OFFICE_OF.get(noun.lower_), noun.head
    had = preposition(noun) == "in" and verb.lemma_ == "have"
    if title is None or not (had or preposition(noun) == "under"):
        return
    below = [c for c in (verb if had else noun).children if (c.dep_ == "obj" if had else preposition(c) == "of")]
    for body in [s for s in subjects(verb) if _body_keys(scene, references, s) and _is_body(scene, s, noun)][:1]:
        start, end = span(body, SIDE_CLAUSES | {"acl"})
        start += scene.doc[start].lower_ == "the"
        for person in _persons(scene, references, below)[:1]:
            yield Held(person, f"{title} of the {scene.doc[start:end].text}", _body_keys(scene, references, body), noun.i)


def _persons(scene: Scene, references: References, tokens: Iterable[Token]) -> list[str]:
    """The persons that noun phrases name, not those whom a description stands for."""
    found = []
    for token in (_described(scene, c) for t in tokens for c in conjuncts(t)):
        own = scene.at.get(token.i)
        direct = [k for k in references.actor(token) if scene.cast[k].kind == "Person"]
        found += direct if own or token.lower_ in {"who", "he", "she"} or token.i in references.titled else []
    return list(dict.fromkeys(found))


def _described(scene: Scene, token: Token) -> Token:
    """ "Bernd Lange, a lawyer who chairs": the name that an apposition describes."""
    return token.head if token.dep_ == "appos" and (m := scene.at.get(token.head.i)) and m.kind == "Person" else token


def _is_body(scene: Scene, token: Token, verb: Token) -> bool:
    """Whether a noun is a body that has a head: a group, a committee, an organisation; not a delegation, whose head is told elsewhere."""
    lexicon, mention = scene.lexicon, scene.at.get(token.i)
    if lexicon.member("DelegationNoun", token):
        return False
    if mention and mention.kind in {"WorkingGroup", "Organization", "Process"} and token.pos_ == "PROPN":
        return True
    chairs = lexicon.member("ChairingVerb", verb) or verb.lemma_ in {"chair", "preside"}
    named = lexicon.member("GroupNoun", token) or lexicon.member("OrganizationNoun", token)
    return named and (chairs or token.lemma_ not in {"group", "team", "force"})


def _body_keys(scene: Scene, references: References, body: Token) -> tuple[str, ...]:
    apposed = [c for c in body.children if c.dep_ == "appos"]
    for token in (body, *apposed):
        mention = scene.at.get(token.i)
        if mention and mention.kind in {"WorkingGroup", "Organization"} and mention.keys:
            return mention.keys[:1]
    owners = references.names_in(body, {"State", "Organization"})
    return owners[:1]


# ------------------------------------------------------------------ nominal predicates


def _predicate(scene: Scene, references: References, noun: Token) -> Iterator[Held]:
    """ "X is the foreign minister of Y", "X was then president"."""
    if noun.pos_ != "NOUN" or not is_title(scene, noun) or not any(c.dep_ == "cop" for c in noun.children):
        return
    if any(c.lower_ in {"not", "n't", "never", "no"} for c in noun.children):
        return
    for person in _persons(scene, references, [t for t in subjects(noun) if t.lower_ not in {"he", "she"}])[:1]:
        yield from _held(scene, references, person, noun)


def described(scene: Scene, references: References, held: list[Held]) -> None:
    """ "Abbas … the Palestinian president": an office of the only person of that state so far of whom no office is told."""
    for noun in scene.doc:
        if noun.tag_ != "NN" or not is_title(scene, noun) or noun.i in references.titled or scene.lexicon.has("NotAnOffice", noun.lemma_):
            continue
        states = [k for k in references.names_in(noun, {"State"}) if scene.cast[k].kind == "State"]
        if len(states) != 1 or not any(c.lower_ == "the" for c in noun.children):
            continue
        before = {m.keys[0] for m in scene.mentions if m.kind == "Person" and m.use == "name" and m.keys and m.end <= noun.i}
        own = [p for p in before if scene.state_of(p) == states[0]]
        if len(own) == 1 and not any(h.person == own[0] for h in held):
            for office in _held(scene, references, own[0], noun):
                note(scene, references, held, office)


# ------------------------------------------------------------------ appointments


def _named_to(scene: Scene, references: References, clause: Clause) -> Iterator[Held]:
    """ "appointed X its envoy", "X became premier", "X succeeded Y as chairman", "X served as minister"."""
    lexicon, verb = scene.lexicon, clause.verb
    appointing = lexicon.member("AppointingVerb", verb)
    if not appointing and (clause.passive or not (lexicon.member("ServingVerb", verb) or _serves_as(verb))):
        return
    whom = clause.objects if appointing else clause.subjects
    persons = _persons(scene, references, whom)[:1]
    titles = [t for t in _complements(clause, appointing) if is_title(scene, t) and t.i not in references.titled]
    senders = [k for s in clause.subjects for k in references.actor(s) if scene.cast[k].kind in {"State", "Organization"}]
    for noun in titles[:1]:
        for person in persons or _inside(scene, noun):
            for office in _held(scene, references, person, noun):
                yield replace(office, within=office.within or tuple(senders[:1] if appointing else ()))


def _inside(scene: Scene, noun: Token) -> list[str]:
    """ "elected Ana Costa president": the name that the parser took into the office's phrase."""
    named = [scene.at.get(c.i) for c in noun.children if c.dep_ in {"compound", "flat", "nmod:desc"} and c.i < noun.i]
    return [m.keys[0] for m in named if m and m.kind == "Person" and m.use == "name" and m.keys and m.end <= noun.i]


def _serves_as(verb: Token) -> bool:
    """ "presented his credentials as Ambassador of Sweden": an office without an article after "as"."""
    below = (*verb.children, *(c for o in verb.children if o.dep_ == "obj" for c in o.children))
    return any(preposition(c) == "as" and not any(d.dep_ == "det" for d in c.children) for c in below)


def _complements(clause: Clause, appointing: bool) -> Iterator[Token]:
    """The office of an appointment: a predicate noun, or what follows "as" or "to be"."""
    if appointing or clause.verb.lemma_ in {"become", "remain"}:
        yield from (*clause.objects, *clause.xcomps)
    for child in (*clause.verb.children, *(c for o in clause.objects for c in o.children)):
        marks = {c.lower_ for c in child.children if c.dep_ in {"case", "mark"}}
        if "as" in marks or preposition(child) == "as" or (appointing and child.dep_ == "xcomp"):
            yield child


def _held(scene: Scene, references: References, person: str, noun: Token) -> Iterator[Held]:
    start, end = span(noun, SIDE_CLAUSES)
    if (name := scene.at.get(start)) and name.kind == "Person" and name.end <= noun.i:
        start = name.end
    end = next((i for i in range(noun.i + 1, end - 1) if scene.doc[i].pos_ == "ADP" and i + 1 in scene.temporal), end)
    while start < end and (scene.doc[start].pos_ == "DET" or scene.doc[start].lower_ in {"its", "his", "her", "their", "as", "then"}):
        start += 1
    if scene.lexicon.has("NotAnOffice", noun.lemma_.lower()) or start >= end:
        return
    of = owner(scene, references, Mention(noun.i, noun.i + 1, noun.i, "Person", (person,)), start, end)
    start = without_owner(scene, start, end)
    yield Held(person, scene.doc[start:end].text, of, noun.i)
