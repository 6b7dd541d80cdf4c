"""Working groups and their kin: bodies set up for a task, by whom, for what, as part of what."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.facts.cast import folded
from kg.facts.coreference import References
from kg.facts.scene import Mention, Scene
from kg.facts.syntax import Clause, preposition, span

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

GENERIC = {
    "the",
    "this",
    "that",
    "these",
    "those",
    "such",
    "each",
    "both",
    "a",
    "an",
    "two",
    "three",
    "several",
    "some",
    "first",
    "second",
    "third",
    "new",
}
TASK_VERBS = {
    "look",
    "deal",
    "address",
    "examine",
    "handle",
    "tackle",
    "consider",
    "focus",
    "study",
    "discuss",
    "draft",
    "prepare",
    "oversee",
    "monitor",
    "work",
    "cover",
    "concern",
    "take",
    "propose",
    "explore",
    "model",
    "watch",
}
DASHES = {"-", "–", "—", "--", "(", ":"}
TASK_NAME = "working group on "  # what a group known by its task alone is called
RANKS = ({"one", "first", "former"}, {"other", "second", "another", "latter"}, {"third"})
PRONOUNS = {"one", "another", "other", "second", "first", "third", "former", "latter"}


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


def name_plain(scene: Scene) -> None:
    """Note groups that stand uncapitalised: "a joint military committee", "several technical working groups"."""
    for token in scene.doc:
        if (
            token.pos_ not in {"NOUN", "PROPN"}
            or token.i in scene.at
            or not scene.lexicon.member("SetUpBodyNoun", token)
            or token.dep_ in {"compound"}
        ):
            continue
        modifiers = [c for c in token.lefts if c.dep_ in {"amod", "compound", "nmod:desc"} and c.lower_ not in GENERIC]
        topics = [
            c
            for c in token.rights
            if c.dep_ == "nmod"
            and preposition(c) in {"on", "for", "of"}
            and (preposition(c) == "on" or c.lemma_ in {"expert", "specialist"})
        ]
        compound = [
            c
            for c in modifiers
            if c.lower_
            in {
                "working",
                "expert",
                "experts",
                "joint",
                "technical",
                "task",
                "drafting",
                "interagency",
                "interdepartmental",
                "consultative",
            }
        ]
        if not topics and len(modifiers) < 1 or not (topics or compound):
            continue
        start = min([c.left_edge.i if c.lower_ not in GENERIC else c.i for c in modifiers] or [token.i])
        start = max(start, token.sent.start)
        while start < token.i and (scene.doc[start].lower_ in GENERIC or scene.doc[start].is_punct):
            start += 1
        end = span(topics[0], frozenset({"acl:relcl", "acl", "parataxis", "appos"}))[1] if topics else token.i + 1
        kinds = _coordinated(scene, token, modifiers)
        if kinds:
            keys = tuple(scene.cast.add("WorkingGroup", f"{kind} {_singular(scene, token)}") for kind in kinds)
            scene.add(Mention(start, token.i + 1, token.i, "WorkingGroup", keys))
            continue
        end = next(
            (i for i in range(token.i + 1, end) if scene.doc[i].text in DASHES or i in scene.at and scene.at[i].kind == "WorkingGroup"), end
        )
        name = scene.doc[start:end].text
        key = _set_key(scene, token, name) or scene.cast.add("WorkingGroup", name)
        scene.cast.label(key, name)
        counted = start
        while counted > token.sent.start and scene.doc[counted - 1].lower_ in {"two", "three", "four", "several"}:
            counted -= 1
        scene.cast.label(key, scene.doc[counted:end].text)
        if token.tag_ == "NNS":
            scene.cast.label(key, scene.doc[start : token.i].text + " " + token.lemma_ if start < token.i else token.lemma_)
            scene.cast[key].generic = True
        if topics:
            scene.cast.label(key, f"working group {scene.doc[token.i + 1 : end].text}")
        scene.add(Mention(start, token.i + 1, token.i, "WorkingGroup", (key,)))
    scene.mentions.sort(key=lambda m: (m.start, m.end))


def _coordinated(scene: Scene, token: Token, modifiers: list[Token]) -> list[str]:
    """ "topographic and legal working groups": a group of each kind."""
    if token.tag_ not in {"NNS", "NNPS"}:
        return []
    for modifier in modifiers:
        parts = [modifier, *(c for c in modifier.children if c.dep_ == "conj" and c.i < token.i)]
        if len(parts) > 1:
            return [p.text for p in sorted(parts, key=lambda t: t.i)]
    return []


def _singular(scene: Scene, token: Token) -> str:
    before = token.nbor(-1) if token.i else token
    return f"working {token.lemma_}" if before.lower_ == "working" else token.lemma_


def _set_key(scene: Scene, token: Token, name: str) -> str | None:
    """A set of groups is one: "two working groups", told again as "the two interdepartmental groups"."""
    if token.tag_ not in {"NNS", "NNPS"}:
        return None
    section = scene.parse.section(token)
    for mention in reversed(scene.mentions):
        head = scene.doc[mention.head]
        if (
            mention.kind == "WorkingGroup"
            and mention.keys
            and len(mention.keys) == 1
            and head.tag_ in {"NNS", "NNPS"}
            and mention.start < token.i
            and scene.parse.section(head) == section
        ):
            return mention.keys[0]
    return None


def find(scene: Scene, references: References, clauses: list[Clause]) -> list[Body]:
    """The groups of a document with what is said of them."""
    bodies: dict[str, Body] = {}
    for mention in scene.mentions:
        if mention.kind == "WorkingGroup" and mention.keys and mention.use == "name":
            for key in mention.keys:
                body = bodies.setdefault(key, Body(key))
                body.tokens.append(mention.head)
                body.mandate = body.mandate or _mandate(scene, mention)
                named = (*scene.cast[key].of, *references.names_in(scene.doc[mention.head], {"State"}))
                owners = [k for k in named if scene.cast[k].kind in {"State", "Organization"}]
                body.party = list(dict.fromkeys([*body.party, *owners]))
    for clause in clauses:
        _task(scene, references, clause, bodies)
    _name_tasks(scene, bodies)
    for body in bodies.values():
        story = references.story(scene.doc[min(body.tokens)]) if not body.party else ()
        body.party = body.party or (list(story) if 2 <= len(story) <= 5 else [])
    return list(bodies.values())


def _name_tasks(scene: Scene, bodies: dict[str, Body]) -> None:
    """Groups told by their tasks ("one will address arms control, the other …") are those named elsewhere, if as many."""
    tasks = [b for b in bodies.values() if scene.cast[b.entity].name.startswith(TASK_NAME)]
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


def _mandate(scene: Scene, mention: Mention) -> str:
    """What a group is for: the words after "on" or "for" in its name or beside it, or the infinitive or participle that follows."""
    doc = scene.doc
    for i in range(mention.start, mention.end):
        if doc[i].lower_ in {"on", "for"} and i > mention.start:
            return doc[i + 1 : mention.end].text.removeprefix("the ")
    token = doc[mention.head]
    for child in sorted(token.children, key=lambda c: c.i):
        if child.i > token.i and child.dep_ == "nmod" and preposition(child) in {"on", "for"}:
            start, end = span(child, frozenset({"acl:relcl", "parataxis"}))
            return doc[start:end].text
        if child.i > token.i and child.dep_ in {"acl", "acl:relcl"}:
            return _purpose(doc, child)
    verb = token.head
    if verb.lemma_ == "entrust" and token.dep_ in {"obl", "obj"}:
        given = [c for c in verb.children if c.dep_ in {"obj", "obl"} and c != token]
        return doc[slice(*span(given[0]))].text if given else ""
    if verb.pos_ == "VERB" and token.dep_ in {"obj", "nsubj:pass"}:
        for child in verb.children:
            if child.dep_ in {"advcl", "xcomp"} and child.i > token.i and any(c.lower_ == "to" for c in child.children):
                return _purpose(doc, child)
    return ""


def _purpose(doc: object, verb: Token) -> str:
    """The words of a purpose clause without its opening ("to", "which will", "charged with")."""
    if verb.lemma_ in {"charge", "task", "entrust", "mandate"}:
        inner = [c for c in verb.children if c.dep_ in {"obl", "advcl", "xcomp"} and c.i > verb.i]
        if inner:
            start, end = span(inner[0])
            return verb.doc[start:end].text.removeprefix("with ").removeprefix("to ")
    if verb.lemma_ in {
        "establish",
        "set",
        "create",
        "chair",
        "head",
        "lead",
        "form",
        "hold",
        "know",
        "call",
        "compose",
        "have",
        "be",
        "sit",
        "make",
        "take",
        "report",
        "begin",
        "start",
        "meet",
        "commence",
        "include",
        "consist",
    }:
        return ""
    _, end = span(verb)
    return verb.doc[verb.i : end].text


def _task(scene: Scene, references: References, clause: Clause, bodies: dict[str, Body]) -> None:
    """ "One of them would look at warheads, another at verification": each its own group, known by its task."""
    if clause.verb.lemma_ not in TASK_VERBS:
        return
    counted = [c for c in clause.verb.children if c.dep_ == "advmod" and c.lower_ in PRONOUNS and c.i and c.nbor(-1).lower_ == "the"]
    for subject in clause.subjects or counted:
        if subject.lower_ not in PRONOUNS and not (
            scene.lexicon.has("SetUpBodyNoun", subject.lemma_) and any(c.lower_ in PRONOUNS for c in subject.children)
        ):
            continue
        if not any(body.tokens and body.tokens[0] < clause.verb.i for body in bodies.values()):
            continue
        rank = next((n for n, words in enumerate(RANKS) if words & {subject.lower_, *(c.lower_ for c in subject.children)}), 0)
        for n, task in enumerate(_tasks(scene, clause)):
            short = task.split(",")[0]
            key = scene.cast.add("WorkingGroup", f"{TASK_NAME}{short}", labels=(short,))
            body = bodies.setdefault(key, Body(key))
            body.mandate = body.mandate or task
            body.tokens.append(clause.verb.i)
            body.rank, body.by_task = rank + n, True
        return


def _tasks(scene: Scene, clause: Clause) -> list[str]:
    """What each is for: "at warheads, another at verification and a third at …" goes on without its verb."""
    nouns = [n for _, n in clause.obliques if n.i > clause.verb.i and n.i not in scene.temporal] or [
        o for o in clause.objects if o.i > clause.verb.i
    ]
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
