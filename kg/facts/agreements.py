"""Agreements: one record for each thing agreed, proposed or rejected, with its parties, words, kind of action and setting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.facts import settings
from kg.facts.coreference import References
from kg.facts.frames import match
from kg.facts.lead import Lead
from kg.facts.lexicon import Frame
from kg.facts.occasions import Occasion, compatible, implied
from kg.facts.scene import Scene
from kg.facts.status import denied
from kg.facts.syntax import Clause, conjuncts, preposition, span, to_be_done
from kg.model import AgreementAction, AgreementStatus, When

if TYPE_CHECKING:
    from spacy.tokens import Token

CLAUSE_EDGES = frozenset({"conj", "cc"})
SIDE_CLAUSES = frozenset({"parataxis"})
FUTURE = {"will", "shall", "would", "should"}
TERMS_PREPOSITIONS = {"under", "by", "in conformity with", "in accordance with", "in line with", "according to", "as per"}
HYPOTHETICAL = {"if", "unless", "whether", "until", "once"}
UNREAL = {"might", "may", "could", "can", "should", "will", "shall", "would", "must"}


@dataclass
class Deal:
    """An agreement under construction; `content` is the token range of its words."""

    party: list[str]
    content: tuple[int, int]
    action: AgreementAction
    object: list[str]
    when: When | None
    place: list[str]
    status: AgreementStatus
    trigger: int
    meeting: str = ""
    deadline: When = field(default_factory=When)
    condition: str = ""
    tokens: list[int] = field(default_factory=list)


def find(scene: Scene, references: References, clauses: list[Clause], meetings: list[Occasion], leads: dict[int, Lead]) -> list[Deal]:
    """The agreements of a document in text order, those with the same words told once."""
    found: list[Deal] = []
    for clause in clauses:
        for deal in (
            *_framed(scene, references, clause),
            *_under_terms(scene, references, clause),
            *_participial(scene, references, clause),
        ):
            _note(scene, found, deal)
    for deal in found:
        implied(scene, meetings, deal.party, deal.when or When(), deal.place, scene.doc[deal.trigger])
    for n, deal in enumerate(found):
        _set_in(scene, deal, found[:n], meetings, leads)
    return found


# ------------------------------------------------------------------ frames


def _framed(scene: Scene, references: References, clause: Clause) -> Iterator[Deal]:
    for frame, fillers in match(scene, clause, "Agreement"):
        contents = [c for content in fillers.get("content", ()) for c in _contents(scene, frame, content) if not _time_or_people(scene, c)]
        if not contents or not _real(scene, clause, frame):
            continue
        status = _status(scene, clause, frame)
        if status is None:
            continue
        parties = _parties(scene, references, clause, frame, fillers)
        if parties is None:
            continue
        for head in contents:
            yield _deal(scene, references, clause, frame, head, parties, status)
        return


def _real(scene: Scene, clause: Clause, frame: Frame) -> bool:
    """Whether the agreeing is told as done: not a condition, a question, a wish or a plan to agree."""
    verb = clause.verb
    auxiliaries = {c.lower_ for c in verb.children if c.dep_ in {"aux", "aux:pass"}}
    marks = {c.lower_ for c in verb.children if c.dep_ in {"mark", "advmod"}}
    if marks & HYPOTHETICAL or denied(scene, verb):
        return False
    infinitive = "to" in {c.lower_ for c in verb.children if c.dep_ == "mark"}
    if infinitive and not _failing(scene, verb):
        return False
    if auxiliaries & UNREAL and not _denied(clause):
        return frame.name == "provide" or (frame.status == "proposed")
    return verb.tag_ != "VBG" or verb.dep_ in {"ROOT", "advcl", "acl", "conj", "parataxis", "ccomp"}


def _failing(scene: Scene, verb: Token) -> bool:
    """ "failed to agree", "were unable to agree", "refused to accept"."""
    head = verb.head
    return verb.dep_ in {"xcomp", "ccomp", "advcl", "acl"} and scene.lexicon.member("FailingWord", head)


def _denied(clause: Clause) -> bool:
    return clause.negated


def _status(scene: Scene, clause: Clause, frame: Frame) -> AgreementStatus | None:
    status: AgreementStatus = frame.status if frame.status in {"agreed", "proposed", "rejected"} else "agreed"  # type: ignore[assignment]
    if _failing(scene, clause.verb) or _denied(clause):
        return {"agreed": "rejected", "proposed": None, "rejected": None}[status]
    if status == "proposed" and any(scene.lexicon.member("UnansweredWord", t) for t in clause.verb.sent):
        return "rejected"
    return status


def _contents(scene: Scene, frame: Frame, token: Token) -> list[Token]:
    """The heads of what was agreed, one for each thing: a verb with its conjuncts, or what follows an agreement noun."""
    if frame.verb_is_content:
        return [token]
    if token.pos_ in {"NOUN", "PROPN", "PRON"} and any(
        r.type in {"AgreementNoun", "ProposalNoun"} for r in frame.roles if r.fills == "content"
    ):
        mention = scene.at.get(token.i)
        if mention and mention.kind == "Treaty":
            return []
        return _of_noun(scene, token)
    if token.pos_ in {"VERB", "AUX", "ADJ"}:
        more = [c for c in conjuncts(token)[1:] if c.pos_ in {"VERB", "AUX"} and c.i > token.i]
        return sorted({token, *more, *_stray_infinitives(token)}, key=lambda t: t.i)
    if token.pos_ == "PRON" and token.lower_ not in {"what"}:
        return []
    if token.pos_ == "NOUN" and scene.lexicon.has("AgreementNoun", token.lemma_.lower()) and frame.action == "principle":
        inside = [t for t in _of_noun(scene, token) if t.pos_ == "VERB"]
        if inside:
            return inside
    return [token, *(c for c in conjuncts(token) if c.i > token.i and c.tag_ == "VBG")] if token.tag_ == "VBG" else [token]


def _time_or_people(scene: Scene, token: Token) -> bool:
    """ "agreed on Monday", "accepted the ministers": a day and persons are no content."""
    mention = scene.at.get(token.i)
    person = mention is not None and mention.kind in {"Person", "State"}
    person = person or scene.lexicon.member("PeopleNoun", token) or scene.lexicon.member("TitleNoun", token)
    return token.pos_ in {"NOUN", "PROPN", "NUM"} and (person or token.i in scene.temporal)


def _stray_infinitives(verb: Token) -> list[Token]:
    """ "to refrain from duties as long as talks last and to join forces": such an infinitive belongs higher up."""
    infinitive = any(c.lower_ == "to" and c.dep_ == "mark" for c in verb.children)
    return [
        t
        for t in verb.subtree
        if infinitive
        and t.dep_ == "conj"
        and t.tag_ == "VB"
        and t.head.tag_ != "VB"
        and any(c.lower_ == "to" and c.dep_ == "mark" for c in t.children)
    ]


def _of_noun(scene: Scene, noun: Token) -> list[Token]:
    """ "an agreement to create …", "an understanding on …", "a ceasefire": what the noun itself or its complement says."""
    for child in sorted(noun.children, key=lambda c: c.i):
        if child.i <= noun.i:
            continue
        if child.dep_ in {"acl", "ccomp", "xcomp"} and child.pos_ in {"VERB", "AUX"} and child.tag_ in {"VB", "VBG", "VBD", "VBZ", "VBP"}:
            return [child, *(c for c in conjuncts(child)[1:] if c.pos_ == "VERB")]
        if child.dep_ == "acl:relcl" and _under_relative(child):
            return [child, *(c for c in conjuncts(child)[1:] if c.pos_ == "VERB")]
        if child.dep_ in {"nmod", "obl"} and preposition(child) in {"on", "over", "about", "for", "to", "of"}:
            return [child]
    verb = noun.head
    for child in verb.children:
        if child.i > noun.i and (
            child.dep_ == "obl"
            and preposition(child) in {"on", "over", "to", "about"}
            or child.dep_ in {"ccomp", "advcl", "xcomp"}
            and any(c.lower_ in {"that", "to"} for c in child.children if c.dep_ == "mark")
        ):
            return [child]
    return [noun] if scene.lexicon.member("SelfContainedNoun", noun) or scene.lexicon.member("ProposalNoun", noun) else []


def _under_relative(verb: Token) -> bool:
    """ "under which", "whereby", "by which": a relative clause that gives an agreement's terms."""
    return any(
        c.lower_ in {"whereby"} or c.lower_ == "which" and preposition(c) in {"under", "by", "whereby"} for c in verb.children
    ) or any(c.lower_ == "which" and preposition(c) in {"under", "by"} for c in verb.subtree)


# ------------------------------------------------------------------ under the terms of something agreed


def _under_terms(scene: Scene, references: References, clause: Clause) -> Iterator[Deal]:
    """ "Under the deal, operations will be halted", "The two governments will reopen their embassies, according to a joint statement"."""
    verb = clause.verb
    terms = [
        t
        for t in verb.sent
        if t.pos_ in {"NOUN", "PROPN"}
        and preposition(t) in TERMS_PREPOSITIONS
        and (t.head == verb or (verb.dep_ == "ROOT" and _whole_sentence(t)))
    ]
    terms += [noun for p, noun in clause.obliques if p in {"under", "by"} and noun.lower_ == "which"]
    joint = [
        t
        for t in terms
        if t.lower_ == "which" or scene.lexicon.member("TermsNoun", t) or scene.at.get(t.i) and scene.at[t.i].kind == "Treaty"
    ]
    if not joint or not _obliging(clause):
        return
    source = joint[0]
    if preposition(source).startswith("according") and not any(c.lower_ == "joint" for c in source.children):
        return
    if any(t.lower_ == "draft" for t in source.subtree):
        return
    parties = list(_story_parties(scene, references, verb, clause))
    for head in [verb, *(c for c in conjuncts(verb)[1:] if c.pos_ == "VERB" and _obliging_verb(c))]:
        yield Deal(
            parties,
            _words(scene, head, drop=source),
            _action(scene, head, ""),
            _objects(scene, head),
            None,
            [],
            "agreed",
            head.i,
            tokens=[head.i],
        )


def _whole_sentence(terms: Token) -> bool:
    """Whether "under the deal" or "according to the statement" opens or closes its sentence and so holds for all of it."""
    return preposition(terms) == "according to" or terms.i - terms.sent.start < 8


def _obliging(clause: Clause) -> bool:
    return _obliging_verb(clause.verb)


def _obliging_verb(verb: Token) -> bool:
    auxiliaries = {c.lower_ for c in verb.children if c.dep_ in {"aux", "aux:pass"}}
    inherited = verb.dep_ == "conj" and not auxiliaries and verb.head != verb and _obliging_verb(verb.head)
    return bool(auxiliaries & (FUTURE | {"must"})) or to_be_done(verb) or inherited


def _participial(scene: Scene, references: References, clause: Clause) -> Iterator[Deal]:
    """ "a pull-back of troops, agreed three days afterwards", "the ceasefire that they concluded": the noun is what was agreed."""
    verb = clause.verb
    noun = verb.head
    if verb.dep_ not in {"acl", "acl:relcl"} or noun.pos_ not in {"NOUN"} or verb.lemma_ not in {"agree", "conclude", "reach"}:
        return
    if (
        noun.i in scene.at
        or scene.lexicon.has("AgreementNoun", noun.lemma_)
        and not scene.lexicon.has("SelfContainedNoun", noun.lemma_)
        or scene.lexicon.has("MeetingNoun", noun.lemma_)
    ):
        return
    if verb.lemma_ != "agree" and not scene.lexicon.has("SelfContainedNoun", noun.lemma_):
        return
    parties = list(_actors(scene, references, clause)) or list(_story_parties(scene, references, verb, clause))
    start, end = span(noun, frozenset({"acl", "acl:relcl", "appos", "parataxis"}))
    yield Deal(
        parties,
        (start, end),
        _action(scene, noun, ""),
        [],
        settings.when(scene, [verb]),
        list(settings.places(scene, [verb])),
        "agreed",
        verb.i,
        tokens=[verb.i],
    )


# ------------------------------------------------------------------ the parts of a deal


def _deal(
    scene: Scene, references: References, clause: Clause, frame: Frame, head: Token, parties: list[str], status: AgreementStatus
) -> Deal:
    trigger = [clause.verb, *(o for o in clause.objects if scene.lexicon.member("AgreementNoun", o))]
    words = _words(scene, clause.verb if frame.verb_is_content else head, drop=None)
    if frame.verb_is_content and not clause.passive:
        words = (clause.verb.i, max(words[1], clause.verb.i + 1))
    moment = settings.when(scene, trigger)
    inside = [t for t in scene.times if moment is t.when and words[0] <= t.start < words[1]]
    if inside and not (frame.verb_is_content or inside[0].head == clause.verb.i):
        moment = None
    place = list(settings.places(scene, trigger))
    named = frame.action == "principle" and head.pos_ == "VERB" and scene.lexicon.has("AgreementNoun", head.head.lemma_.lower())
    fixed = "" if named else frame.action
    deal = Deal(
        parties,
        words,
        _action(scene, head, fixed),
        _objects(scene, head),
        moment,
        place,
        status,
        clause.verb.i,
        tokens=[clause.verb.i],
    )
    deadline = [t for t in scene.times if t.role == "deadline" and words[0] <= t.start < words[1]]
    if deadline:
        deal.deadline = deadline[0].when
    return deal


def _words(scene: Scene, head: Token, drop: Token | None) -> tuple[int, int]:
    """The tokens of what was agreed, without other things agreed beside it and without the words that introduce it."""
    without = CLAUSE_EDGES | SIDE_CLAUSES if head.pos_ in {"VERB", "AUX"} else SIDE_CLAUSES
    start, end = span(head, without)
    doc = scene.doc
    for stray in _stray_infinitives(head) if head.pos_ == "VERB" else []:
        if start < stray.left_edge.i < end and stray != head:
            end = stray.left_edge.i
    while end > start + 1 and doc[end - 1].lower_ in {"and", ","}:
        end -= 1
    if drop is not None:
        left, right = drop.left_edge.i, drop.right_edge.i + 1
        if left <= start < right:
            start = right
        elif start < left and right >= end - 1:
            end = left
    if head.pos_ not in {"VERB", "AUX"}:
        relative = [c for c in head.children if c.dep_ == "acl:relcl" and c.i > head.i and doc[c.left_edge.i - 1].text == ","]
        if relative:
            end = min(end, relative[0].left_edge.i - 1)
    while start < end - 1 and (doc[start].is_punct or doc[start].lower_ in {"that", "to", "and", "on", "under", "which", "of"}):
        start += 1
    while end > start + 1 and doc[end - 1].is_punct:
        end -= 1
    return start, end


def _parties(scene: Scene, references: References, clause: Clause, frame: Frame, fillers: dict[str, tuple[Token, ...]]) -> list[str] | None:
    """Who is bound; None where the text tells of one side alone and the frame needs two."""
    own = list(references.actors(c for t in fillers.get("party", ()) for c in conjuncts(t)))
    bound = list(_with_principals(scene, own))
    collective = any(t.lower_ in {"we", "they"} or t.tag_ in {"NNS", "NNPS"} for t in fillers.get("party", ()))
    if not fillers.get("party"):
        bound = list(_story_parties(scene, references, clause.verb, clause))
    elif not bound and (collective or any(scene.lexicon.member("OrganizationNoun", t) for t in fillers["party"])):
        bound = list(_story_parties(scene, references, clause.verb, clause)) if collective else []
    elif not bound:
        return None
    owners = {scene.principal_of(k) or k for k in bound}
    body = any(scene.cast[k].kind in {"Organization", "WorkingGroup"} for k in bound)
    if frame.joint and len(owners) < 2 and not body and not (collective and len(bound) != 1):
        return None
    if frame.status in {"rejected", "proposed"}:
        bound = list(
            dict.fromkeys(
                [
                    *bound,
                    *(
                        k
                        for k in _story_parties(scene, references, clause.verb, clause)
                        if len(owners) < 2 and set(bound) & set(_story_parties(scene, references, clause.verb, clause))
                    ),
                ]
            )
        )
    return bound


def _actors(scene: Scene, references: References, clause: Clause) -> tuple[str, ...]:
    return _with_principals(scene, list(references.actors(clause.subjects)))


def _with_principals(scene: Scene, keys: list[str]) -> tuple[str, ...]:
    """Actors that can be bound, with the principals of the persons among them."""
    actors = [k for k in keys if scene.cast[k].kind in {"State", "Organization", "Person", "WorkingGroup"}]
    principals = [scene.principal_of(k) for k in actors if scene.cast[k].kind == "Person"]
    organs = [scene.state_of(k) for k in actors if scene.cast[k].kind == "Organization"]
    return tuple(dict.fromkeys([*actors, *filter(None, [*principals, *organs])]))


def _story_parties(scene: Scene, references: References, token: Token, clause: Clause) -> tuple[str, ...]:
    """Who is meant when nobody is named: the actors last told of together."""
    return references.story(token)


def _action(scene: Scene, head: Token, fixed: str) -> AgreementAction:
    """The kind of thing agreed, by the words of its content: the head verb tells most, other verbs and nouns less."""
    if fixed:
        return fixed  # type: ignore[return-value]
    best: AgreementAction = "other"
    best_score = 0.0
    tokens = [t for t in head.subtree if abs(t.i - head.i) < 30]
    core = {c for c in head.children if c.dep_ in {"obj", "nsubj:pass", "obl", "nmod", "amod", "compound", "xcomp", "nsubj"}} | {head}
    for signal in scene.lexicon.signals:
        score = 0.0
        for token in tokens:
            lemma = token.lemma_.lower()
            phrase = " ".join([lemma, *(c.lower_ for c in token.children if c.dep_ == "compound:prt")])
            weight = 1.0 if token in core else 0.35
            if lemma in signal.verbs or phrase in signal.verbs:
                score += 1.6 if token == head else 0.5 * weight
            if lemma in signal.nouns or token.lower_ in signal.nouns:
                score += 1.0 * weight
        if score > best_score:
            best, best_score = signal.action, score
    return best if best_score >= 0.5 else "other"


def _objects(scene: Scene, head: Token) -> list[str]:
    """The groups, treaties and processes that the content speaks of."""
    found: list[str] = []
    for token in head.subtree:
        mention = scene.at.get(token.i)
        if mention and mention.kind in {"WorkingGroup", "Treaty", "Process"} and mention.keys and mention.head == token.i:
            found += mention.keys
    return list(dict.fromkeys(found))[:4]


# ------------------------------------------------------------------ setting


def _set_in(scene: Scene, deal: Deal, earlier: list[Deal], meetings: list[Occasion], leads: dict[int, Lead]) -> None:
    """What the sentence leaves out comes from the meeting it tells of, the deal that it goes on from, or the news of the report."""
    token = scene.doc[deal.trigger]
    section = scene.parse.section(token)
    held = [m for m in meetings if m.section == section and m.status == "held"]
    here = [m for m in held if any(token.sent.start <= t < token.sent.end for t in m.tokens)]
    before = [d for d in earlier if _continues(scene, token, d)]
    if here and (deal.when is None or compatible(here[-1].when, deal.when)):
        _take(deal, When(here[-1].when.end or here[-1].when.start), here[-1].place, here[-1].key)
    elif before and before[-1].when is not None and deal.when is None:
        _take(deal, before[-1].when, before[-1].place, before[-1].meeting)
    opening = leads.get(section, Lead())
    news = When(opening.when.end or opening.when.start)
    if deal.when is None or not deal.when.start or compatible(deal.when, opening.when) or _main(held, deal, opening):
        main = _main(held, deal, opening)
        _take(
            deal,
            When(main.when.end or main.when.start) if main and main.when.start else news,
            main.place if main else list(opening.place),
            main.key if main else "",
        )


def _main(held: list[Occasion], deal: Deal, opening: Lead) -> Occasion | None:
    """The meeting that a report is about: the first that it dates not long before its own day and that the deal's time allows.

    Where a report tells of one meeting that was held, and not when, it is that one.
    """
    near = [m for m in held if m.when.start and (not opening.since or m.when.start >= opening.since[: len(m.when.start)])]
    fitting = [m for m in near if deal.when is None or compatible(m.when, deal.when)]
    only = held[:1] if len(held) == 1 and not held[0].when.start and deal.status == "agreed" else []
    return next(iter(fitting or only), None)


def _take(deal: Deal, moment: When, place: list[str], meeting: str) -> None:
    deal.when = deal.when if deal.when and deal.when.start else moment
    deal.place = deal.place or list(place)
    deal.meeting = deal.meeting or meeting


def _continues(scene: Scene, token: Token, earlier: Deal) -> bool:
    """Whether a sentence goes on with the deal of the one before: same paragraph, and the same or the next sentence."""
    other = scene.doc[earlier.trigger]
    parse = scene.parse
    if parse.paragraph_of[token.i] != parse.paragraph_of[other.i]:
        return False
    return other.sent == token.sent or other.sent.end == token.sent.start


def _note(scene: Scene, found: list[Deal], new: Deal) -> None:
    """Add a deal, or its sentence to one with the same words."""
    start, end = new.content
    words = {t.lemma_.lower() for t in scene.doc[start:end] if t.is_alpha and not t.is_stop}
    if not words:
        return
    for old in found:
        if old.trigger == new.trigger and (joined := _joined(scene, old.content, new.content)):
            old.content = joined
            old.object += [o for o in new.object if o not in old.object]
            return
        theirs = {t.lemma_.lower() for t in scene.doc[slice(*old.content)] if t.is_alpha and not t.is_stop}
        overlap = 2 * len(words & theirs) / (len(words) + len(theirs)) if theirs else 0
        nested = old.content[0] <= start and end <= old.content[1] or start <= old.content[0] and old.content[1] <= end
        if (
            "establish" == old.action == new.action
            and old.status == new.status
            and set(old.party) & set(new.party)
            and _one_body(scene, old, new)
        ):
            old.object += [o for o in new.object if o not in old.object]
            old.tokens += new.tokens
            return
        refused = {old.status, new.status} == {"proposed", "rejected"}
        if (overlap >= 0.7 or nested) and (old.status == new.status or refused):
            if refused:
                old.status = "rejected"
                old.party = list(dict.fromkeys([*old.party, *new.party]))
            old.tokens += [t for t in new.tokens if t not in old.tokens]
            return
    found.append(new)


def _joined(scene: Scene, one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int] | None:
    """Two stretches that the parser made two complements of one verb, though nothing coordinates them."""
    first, second = sorted((one, other))
    between = scene.doc[first[1] : second[0]]
    if first[1] <= second[0] and len(between) <= 2 and all(t.pos_ in {"ADP", "PART", "SCONJ"} for t in between):
        return first[0], second[1]
    return None


def _one_body(scene: Scene, old: Deal, new: Deal) -> bool:
    """Whether two deals set up the same body or set of bodies."""
    if not new.object and any(_the_body(scene, t) for t in scene.doc[slice(*new.content)]):
        return True
    return bool(set(old.object) & set(new.object)) or bool(
        {scene.cast[o].generic for o in old.object} == {True}
        and new.object
        and all(_head(scene, o) == _head(scene, new.object[0]) for o in old.object)
    )


def _the_body(scene: Scene, token: Token) -> bool:
    """ "the groups": a body told of before."""
    return scene.lexicon.has("SetUpBodyNoun", token.lemma_.lower()) and any(c.lower_ in {"the", "these", "both"} for c in token.children)


def _head(scene: Scene, key: str) -> str:
    words = scene.cast[key].name.lower().split(" on ")[0].split()
    return words[-1].removesuffix("s") if words else ""
