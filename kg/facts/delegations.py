"""Delegations: whom they represent, who heads them, who belongs to them.

Heads are found by order in the sentence, because lists of heads ("… headed by A, chairman of …; B, …; and C") and elliptic ones ("the
Russian team by A, the American by B") are what parsers get wrong most.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kg.facts.clauses import Clause
from kg.facts.coreference import References
from kg.facts.positions import Held
from kg.facts.scene import Mention, Scene
from kg.facts.syntax import conjuncts, lower_at, preposition
from kg.facts.teams import OWNERS, Team, Teams, hosts, owners_of, pair, people_of, principal, represented

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

STAND_INS = {"one", "side", "other", "that", "those"}
SIDES = {"side", "one", "team", "delegation", "contingent", "group", "'s", "’s"}


def find(scene: Scene, references: References, clauses: list[Clause], held: list[Held]) -> list[Team]:
    """The delegations whose heads or members a document tells, in text order."""
    teams = Teams(scene, references)
    by_sentence: dict[int, list[Clause]] = {}
    for clause in clauses:
        by_sentence.setdefault(clause.verb.sent.start, []).append(clause)
    for sentence in scene.doc.sents:
        nouns = [t for t in sentence if _team_noun(scene, t)]
        _organizations(scene, nouns)
        for clause in by_sentence.get(sentence.start, []):
            if scene.lexicon.member("HeadingVerb", clause.verb):
                _headed(teams, sentence, clause, nouns)
                _leads_for(teams, sentence, clause)
            _includes(teams, clause, nouns)
        for noun in nouns:
            _under(teams, noun)
    for office in held:
        _by_title(teams, office)
    return [team for team in teams.found if team.head or team.members]


def _team_noun(scene: Scene, token: Token) -> bool:
    return token.pos_ in {"NOUN", "PROPN"} and scene.lexicon.has("DelegationNoun", token.lemma_.lower())


def _organizations(scene: Scene, nouns: list[Token]) -> None:
    """ "the Greenpeace delegation": a name before the noun that nothing else knows is an organisation's."""
    for noun in nouns:
        for child in noun.children:
            if child.dep_ == "compound" and child.i not in scene.at and child.text[:1].isupper() and child.i == noun.i - 1:
                key = scene.cast.add("Organization", child.text)
                scene.add(Mention(child.i, child.i + 1, child.i, "Organization", (key,), "modifier"))


def _headed(teams: Teams, sentence: Span, clause: Clause, nouns: list[Token]) -> None:
    references = teams.references
    stand_ins = [o for o in clause.objects if o.lower_ in STAND_INS and references.names_in(o, OWNERS)]
    led = _described(clause, nouns) or [o for o in clause.objects if o in nouns] + stand_ins or _led_them(teams, clause, nouns)
    led = led or _represented_by(teams, clause)
    if not led:
        return
    if clause.passive:
        _passive(teams, sentence, clause, nouns, led)
        return
    persons = [k for s in clause.subjects for c in conjuncts(s) for k in people_of(teams, c)]
    pair(teams, owners_of(teams, led[-1]), list(dict.fromkeys(persons)), clause.verb.i)
    for person, owner in (*_gapped(teams.scene, led[-1].i, sentence.end, ""), *_that_of(teams, led[-1].i, sentence.end)):
        teams.add(owner, clause.verb.i, head=person)


def _represented_by(teams: Teams, clause: Clause) -> list[Token]:
    """ "China was represented by X": the principal itself stands for its delegation."""
    if not clause.passive or clause.verb.lemma_ != "represent":
        return []
    named = [o for o in clause.objects if (m := teams.scene.at.get(o.i)) and m.kind in OWNERS and m.keys]
    return (named or [o for o in clause.objects if hosts(o)])[:1]


def _passive(teams: Teams, sentence: Span, clause: Clause, nouns: list[Token], led: list[Token]) -> None:
    """Each delegation of the sentence has the heads named between it and the next one."""
    slots = {n.i: owners_of(teams, n) for n in nouns if n not in led}
    slots |= {led[-1].i: owners_of(teams, led[-1])}
    slots |= dict(_elliptic(teams, clause.verb.i, sentence.end, set(slots)))
    starts = sorted(slots)
    for start, following in zip(starts, [*starts[1:], sentence.end], strict=True):
        own = start in {n.i for n in led}
        first = max(start, clause.verb.i) if own else start
        end = following if following > first else sentence.end
        pair(teams, slots[start], _persons(teams, clause, first, end, own), clause.verb.i)


def _elliptic(teams: Teams, start: int, end: int, taken: set[int]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """ "… and the American by B", "that of the host country by C": a delegation without its noun before "by"."""
    scene, doc = teams.scene, teams.scene.doc
    for i in range(start + 1, end):
        if doc[i].lower_ in {"that", "those"} and lower_at(doc, i + 1) == "of" and any(t.lower_ == "by" for t in doc[i : min(i + 8, end)]):
            yield i, tuple(scene.principal_of(k) for k in teams.references.names_in(doc[i], OWNERS))
        mention = scene.at.get(i)
        if mention and mention.start == i and mention.kind in OWNERS and mention.keys:
            after = mention.end
            while lower_at(doc, after) in SIDES and after not in taken:
                after += 1
            if lower_at(doc, after) == "by":
                yield i, mention.keys[:1]


def _gapped(scene: Scene, start: int, end: int, link: str) -> Iterator[tuple[str, str]]:
    """ "… and Karpov the Soviet", ", Kvitsinsky for the USSR": persons right before their principals where the verb is left out."""
    for mention in scene.mentions:
        if not (start < mention.start < end and mention.kind == "Person" and mention.use == "name" and mention.keys):
            continue
        i = mention.end
        first = mention.start
        while scene.lexicon.has("Honorific", lower_at(scene.doc, first - 1)):
            first -= 1
        if lower_at(scene.doc, first - 1) not in {"and", ",", ";"} or (link and lower_at(scene.doc, i) != link):
            continue
        i += 1 if link else 0
        article = lower_at(scene.doc, i) == "the"
        other = scene.at.get(i + 1 if article else i)
        if other and other.kind in OWNERS and other.keys and (link or article):
            yield mention.keys[0], other.keys[0]


def _that_of(teams: Teams, start: int, end: int) -> Iterator[tuple[str, str]]:
    """ "… and B, the rebels' negotiator, that of the Front": the person named last before a delegation without its noun."""
    scene = teams.scene
    for i in range(start + 1, end - 1):
        if scene.doc[i].lower_ == "that" and lower_at(scene.doc, i + 1) == "of":
            owners = teams.references.names_in(scene.doc[i], OWNERS)
            persons = [m for m in scene.mentions if m.kind == "Person" and m.use == "name" and m.keys and start < m.start < i]
            if owners and persons:
                yield persons[-1].keys[0], scene.principal_of(owners[0])


def _led_them(teams: Teams, clause: Clause, nouns: list[Token]) -> list[Token]:
    """ "… the negotiators last met when A and B led them": a pronoun for the delegations named before it."""
    if not any(o.lower_ in {"them", "it"} for o in clause.objects):
        return []
    before = [t for t in clause.verb.sent if t.i < clause.verb.i]
    return [t for t in before if t in nouns or t.lemma_.lower() == "negotiator"][-1:]


def _described(clause: Clause, nouns: list[Token]) -> list[Token]:
    """ "… met the Togolese delegation, led by …": a participle after a comma is of the noun before it, wherever the parser hangs it."""
    verb = clause.verb
    comma = verb.tag_ == "VBN" and verb.i > verb.sent.start + 1 and verb.nbor(-1).text == ","
    return [noun for noun in nouns if comma and noun.i == verb.i - 2]


def _persons(teams: Teams, clause: Clause, start: int, end: int, own: bool) -> list[str]:
    """The persons named between two tokens who are not part of somebody's title; failing names, those whom the agent stands for."""
    scene = teams.scene
    named = [m for m in scene.mentions if m.kind == "Person" and m.use == "name" and m.keys and start < m.start < end]
    found = list(dict.fromkeys(m.keys[0] for m in named if lower_at(scene.doc, m.end) not in {"'s", "’s"}))
    if not found and own:
        found = [k for s in clause.subjects for c in conjuncts(s) for k in people_of(teams, c)]
    return found


def _leads_for(teams: Teams, sentence: Span, clause: Clause) -> None:
    """ "Nitze leads for the United States, Kvitsinsky for the USSR"."""
    if clause.objects or clause.passive:
        return
    for prep, noun in clause.obliques:
        mention = teams.scene.at.get(noun.i)
        if prep != "for" or not mention or mention.kind not in OWNERS or not mention.keys:
            continue
        for person in [k for s in clause.subjects for k in people_of(teams, s)][:1]:
            teams.add(mention.keys[0], clause.verb.i, head=person)
            for other, owner in _gapped(teams.scene, noun.i, sentence.end, "for"):
                teams.add(owner, clause.verb.i, head=other)
            return


def _under(teams: Teams, noun: Token) -> None:
    """ "a team under General An", "the delegations of Ministers A and B", "Lavrov's delegation"."""
    for child in noun.children:
        before = preposition(child)
        if before == "under" or (before == "of" and child.dep_ == "nmod") or child.dep_ == "nmod:poss":
            tokens = conjuncts(child) if before else (child,)
            persons = [k for t in tokens for k in people_of(teams, t) if t.i in teams.scene.at or t.i in teams.references.titled or before]
            if persons:
                named = represented(teams, noun) if before == "under" else ()
                pair(teams, named, list(dict.fromkeys(persons)), noun.i)


def _includes(teams: Teams, clause: Clause, nouns: list[Token]) -> None:
    """ "The delegation includes A and B", "a delegation of which A is part": members."""
    scene = teams.scene
    if scene.lexicon.member("IncludingVerb", clause.verb):
        team = next((t for t in (*clause.subjects, *clause.objects) if t in nouns), None)
        others: Iterable[Token] = (*clause.subjects, *clause.objects, *(noun for _, noun in clause.obliques))
        if team is not None:
            _join(teams, team, [k for t in others if t != team for c in conjuncts(t) for k in people_of(teams, c)], clause.verb.i)
    if clause.verb.dep_ == "acl:relcl" or clause.verb.lemma_ == "be":
        _part_of(teams, clause.verb, nouns)


def _part_of(teams: Teams, verb: Token, nouns: list[Token]) -> None:
    """ "the delegation, of which X is also part"."""
    doc = teams.scene.doc
    for noun in nouns:
        i = noun.i + (2 if lower_at(doc, noun.i + 1) == "," else 1)
        if lower_at(doc, i) == "of" and lower_at(doc, i + 1) in {"which", "whom"}:
            named = [m for m in teams.scene.mentions if m.kind == "Person" and m.use == "name" and m.keys and i < m.start < i + 16]
            if any(t.lower_ in {"part", "member", "members"} for t in doc[i : min(i + 22, len(doc))]):
                _join(teams, noun, [m.keys[0] for m in named[:1]], verb.i)


def _join(teams: Teams, noun: Token, persons: list[str], token: int) -> None:
    owners = represented(teams, noun)
    for person in dict.fromkeys(persons):
        teams.add(owners[0] if owners else teams.scene.principal_of(person), token, member=person)


def _by_title(teams: Teams, office: Held) -> None:
    """ "head of his country's delegation", "chief negotiator": an office that says it."""
    scene = teams.scene
    words = office.title.lower().split()
    heads = {"head", "chief", "leader", "lead", "top", "principal"} & set(words)
    team = any(scene.lexicon.has("DelegationNoun", w) for w in words)
    if {"member", "deputy", "vice"} & set(words) and team:
        owner = next((scene.principal_of(k) for k in office.within), "") or scene.principal_of(office.person)
        teams.add(owner, office.token, member=office.person)
    elif heads and (team or "negotiator" in words):
        owner = next((scene.principal_of(k) for k in office.within), "") or principal(teams, office.person, office.token)
        teams.add(owner, office.token, head=office.person)
