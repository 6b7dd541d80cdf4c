"""Events that the encoder sees told and that no rule tells: who, where and when come from the words that it sees playing those roles."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import TYPE_CHECKING, cast, get_args

from kg.facts import bound, contents, played, terms
from kg.facts.clauses import subjects
from kg.facts.deals import Deal
from kg.facts.instruments import treaty_of
from kg.facts.occasions import compatible
from kg.facts.settings import main_verb
from kg.facts.status import untrue
from kg.facts.steps import Step, Story
from kg.facts.stepwords import is_open
from kg.facts.syntax import conjuncts, governing_verb, governors
from kg.model import AgreementAction, AgreementStatus, EventStatus, TreatyActionKind, When

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.facts.coreference import References
    from kg.facts.scene import Scene
    from kg.language.encoder.events import Event

DEAL, STEP = 0.55, 0.7  # probabilities from which an event is told
DOUBTED = 0.95  # probability from which a deal is told where the grammar speaks for another fact
LIKELY = 0.3  # probability from which an event's kind is worth more than none
TIMED = 0.95  # probability from which a time is that of a deal, whatever the story tells
FAINT = 0.04  # probability from which a deal that a rule tells is kept
STATUS: dict[str, AgreementStatus] = {"held": "agreed", "planned": "agreed", "proposed": "proposed", "cancelled": "rejected"}
STEPS: tuple[TreatyActionKind, ...] = get_args(TreatyActionKind)


def deals(scene: Scene, references: References, found: Iterable[Deal], planned: frozenset[int]) -> Iterator[Deal]:
    """What was agreed, proposed or refused beyond what is found already.

    `planned` holds the tokens of meetings and treaty actions still to come, which are facts of their own.
    """
    known = {i for deal in found for i in _words(scene, deal)}
    told = {deal.trigger for deal in found}
    for event in scene.told(DEAL, "agreement"):
        head = scene.doc[event.i]
        if event.i in known or _needed(scene, head):
            continue
        if event.probability < DOUBTED and (_another_fact(head, scene, planned) or _declined(scene, head, told)):
            continue
        party = _bound(scene, references, event)
        if not party:
            continue
        yield Deal(
            party,
            contents.words(scene, head, head),
            cast("AgreementAction", event.action),
            contents.objects(scene, head),
            STATUS[event.status],
            head.i,
            tokens=[head.i],
        )


def _another_fact(head: Token, scene: Scene, planned: frozenset[int]) -> bool:
    """ "The first is to deal with tariffs", "the panel will sit in May": what a body is for, and when it meets."""
    about = subjects(head)
    return bool(planned & {head.i, *(t.i for t in about)}) or any(terms.told_body(scene, s) for s in about)


def _declined(scene: Scene, head: Token, told: set[int]) -> bool:
    """ "If they agree to open the pass, trade will grow", "Peru asked that it be closed": a clause in which the rules found no deal."""
    above = [head.head] if head.dep_ in {"xcomp", "ccomp", "advcl", "obl"} else []
    conditions = (c for c in head.children if c.dep_ == "advcl" and any(m.lower_ == "if" for m in c.children))
    verbs = (t for t in (*above, *conditions) if t.pos_ == "VERB" and t.i not in told)
    return any(f.evokes == "Agreement" for verb in verbs for f in scene.lexicon.frames_of(verb))


def _needed(scene: Scene, head: Token) -> bool:
    """ "The sides will have to go on exchanging signals": what somebody says must be done is not agreed."""
    clause = [head, *(t for t in governors(head) if t.sent == head.sent)]
    return any(scene.lexicon.member("NecessityVerb", t) and any(c.dep_ == "xcomp" for c in t.children) for t in clause)


def borne_out(scene: Scene, deal: Deal) -> bool:
    """Whether the encoder sees something agreed, however faintly, in the words of a deal or where it is told.

    In documents unseen by either, few of the deals of rules to which it was blind were right.
    """
    words = _words(scene, deal)
    return any(event.i in words and (event.kind != "meeting" or event.status != "held") for event in scene.told(FAINT))


def _words(scene: Scene, deal: Deal) -> set[int]:
    """The words that say what a deal is of, and those that tell it."""
    trigger = scene.doc[deal.trigger]
    return {*range(*deal.content), trigger.i, *(t.i for t in [governing_verb(trigger)] if t is not None)}


def told_apart(scene: Scene, deal: Deal) -> Deal:
    """A deal of a kind that no word of its content tells, with the kind that the encoder sees in them."""
    if deal.action == "other" and (event := _likeliest(scene, range(*deal.content))):
        deal.action = cast("AgreementAction", event.action)
    return deal


def moment(scene: Scene, deal: Deal) -> When:
    """When a deal was made, as far as the encoder sees words that surely tell it, wherever in the document they stand."""
    event = _likeliest(scene, _words(scene, deal))
    return (played.when(scene, event, TIMED) if event else None) or When()


def _likeliest(scene: Scene, words: Container[int]) -> Event | None:
    """The agreement that the encoder sees most probably told at one of some words."""
    near = [event for event in scene.told(LIKELY, "agreement") if event.i in words]
    return max(near, key=lambda event: event.probability, default=None)


def _bound(scene: Scene, references: References, event: Event) -> list[str]:
    """Who is bound: those who play the party, with the others of the story where it is one side alone."""
    story = references.story(scene.doc[event.i])
    players = played.players(scene, event, "party", played.SURE)
    named = bound.with_principals(scene, references.actors(c for t in players for c in conjuncts(t)))
    if len(bound.owners(scene, named)) > 1 or bound.is_body(scene, named):
        return named
    return bound.with_others(named, story) if named else list(story)


def steps(story: Story, found: list[Step]) -> Iterator[Step]:
    """Steps in treaties' lives beyond those found already."""
    scene = story.scene
    for event in scene.told(STEP, *STEPS):
        word = scene.doc[event.i]
        clause = scene.clauses.get(word.i)
        if untrue(scene, word) or (clause is not None and is_open(clause)):
            continue
        about = played.players(scene, event, "object")
        action = cast("TreatyActionKind", event.kind)
        for treaty in dict.fromkeys(k for t in about for k in treaty_of(scene, t)):
            if any(_told_already(scene, s, treaty, action, word) for s in found):
                continue
            party = story.parties(played.players(scene, event, "party"))
            step = story.step(treaty, action, party, word, main_verb(word), [t for t in about if t.sent == word.sent])
            step.status = cast("EventStatus", event.status)
            _set_by(scene, event, step)
            story.set_in(step)
            if not any(s.treaty == treaty and s.action == action and compatible(s.when, step.when) for s in found):
                yield step


def complete(story: Story, step: Step) -> None:
    """Give a step that rules tell what they found no word for: who took it, when and where, by the roles that the encoder sees."""
    event = played.nearest(story.scene, step.action, step.tokens)
    if event is not None:
        step.party = step.party or story.parties(played.players(story.scene, event, "party"))
        _set_by(story.scene, event, step)


def _set_by(scene: Scene, event: Event, step: Step) -> None:
    """Give a step without a day or a place those that the encoder sees."""
    step.when = step.when if step.when.start else played.when(scene, event) or step.when
    step.place = step.place or played.places(scene, event)


def _told_already(scene: Scene, step: Step, treaty: str, action: TreatyActionKind, word: Token) -> bool:
    """Whether a step that a rule tells is in the same sentence the same, or in the same clause another of the treaty."""
    for token in (scene.doc[i] for i in step.tokens):
        clause = {token, governing_verb(token)} & {word, governing_verb(word)}
        if step.action == action and token.sent == word.sent or step.treaty == treaty and clause - {None}:
            return True
    return False
