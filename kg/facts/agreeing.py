"""Agreeing as verbs and nouns tell it: "agreed to", "are of one mind that", "reached a deal on", "an understanding by which"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from kg.facts import bound, contents, settings, status
from kg.facts.clauses import Clause, clause
from kg.facts.coreference import References
from kg.facts.deals import Deal, of_noun
from kg.facts.frames import match
from kg.facts.lexicon import Frame
from kg.facts.scene import Scene
from kg.facts.syntax import conjuncts, denied_noun, governors, negated, obliging, preposition, span
from kg.model import AgreementStatus

if TYPE_CHECKING:
    from spacy.tokens import Token

HYPOTHETICAL = {"if", "unless", "whether", "until", "once", "before"}
UNREAL = {"might", "may", "could", "can", "should", "will", "shall", "would", "must"}
NOMINAL_ROLES = {"AgreementNoun", "ProposalNoun", "ConsentNoun", "InstructionNoun", "FavourNoun"}
FINITE = {"VBD", "VBZ", "VBP", "MD"}


def clauses_with_copula(scene: Scene, told: list[Clause]) -> list[Clause]:
    """All clauses, those of adjectives and nouns included: "were unanimous in", "is bound to"."""
    nominal = [clause(t) for t in scene.doc if t.pos_ == "ADJ" and scene.lexicon.frames_of(t)]
    return sorted([*told, *nominal], key=lambda c: c.verb.i)


# ------------------------------------------------------------------ verbs


def framed(scene: Scene, references: References, clause: Clause) -> Iterator[Deal]:
    """The deals that the frames of a clause's predicate tell: of the first frame that fits."""
    for frame, fillers in match(scene, clause, "Agreement"):
        filled = fillers.get("content", ())
        heads = [c for filler in filled for c in _heads(scene, frame, filler)]
        heads = [c for c in heads if not frame.obliging or obliging(c)]
        found = [c for c in heads if frame.verb_is_content or not contents.time_or_people(scene, c)]
        reached = not found and any(scene.lexicon.member("AgreementNoun", t) for t in filled)
        if not (found or reached) or not _real(scene, clause, frame):
            continue
        status = _status(scene, clause, frame)
        parties = bound.by_frame(scene, references, clause, frame, fillers) if status else None
        if status is None or parties is None or (reached and status != "agreed"):
            continue
        owners = [k for t in filled if scene.lexicon.member("ProposalNoun", t) for k in bound.by_noun(scene, references, t)]
        parties = list(dict.fromkeys([*parties, *owners]))
        for head in found:
            yield _deal(scene, clause, frame, head, parties, status)
        if reached:
            yield _contentless(scene, clause, parties)
        return


def _heads(scene: Scene, frame: Frame, token: Token) -> list[Token]:
    """The heads of what was agreed, one for each thing: a verb with its conjuncts, or what follows an agreement noun."""
    if frame.verb_is_content:
        return [token]
    mention = scene.at.get(token.i)
    if token.pos_ in {"NOUN", "PROPN", "PRON"} and any(r.type in NOMINAL_ROLES for r in frame.roles if r.fills == "content"):
        return [] if mention and mention.kind == "Treaty" else contents.of_noun(scene, token)
    if token.pos_ in {"VERB", "AUX", "ADJ"}:
        return contents.verbs(token)
    needed = scene.lexicon.member("NeedNoun", token)
    if token.pos_ == "PRON" and token.lower_ != "what" or (preposition(token) == "in" and not needed):
        return []
    if token.pos_ == "NOUN" and scene.lexicon.has("AgreementNoun", token.lemma_.lower()) and frame.action == "principle":
        inside = [t for t in contents.of_noun(scene, token) if t.pos_ == "VERB"]
        if inside:
            return inside
    return [] if contents.vague(scene, token) else contents.phrases(token)


def _real(scene: Scene, clause: Clause, frame: Frame) -> bool:
    """Whether the agreeing is told as done: not a condition, a question, a wish or a plan to agree."""
    verb = clause.verb
    auxiliaries = {c.lower_ for c in verb.children if c.dep_ in {"aux", "aux:pass"}}
    marks = {c.lower_ for c in verb.children if c.dep_ in {"mark", "advmod"}}
    if marks & HYPOTHETICAL or status.denied(scene, verb):
        return False
    if contents.infinitive(verb) and not _failing(scene, verb):
        return False
    if auxiliaries & UNREAL and not denied(scene, clause):
        return frame.status == "proposed"
    return verb.tag_ != "VBG" or verb.dep_ in {"ROOT", "advcl", "acl", "conj", "parataxis", "ccomp"}


def _failing(scene: Scene, verb: Token) -> bool:
    """ "failed to agree", "were unable to agree", "refused to accept"."""
    head = verb.head
    return verb.dep_ in {"xcomp", "ccomp", "advcl", "acl"} and scene.lexicon.member("FailingWord", head)


def denied(scene: Scene, clause: Clause) -> bool:
    """Whether a clause is negated, be it by "nor" at the head of its sentence ("nor were they able to agree")."""
    verb = clause.verb
    above = [verb, *(t for t in governors(verb) if t.pos_ in {"VERB", "AUX", "ADJ"})]
    nor = any(c.lower_ == "nor" and c.i < verb.i for t in above[:3] for c in t.children)
    able = verb.dep_ == "xcomp" and verb.head.lemma_ == "able" and negated(verb.head)
    return clause.negated or nor or able


def _status(scene: Scene, clause: Clause, frame: Frame) -> AgreementStatus | None:
    status = frame.status_denied if _failing(scene, clause.verb) or denied(scene, clause) else frame.status
    if status == "proposed" and any(scene.lexicon.member("UnansweredWord", t) for t in clause.verb.sent):
        return "rejected"
    return cast("AgreementStatus", status) if status else None


def _deal(scene: Scene, clause: Clause, frame: Frame, head: Token, parties: list[str], status: AgreementStatus) -> Deal:
    trigger = [clause.verb, *(o for o in clause.objects if scene.lexicon.member("AgreementNoun", o))]
    words = contents.words(scene, clause.verb if frame.verb_is_content else head, clause.verb)
    if frame.verb_is_content and not clause.passive:
        words = (clause.verb.i, max(words[1], clause.verb.i + 1))
    moment = settings.when(scene, trigger)
    inside = [t for t in scene.times if moment is t.when and words[0] <= t.start < words[1]]
    if inside and not (frame.verb_is_content or inside[0].head == clause.verb.i):
        moment = None
    named = frame.action == "principle" and head.pos_ == "VERB" and scene.lexicon.has("AgreementNoun", head.head.lemma_.lower())
    deal = Deal(
        list(parties),
        words,
        frame.action if frame.action and not named else contents.action(scene, clause.verb if frame.verb_is_content else head, words),  # type: ignore[arg-type]
        contents.objects(scene, head),
        status,
        clause.verb.i,
        moment,
        list(settings.places(scene, trigger)),
        tokens=[clause.verb.i],
        wish=frame.wish,
    )
    deadline = [t for t in scene.times if t.role == "deadline" and words[0] <= t.start < words[1]]
    if deadline:
        deal.deadline = deadline[0].when
    return deal


def _contentless(scene: Scene, clause: Clause, parties: list[str]) -> Deal:
    """ "They struck a deal": what it holds, later sentences tell."""
    trigger = [clause.verb, *clause.objects]
    i = clause.verb.i
    moment, place = settings.when(scene, trigger), list(settings.places(scene, trigger))
    return Deal(list(parties), (i, i), "other", [], "agreed", i, moment, place, tokens=[i])


# ------------------------------------------------------------------ nouns


def nominal(scene: Scene, references: References, noun: Token) -> Iterator[Deal]:
    """ "spoke of a consensus to go on", "an understanding by which", "were of one mind that": an agreement noun with its content."""
    if noun.pos_ != "NOUN" or noun.i in scene.at or not scene.lexicon.member("AccordNoun", noun):
        return
    found = [c for c in contents.of_noun(scene, noun) if not (contents.time_or_people(scene, c) or c == noun or _asked(c))]
    status = _standing(scene, noun) if found else None
    if status is None:
        return
    parties = bound.by_noun(scene, references, noun)
    if len(bound.owners(scene, parties)) < 2 and not bound.is_body(scene, parties):
        parties = _round(scene, references, noun) or list(references.story(noun))
    for head in found:
        yield of_noun(scene, noun, head, parties, status, [noun, *_support(noun)])


def _asked(content: Token) -> bool:
    """ "an understanding of what tasks wait": a question is no content."""
    return any(t.tag_ in {"WP", "WRB", "WDT"} and t.lower_ != "which" for t in content.subtree if t.i < content.i)


def _support(noun: Token) -> list[Token]:
    return [noun.head] if noun.head.pos_ == "VERB" else []


def _round(scene: Scene, references: References, noun: Token) -> list[str]:
    """The subject of what an agreement noun is predicate or object of, where it is several actors or a body."""
    verb = noun if any(c.dep_ == "nsubj" for c in noun.children) else next((t for t in governors(noun) if t.pos_ == "VERB"), None)
    if verb is None or scene.lexicon.member("SayingVerb", verb):
        return []
    subjects = clause(verb).subjects
    found = bound.with_principals(scene, references.actors(c for t in subjects for c in conjuncts(t)))
    return found if len(bound.owners(scene, found)) > 1 or bound.is_body(scene, found) else []


def _standing(scene: Scene, noun: Token) -> AgreementStatus | None:
    """Whether an agreement spoken of stands: not where it is sought or only possible; refused where there is none."""
    chain = [noun, *(t for t in governors(noun) if t.sent == noun.sent)][:3]
    nor = any(c.lower_ == "nor" for t in chain for c in t.children)
    if denied_noun(noun) or nor or any(negated(t) for t in chain[:2]) or any(scene.lexicon.member("FailingWord", t) for t in chain[1:2]):
        return "rejected"
    for token in chain:
        marks = {c.lower_ for c in token.children if c.dep_ in {"mark", "aux", "advmod"}}
        sought = token != noun and scene.lexicon.member("SeekingWord", token) or preposition(token) in {"for", "towards", "toward", "until"}
        if sought or marks & (HYPOTHETICAL | UNREAL) or (token.pos_ == "VERB" and contents.infinitive(token)):
            return None
        if token.tag_ in FINITE:
            break
    return "agreed"


def participial(scene: Scene, references: References, clause: Clause) -> Iterator[Deal]:
    """ "a pull-back of troops, agreed three days afterwards", "the ceasefire that they concluded": the noun is what was agreed."""
    verb, noun = clause.verb, clause.verb.head
    if verb.dep_ not in {"acl", "acl:relcl"} or noun.pos_ != "NOUN" or verb.lemma_ not in {"agree", "conclude", "reach", "arrange"}:
        return
    itself = scene.lexicon.has("SelfContainedNoun", noun.lemma_)
    general = scene.lexicon.has("AgreementNoun", noun.lemma_) and not itself or scene.lexicon.has("MeetingNoun", noun.lemma_)
    if noun.i in scene.at or general or not (itself or verb.lemma_ == "agree"):
        return
    parties = bound.with_principals(scene, references.actors(clause.subjects)) or list(references.story(verb))
    yield Deal(
        parties,
        span(noun, frozenset({"acl", "acl:relcl", "appos", "parataxis"})),
        contents.action(scene, noun),
        [],
        "agreed",
        verb.i,
        settings.when(scene, [verb]),
        list(settings.places(scene, [verb])),
        tokens=[verb.i],
    )
