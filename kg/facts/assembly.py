"""One document's facts: names, times, offices, meetings, treaties, groups, delegations and agreements, put together with their evidence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kg.facts import (
    agreements,
    attribution,
    bodies,
    delegations,
    described,
    gazetteer,
    groups,
    instruments,
    lead,
    lexicon,
    meetings,
    mentions,
    places,
    positions,
    presence,
    processes,
    renown,
    roles,
    treaties,
)
from kg.facts.clauses import Clause, clauses
from kg.facts.coreference import References
from kg.facts.deals import Deal
from kg.facts.occasions import Occasion
from kg.facts.scene import Scene
from kg.facts.steps import Step
from kg.facts.syntax import conjuncts
from kg.facts.tasks import Body
from kg.facts.teams import Team
from kg.facts.times import anchor, times
from kg.language import Parse
from kg.model import (
    Agreement,
    Delegation,
    Evidence,
    Facts,
    Gap,
    Meeting,
    Position,
    Treaty,
    TreatyAction,
    When,
    WorkingGroup,
)

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass
class Ledger:
    """The evidence of a document, one entry for each sentence and reporter."""

    scene: Scene
    references: References
    entries: list[Evidence] = field(default_factory=list)
    _index: dict[tuple[int, str], int] = field(default_factory=dict)

    def cite(self, tokens: Iterable[int]) -> tuple[int, ...]:
        """The evidence of facts told at some tokens, in text order."""
        return tuple(sorted({self._entry(i) for i in tokens}))

    def _entry(self, i: int) -> int:
        parse = self.scene.parse
        token = self.scene.doc[i]
        reporter = attribution.reporter(self.scene, self.references, token)
        if reporter and self.scene.cast[reporter].kind not in {"State", "Organization", "Person", "WorkingGroup"}:
            reporter = ""
        sentence = token.sent
        place = (sentence.start, reporter)
        if place not in self._index:
            start, end = parse.offsets(sentence)
            self._index[place] = len(self.entries)
            self.entries.append(Evidence(start, end, parse.document.text[start:end], self._number(sentence.start), reporter))
        return self._index[place]

    def _number(self, start: int) -> int:
        return sum(1 for s in self.scene.doc.sents if s.start <= start)


def facts(parse: Parse) -> Facts:
    """Everything that a parsed document tells."""
    if len(parse.doc) == 0:
        return Facts(parse.document.identifier)
    scene = Scene(parse, gazetteer.load(), lexicon.load(), times(parse))
    mentions.find(scene)
    days = _days(parse)
    leads = lead.find(scene, days)
    places.name_plain(scene, leads)
    bodies.name_plain(scene)
    described.name_plain(scene)
    instruments.alias(scene)
    processes.name_plain(scene)
    processes.embody(scene)
    references = References(scene)
    told = [_with_subject(scene, clause) for clause in clauses(scene.doc)]
    held = positions.find(scene, references)
    roles.find(scene, references, told, held)
    renown.find(scene)
    roles.described(scene, references, held)
    held = positions.complete(scene, references, held)
    scene.clauses.update({clause.verb.i: clause for clause in told})
    teams = delegations.find(scene, references, told, held)
    held = positions.settle(scene, held)
    attribution.find(scene, references)
    occasions = meetings.find(scene, references, told, days, leads)
    steps = treaties.find(scene, references, told, days, occasions, leads)
    found = groups.find(scene, references, told)
    deals = agreements.find(scene, references, told, occasions, steps, leads)
    for deal in deals:
        presence.settled(scene, occasions, deal)
    ledger = Ledger(scene, references)
    return _assembled(scene, ledger, held, teams, occasions, steps, found, deals, told)


def _with_subject(scene: Scene, clause: Clause) -> Clause:
    """A finite verb that the parser left without a subject has the actor named right before it."""
    verb = clause.verb
    clause = replace(clause, subjects=tuple(s for s in clause.subjects if s.i not in scene.temporal))
    if clause.subjects or clause.passive or verb.tag_ not in {"VBD", "VBZ", "VBP"} or verb.dep_ not in {"ROOT", "ccomp", "parataxis"}:
        return clause
    i = verb.i - 1
    while i > verb.sent.start and scene.doc[i].pos_ in {"AUX", "ADV"}:
        i -= 1
    mention = scene.at.get(i)
    if mention and mention.use == "name" and mention.keys and mention.kind in {"State", "Organization", "Person"} and i >= verb.sent.start:
        return replace(clause, subjects=conjuncts(_first_of_list(scene.doc[mention.head])))
    return clause


def _first_of_list(token: Token) -> Token:
    """The first of those named side by side, the last of whom is given: "Belgium, Italy and the Republic of Malta"."""
    while token.dep_ == "conj" or (token.dep_ == "nmod" and token.head.dep_ == "conj"):
        token = token.head
    return token


def _days(parse: Parse) -> dict[int, str]:
    sections = {paragraph.block.section for paragraph in parse.paragraphs}
    return {section: day.isoformat() for section in sorted(sections) if (day := anchor(parse, section))}


def _assembled(
    scene: Scene,
    ledger: Ledger,
    held: list[positions.Held],
    teams: list[Team],
    occasions: list[Occasion],
    steps: list[Step],
    found: list[Body],
    deals: list[Deal],
    told: list[Clause],
) -> Facts:
    position_facts = tuple(Position(h.person, h.title, h.within, ledger.cite([h.token])) for h in held)
    meeting_facts = tuple(
        Meeting(o.key, o.when, tuple(o.place), tuple(o.participant), tuple(o.process), o.ordinal, o.status, o.topic, ledger.cite(o.tokens))
        for o in occasions
    )
    agreement_facts = tuple(
        Agreement(
            f"agreement{n}",
            tuple(d.party),
            scene.parse.quote(scene.doc[slice(*d.content)]),
            d.action,
            tuple(d.object),
            d.when or When(),
            tuple(d.place),
            (d.meeting,) if d.meeting else (),
            d.status,
            d.deadline,
            d.condition,
            ledger.cite(d.tokens),
        )
        for n, d in enumerate(deals, 1)
    )
    group_facts = tuple(
        WorkingGroup(
            b.entity,
            tuple(b.party) or _parties_of(scene, b.entity, agreement_facts) or groups.story_parties(scene, ledger.references, b),
            b.mandate,
            tuple(b.part_of),
            tuple(a.key for a in agreement_facts if a.action == "establish" and _set_up(scene, b, a)),
            ledger.cite(b.tokens),
        )
        for b in found
    )
    senders = [team.represents for team in teams]
    delegation_facts = tuple(_delegation(scene, ledger, team, meeting_facts, senders.count(team.represents) > 1) for team in teams)
    named = dict.fromkeys(k for m in scene.mentions if m.kind == "Treaty" for k in m.keys)
    treaty_facts = tuple(
        Treaty(k, treaties.parties(scene, ledger.references, steps, k), "", ledger.cite(m.head for m in scene.mentions if k in m.keys))
        for k in named
    )
    action_facts = tuple(
        TreatyAction(f"action{n}", s.treaty, s.action, tuple(s.party), s.when, tuple(s.place), s.status, ledger.cite(s.tokens))
        for n, s in enumerate(steps, 1)
    )
    facts = Facts(
        scene.parse.document.identifier,
        (),
        tuple(ledger.entries),
        position_facts,
        delegation_facts,
        meeting_facts,
        group_facts,
        agreement_facts,
        treaty_facts,
        action_facts,
        _gaps(scene, deals),
    )
    return _with_entities(scene, facts)


def _delegation(scene: Scene, ledger: Ledger, team: Team, held: tuple[Meeting, ...], one_of_many: bool) -> Delegation:
    under = f" under {scene.cast[team.head[0]].name}" if one_of_many and team.head else ""
    entity = scene.cast.add("Delegation", f"delegation of {scene.cast[team.represents].name}{under}", of=(team.represents,))
    attends = tuple(m.key for m in held if m.status == "held" and set(team.head) & set(m.participant))[:1]
    return Delegation(entity, (team.represents,), tuple(team.head), tuple(team.members), attends, ledger.cite(team.tokens))


def _set_up(scene: Scene, body: Body, deal: Agreement) -> bool:
    """Whether a deal set a group up: by its name, or as one of a set of groups told by their tasks."""
    one_of_a_set = body.by_task and any(scene.cast[o].generic for o in deal.object)
    return deal.status == "agreed" and (body.entity in deal.object or one_of_a_set)


def _parties_of(scene: Scene, group: str, deals: tuple[Agreement, ...]) -> tuple[str, ...]:
    """Whose a group is that an agreement sets up: the parties', of persons their principals."""
    for deal in deals:
        if group in deal.object and deal.status == "agreed":
            return tuple(dict.fromkeys(filter(None, map(scene.principal_of, deal.party))))
    return ()


def _with_entities(scene: Scene, facts: Facts) -> Facts:
    used: set[str] = set()
    for p in facts.positions:
        used |= {p.holder, *p.within}
    for d in facts.delegations:
        used |= {d.entity, *d.represents, *d.head, *d.members}
    for m in facts.meetings:
        used |= {*m.place, *m.participant, *m.process}
    for g in facts.groups:
        used |= {g.entity, *g.party, *g.part_of}
    for a in facts.agreements:
        used |= {*a.party, *a.object, *a.place}
    for t in facts.treaties:
        used |= {t.entity, *t.party}
    for s in facts.actions:
        used |= {s.treaty, *s.party, *s.place}
    used |= {e.reporter for e in facts.evidence if e.reporter}
    while more := {o for k in used for o in scene.cast[k].of} - used:
        used |= more
    return replace(facts, entities=scene.cast.entities(frozenset(used)))


def _gaps(scene: Scene, deals: list[Deal]) -> tuple[Gap, ...]:
    """Times that nothing resolves, and sentences that speak of agreeing and gave no agreement."""
    parse = scene.parse
    gaps: list[Gap] = []
    for time in scene.times:
        if time.role in {"point", "range", "deadline"} and not time.when.start and not time.vague:
            start, end = parse.offsets(scene.doc[time.start : time.end])
            gaps.append(Gap("date", parse.document.text[start:end], start, end))
    cited = {scene.doc[t].sent.start for d in deals for t in d.tokens}
    for sentence in scene.doc.sents:
        if sentence.start not in cited and any(
            scene.lexicon.has("AgreementNoun", t.lemma_.lower()) or t.lemma_ == "agree" for t in sentence
        ):
            start, end = parse.offsets(sentence)
            gaps.append(Gap("sentence", parse.document.text[start:end], start, end))
    return tuple(sorted(gaps, key=lambda gap: (gap.start, gap.end, gap.kind)))
