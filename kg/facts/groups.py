"""Working groups and their kin: bodies set up for a task, by whom, for what, as part of what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.facts import tasks
from kg.facts.bodies import founding
from kg.facts.clauses import Clause, subjects
from kg.facts.coreference import References
from kg.facts.scene import Mention, Scene
from kg.facts.syntax import conjuncts, is_passive, negated, preposition, span
from kg.facts.tasks import Body
from kg.facts.tenses import band

if TYPE_CHECKING:
    from spacy.tokens import Token

WHOLE = {"of", "under", "within", "in", "to"}  # what joins a body to the whole that it is part of


def find(scene: Scene, references: References, clauses: list[Clause]) -> list[Body]:
    """The groups of a document with what is said of them; parties as far as the words around a group name them."""
    bodies: dict[str, Body] = {}
    for mention in scene.mentions:
        if mention.kind == "WorkingGroup" and mention.keys and mention.use == "name":
            for key in mention.keys:
                _add(scene, references, bodies.setdefault(key, Body(key)), mention)
    tasks.find(scene, clauses, bodies)
    for body in bodies.values():
        body.mandate = body.mandate or _named_task(scene, body)
        body.party = body.party or _between(scene, body) or [k for k in body.part_of if scene.cast[k].kind == "Organization"]
    return [body for body in bodies.values() if not _is_firm_or_squad(scene, body)]


def _is_firm_or_squad(scene: Scene, body: Body) -> bool:
    """ "the Rusal Group", "the Fijian team", a parliament's committee: a name that tells of no common work, and nothing else does."""
    name = scene.cast[body.entity].name.lower().split()
    if any(scene.lexicon.has("Legislature", word.removesuffix("'s")) for word in name):
        return True
    founded = any(founding(scene, scene.doc[i]) is not None for i in body.tokens)
    head = next((n for n, word in enumerate(name) if word in {"group", "team"}), 0)
    if not head or founded or scene.cast[body.entity].code:
        return False
    shared = any(scene.lexicon.has("GroupModifier", w) for w in name[:head]) and (name[head] == "group" or len(name) > 2 or "joint" in name)
    return not shared and not {"on", "for"} & set(name[head:]) and not body.part_of


def story_parties(scene: Scene, references: References, body: Body) -> tuple[str, ...]:
    """Whose a group is when nothing says so: the two or a few of the story."""
    story = references.story(scene.doc[min(body.tokens)])
    return story if 2 <= len(story) <= 5 else ()


def _add(scene: Scene, references: References, body: Body, mention: Mention) -> None:
    """What one mention of a group adds to what is known of it."""
    head = scene.doc[mention.head]
    body.tokens.append(mention.head)
    task = next(_tasks_of(scene, head), None)
    body.mandate = body.mandate or (_words(task) if task is not None else "")
    body.part_of = list(dict.fromkeys([*body.part_of, *_wholes(scene, body.entity, head)]))
    named = (*scene.cast[body.entity].of, *references.names_in(head, {"State"}))
    known = {"State", "Organization"} if scene.cast[body.entity].code else {"State"}
    owners = [k for k in named if scene.cast[k].kind in known]
    body.party = list(dict.fromkeys([*body.party, *owners, *_founders(scene, references, head)]))


def _founders(scene: Scene, references: References, head: Token) -> list[str]:
    """Who sets a group up: the subject of the verb that says so."""
    act = founding(scene, head)
    if act is None:
        return []
    if act.pos_ == "VERB":
        agents = tuple(c for c in act.children if preposition(c) == "by" and c.dep_ in {"obl", "obl:agent"})
        doers = tuple(p for a in agents for p in conjuncts(a)) if is_passive(act) else tuple(p for s in subjects(act) for p in conjuncts(s))
    else:
        doers = tuple(p for s in subjects(act.head) for p in conjuncts(s)) if act.dep_ == "obj" else ()
    keys = [k for k in references.actors(doers) if scene.cast[k].kind in {"State", "Organization", "Person"}]
    return list(dict.fromkeys(filter(None, map(scene.principal_of, keys)))) if len(keys) < 12 else []


def _wholes(scene: Scene, entity: str, head: Token) -> Iterator[str]:
    """The organisation, process or group that a body belongs to: "the Union's panel", "a subsidiary body of the Council"."""
    for child in head.children:
        other = scene.at.get(child.i)
        owns = child.dep_ == "nmod:poss" or (child.dep_ == "nmod" and preposition(child) in WHOLE)
        if owns and other and other.kind in {"Organization", "Process", "WorkingGroup"} and entity not in other.keys:
            yield from other.keys
    if not scene.cast[entity].code:
        yield from (k for k in scene.cast[entity].of if scene.cast[k].kind == "Organization" and scene.cast[k].code)
    verb = head.head
    under = [c for c in verb.children if c.dep_ == "obl" and preposition(c) == "under"] if head.dep_ in {"nsubj", "nsubj:pass"} else []
    for child in under:
        other = scene.at.get(child.i)
        if other and other.kind in {"Organization", "WorkingGroup"} and entity not in other.keys:
            yield from other.keys


def _between(scene: Scene, body: Body) -> list[str]:
    """ "ties between Tokyo and Pyongyang": the states that a group's subject names together are its parties."""
    doc = scene.doc
    for i in body.tokens:
        for token in doc[i : doc[i].sent.end]:
            if token.lower_ == "between" and token.text in body.mandate.split():
                named = [
                    m for m in scene.mentions if token.i < m.start < token.i + 8 and m.kind == "State" and doc[m.head].sent == doc[i].sent
                ]
                if len(named) > 1:
                    return list(dict.fromkeys(k for m in named[:2] for k in m.keys))
    return []


# ------------------------------------------------------------------ what it is for


def _tasks_of(scene: Scene, head: Token) -> Iterator[Token]:
    """The words that say what a group is to do, most telling first: each the head of a phrase."""
    act = founding(scene, head)
    places = [head, *([act] if act is not None else []), *([head.head] if head.dep_ in {"obj", "nsubj:pass", "obl"} else [])]
    for place in dict.fromkeys(places):
        yield from _charges(scene, place)
    for place in dict.fromkeys(places):
        yield from (
            c for c in place.children if c.dep_ in {"acl", "advcl", "xcomp"} and c.i > head.i and _is_infinitive(c) and _is_task(scene, c)
        )
    yield from _entrusted(scene, head)
    yield from _incumbent(scene, head)
    for child in head.children:
        if child.dep_ == "acl:relcl":
            yield from (v for v in conjuncts(child) if _is_done_by(scene, v, head))
    if head.dep_ == "nsubj" and _is_done_by(scene, head.head, head):
        yield head.head
    yield from (c for c in head.children if c.i > head.i and c.dep_ == "nmod" and preposition(c) == "for" and len(list(c.subtree)) > 2)


def _charges(scene: Scene, place: Token) -> Iterator[Token]:
    """ "with the task of drawing up", "charged with finding", "tasked to prepare", "whose job is to"."""
    for child in place.children:
        if child.dep_ in {"nmod", "obl"} and scene.lexicon.member("TaskNoun", child):
            yield from (c for c in child.children if c.i > child.i and c.dep_ in {"acl", "nmod", "advcl", "xcomp"})
        if child.dep_ in {"acl", "acl:relcl"} and scene.lexicon.member("ChargingVerb", child):
            yield from (
                c for c in child.children if c.i > child.i and c.dep_ in {"obl", "advcl", "xcomp", "ccomp"} and preposition(c) != "by"
            )
        if child.dep_ == "acl:relcl" and any(
            scene.lexicon.member("TaskNoun", c) for c in child.children if c.dep_ in {"nsubj", "nsubj:outer"}
        ):
            yield from (c for c in (child, *child.children) if c.pos_ == "VERB" and _is_infinitive(c))


def _entrusted(scene: Scene, head: Token) -> Iterator[Token]:
    """ "entrusted the search to a group", "a centre to which the search will be entrusted"."""
    for verb in (head.head, *(c for c in head.children if c.dep_ == "acl:relcl")):
        if scene.lexicon.member("ChargingVerb", verb):
            given = [c for c in verb.children if c.dep_ in {"obj", "nsubj:pass", "xcomp"} and c != head]
            with_it = [c for c in verb.children if c.dep_ in {"obl", "advcl"} and c.i > head.i and _starts_with(c, {"with"})]
            yield from with_it if head.dep_ in {"obj", "nsubj:pass"} else given


def _incumbent(scene: Scene, head: Token) -> Iterator[Token]:
    """ "The task of drawing the line falls to the commission", "is responsible for it", "meets each year to settle disputes"."""
    for child in (*head.children, *((head.head,) if head.dep_ == "nsubj" else ())):
        if child.lower_ in {"responsible", "competent", "answerable"}:
            yield from (
                c for c in child.children if c.i > child.i and c.dep_ in {"obl", "advcl", "acl", "nmod"} and _starts_with(c, {"for"})
            )
    verb = head.head
    if head.dep_ == "obl" and preposition(head) in {"to", "with", "upon", "on"}:
        for task in (s for s in subjects(verb) if scene.lexicon.member("TaskNoun", s)):
            yield from (c for c in task.children if c.i > task.i and c.dep_ in {"acl", "nmod"})
    if head.dep_ == "nmod" and preposition(head) in {"of", "for"} and scene.lexicon.member("TaskNoun", verb):
        yield from (c for c in verb.children if c.dep_ in {"csubj", "nsubj"} and any(b.dep_ == "cop" for b in verb.children))
    if head.dep_ in {"nsubj", "nsubj:outer"} and verb.pos_ == "VERB" and band(verb) in {"present", "future"} and not _is_task(scene, verb):
        yield from (c for c in verb.children if c.dep_ == "advcl" and c.i > verb.i and _is_infinitive(c) and _is_task(scene, c))


def _starts_with(token: Token, words: set[str]) -> bool:
    return any(c.lower_ in words and c.dep_ in {"case", "mark"} for c in token.children)


def _is_infinitive(verb: Token) -> bool:
    return verb.pos_ == "VERB" and not is_passive(verb) and any(c.lower_ == "to" and c.dep_ == "mark" for c in verb.children)


def _is_task(scene: Scene, verb: Token) -> bool:
    return not scene.lexicon.member("NotATaskVerb", verb)


def _is_done_by(scene: Scene, verb: Token, head: Token) -> bool:
    """Whether a clause says what the group does: it is the subject of an active verb that means work."""
    own = [c for c in verb.children if c.dep_ == "nsubj"]
    subject = not own or any(c == head or c.lower_ in {"which", "that", "who"} for c in own)
    objects = any(c.dep_ in {"obj", "obl", "advcl", "ccomp", "xcomp", "parataxis"} and c.i > verb.i for c in verb.children)
    active = verb.pos_ == "VERB" and not is_passive(verb) and not negated(verb)
    return active and subject and objects and _is_task(scene, verb)


def _words(task: Token) -> str:
    """The words of a task without its opening and without clauses with subjects of their own."""
    doc = task.doc
    start, end = span(task, frozenset({"acl:relcl", "parataxis"}) if task.pos_ != "VERB" else frozenset({"nsubj", "aux", "cop"}))
    start = task.i if task.pos_ == "VERB" else start
    for token in doc[task.i + 1 : end]:
        apart = token.dep_ in {"conj", "advcl", "acl:relcl", "parataxis"} and any(c.dep_ in {"nsubj", "nsubj:pass"} for c in token.children)
        if apart and token.left_edge.i > task.i:
            end = min(end, token.left_edge.i)
    while end > start + 1 and (doc[end - 1].is_punct or doc[end - 1].dep_ == "cc"):
        end -= 1
    return doc[start:end].text


def _named_task(scene: Scene, body: Body) -> str:
    """ "the Working Group on Icebreakers", "a group on mines": the subject that the name says."""
    for label in scene.cast[body.entity].labels if not scene.cast[body.entity].code else ():
        for joint in (" on ", " for "):
            before, _, subject = label.partition(joint)
            if subject and before and (joint == " on " or " " in subject.strip()):
                return subject.removeprefix("the ").strip()
    return ""
