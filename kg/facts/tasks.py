"""Groups that are known by their tasks alone: "one of them would look at warheads, another at verification"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.facts.cast import folded
from kg.facts.clauses import Clause
from kg.facts.scene import Scene
from kg.facts.syntax import lower_at

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

TASK_NAME = "working group on "  # what a group known by its task alone is called
RANKS = ({"one", "first", "former"}, {"other", "second", "another", "latter"}, {"third"})
PRONOUNS = {"one", "another", "other", "second", "first", "third", "former", "latter"}
OF_THEM = {"them", "which", "whom", "these", "those"}


@dataclass
class Body:
    """A group under construction; `rank` is 0 for "one", 1 for "the other" of those that a text tells by their tasks."""

    entity: str
    party: list[str] = field(default_factory=list)
    mandate: str = ""
    part_of: list[str] = field(default_factory=list)
    tokens: list[int] = field(default_factory=list)
    rank: int = 0
    by_task: bool = False


def find(scene: Scene, clauses: Iterable[Clause], bodies: dict[str, Body]) -> None:
    """Add the groups that a document tells by their tasks, or those tasks to the groups that it names elsewhere."""
    for clause in clauses:
        _told(scene, clause, bodies)
    for token in scene.doc:
        _apposed(scene, token, bodies)
    _name(scene, bodies)


def _told(scene: Scene, clause: Clause, bodies: dict[str, Body]) -> None:
    """ "One of them would look at warheads, another at verification": each its own group."""
    if not scene.lexicon.has("TaskVerb", clause.verb.lemma_):
        return
    counted = [c for c in clause.verb.children if c.dep_ == "advmod" and c.lower_ in PRONOUNS and c.i and c.nbor(-1).lower_ == "the"]
    for subject in clause.subjects or counted:
        if not _is_one_of_a_set(scene, subject) or not _has_set_before(bodies, clause.verb):
            continue
        rank = next((n for n, words in enumerate(RANKS) if words & {subject.lower_, *(c.lower_ for c in subject.children)}), 0)
        for n, task in enumerate(_tasks(scene, clause)):
            _add(scene, bodies, task, clause.verb.i, rank + n)
        return


def _is_one_of_a_set(scene: Scene, token: Token) -> bool:
    body = scene.lexicon.has("SetUpBodyNoun", token.lemma_) and any(c.lower_ in PRONOUNS for c in token.children)
    return token.lower_ in PRONOUNS or body


def _has_set_before(bodies: dict[str, Body], token: Token) -> bool:
    return any(body.tokens and body.tokens[0] < token.i for body in bodies.values())


def _add(scene: Scene, bodies: dict[str, Body], task: str, token: int, rank: int) -> None:
    short = task.split(",", maxsplit=1)[0]
    key = scene.cast.add("WorkingGroup", f"{TASK_NAME}{short}", labels=(short, f"{TASK_NAME}the {short}"))
    body = bodies.setdefault(key, Body(key))
    body.mandate = body.mandate or task
    body.tokens.append(token)
    body.rank, body.by_task = rank, True


def _apposed(scene: Scene, token: Token, bodies: dict[str, Body]) -> None:
    """ "Five groups are created, one of them, on trade, meeting in May": the subject stands beside the pronoun."""
    doc = scene.doc
    if token.lower_ not in PRONOUNS or lower_at(doc, token.i + 1) != "of" or lower_at(doc, token.i + 2) not in OF_THEM:
        return
    start = token.i + 3 + (lower_at(doc, token.i + 3) == ",")
    if lower_at(doc, start) not in {"on", "for"} or not _has_set_before(bodies, token):
        return
    stops = (i for i in range(start + 1, token.sent.end) if doc[i].text in {",", ";", ".", "—", "–"} or doc[i].pos_ == "VERB")
    task = _trimmed(doc[start + 1 : next(stops, token.sent.end)])
    if task:
        _add(scene, bodies, task, token.i, 0)


def _name(scene: Scene, bodies: dict[str, Body]) -> None:
    """Groups told by their tasks ("one will address arms control, the other …") are those named elsewhere, if as many."""
    tasks = [b for b in bodies.values() if b.by_task and scene.cast[b.entity].name.startswith(TASK_NAME)]
    named = [b for b in bodies.values() if b not in tasks and scene.cast[b.entity].name[:1].isupper() and not scene.cast[b.entity].generic]
    if len(named) < 2 or len(tasks) > len(named):
        return
    waiting = list(named)
    for task in sorted(tasks, key=lambda t: -max(_shared_words(scene, t, n) for n in named)):
        best = max(waiting, key=lambda n: (_shared_words(scene, task, n), n == named[min(task.rank, len(named) - 1)], -waiting.index(n)))
        waiting.remove(best)
        best.tokens += task.tokens
        best.by_task = True
        best.mandate = best.mandate or task.mandate
        for label in scene.cast[task.entity].labels:
            scene.cast.label(best.entity, label)
        del bodies[task.entity]


def _shared_words(scene: Scene, task: Body, named: Body) -> int:
    words = [
        set(folded(scene.cast[b.entity].name).split()) - {"working", "group", "on", "and", "the", "of", "issues"} for b in (task, named)
    ]
    return len(words[0] & words[1])


def _tasks(scene: Scene, clause: Clause) -> list[str]:
    """What each is for: "at warheads, another at verification and a third at …" goes on without its verb."""
    nouns = [n for _, n in clause.obliques if n.i > clause.verb.i and n.i not in scene.temporal] or [
        o for o in clause.objects if o.i > clause.verb.i
    ]
    nouns = [n for n in nouns if n.pos_ in {"NOUN", "PROPN"} or n.tag_ == "VBG"]
    if not nouns:
        return []
    doc = scene.doc
    start, stop = nouns[0].left_edge.i, _clause_end(clause)
    while start < nouns[0].i and (doc[start].is_punct or doc[start].dep_ in {"case", "mark"}):
        start += 1
    cuts = [i for i in range(start + 1, stop - 1) if doc[i].lower_ in PRONOUNS and doc[i + 1].pos_ == "ADP" and doc[i + 1].lower_ != "of"]
    starts = [start, *(cut + 2 for cut in cuts)]
    edges = zip(starts, [*cuts, stop], strict=True)
    return [text for first, last in edges if (text := _trimmed(doc[first:last]))]


def _clause_end(clause: Clause) -> int:
    """Where the clause of a task ends: at the next clause beside it, or with its sentence."""
    beside = [c.left_edge.i for c in clause.verb.children if c.dep_ in {"conj", "parataxis"} and c.pos_ == "VERB" and c.i > clause.verb.i]
    return min([*beside, clause.verb.sent.end])


def _trimmed(words: Span) -> str:
    """The words without what opens or closes them: articles, conjunctions, quotation marks, "a third"."""
    tokens = list(words)
    while tokens and (tokens[-1].is_punct or tokens[-1].lower_ in {"and", "a", "the", "while"}):
        tokens.pop()
    while tokens and (tokens[0].is_punct or tokens[0].lower_ in {"the", "a", "an"}):
        tokens.pop(0)
    return words.doc[tokens[0].i : tokens[-1].i + 1].text.replace("“", "").replace("”", "").replace('"', "") if tokens else ""
