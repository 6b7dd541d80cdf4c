"""The verbs that tell a step in a treaty's life ("ratified", "put their names to"), and the dates in treaties' names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from kg.facts.clauses import Clause, subjects
from kg.facts.frames import match
from kg.facts.instruments import binding_word, enumerated, is_instrument, last_told, listed_with, right_before, treaty_of
from kg.facts.occasions import implied
from kg.facts.scene import Mention, Scene
from kg.facts.settings import main_verb
from kg.facts.steps import Step, Story
from kg.facts.syntax import conjuncts, denied_noun, governing_verb, preposition
from kg.facts.tenses import band
from kg.model import TreatyActionKind, When

if TYPE_CHECKING:
    from spacy.tokens import Token

ANNOUNCING = {"announce", "declare", "notify", "proclaim", "confirm", "say", "inform"}  # who says that he is leaving leaves
CONDITIONAL = {"if", "unless", "whether", "until"}
RANKED = {"first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "last", "latest", "only", "next"}


# ------------------------------------------------------------------ verbs


def by_verb(story: Story, clause: Clause) -> Iterator[Step]:
    """The steps that a clause tells, as it was parsed or else with the treaty that the parser has hung elsewhere."""
    if is_open(clause):
        return
    scene = story.scene
    others = (_after_its_treaty(scene, clause), _before_its_treaty(scene, clause), _fronted(scene, clause))
    for reading in (_relative(scene, clause), clause, *others):
        found = list(_told(story, reading)) if reading is not None else []
        if found:
            yield from found
            return


def is_open(clause: Clause) -> bool:
    """ "if they sign", "once both have ratified it", "has yet to ratify it", "neither side was to withdraw": no step was taken."""
    children = list(clause.verb.children)
    marks = {c.lower_ for c in children if c.dep_ in {"mark", "advmod"}}
    past = clause.verb.tag_ == "VBD" or any(c.lower_ in {"had", "were", "was"} for c in children)
    awaited = clause.verb.dep_ == "xcomp" and any(c.lower_ == "yet" for c in clause.verb.head.children)
    return awaited or bool(marks & CONDITIONAL) or ("once" in marks and not past) or any(denied_noun(s) for s in clause.subjects)


def _told(story: Story, clause: Clause) -> Iterator[Step]:
    scene, verb = story.scene, clause.verb
    for frame, fillers in match(scene, clause, "TreatyAction"):
        tokens = fillers.get("treaty", ())
        if frame.name == "deposit" and not any(binding_word(scene, t) for t in tokens):
            continue
        action, keys = _bound(scene, tokens) or (cast("TreatyActionKind", frame.action), _treaties(scene, verb, tokens))
        for treaty in dict.fromkeys(keys):
            with_it = [t for t in tokens if t.head == verb and t.i > verb.i]
            party = story.parties(_together(fillers.get("party", ())))
            step = _borne_out(story, clause, story.step(treaty, action, party, verb, verb, with_it))
            if action == "entry-into-force" and verb.tag_ in {"VBZ", "VBP"} and not step.when.start:
                step = replace(step, status="planned")  # "enters into force once both have ratified it"
            story.set_in(step)
            if step.action == "signature" and step.status == "held":
                implied(scene, story.meetings, step.party, step.when, step.place, verb)
            yield step


def _borne_out(story: Story, clause: Clause, step: Step) -> Step:
    """A step in an infinitive or a reported clause was taken if what it hangs on tells so: with that clause's parties and time."""
    verb, above = clause.verb, clause.verb.head
    if verb.dep_ == "advcl" and verb.tag_ == "VB" and step.status == "held" and band(above) == "future":
        return replace(step, status="planned")  # "will travel to Suva to sign"
    if verb.dep_ == "acl" and verb.tag_ == "VB" and any(c.lower_ in RANKED for c in (above, *above.children)):
        upper = above.head if above.dep_ in {"xcomp", "obj"} else above  # "became the first country to sign"
        party = step.party or story.parties(subjects(upper) if above.dep_ != "appos" else (above.head,))
    elif verb.dep_ == "acl" and story.scene.lexicon.member("MeetingNoun", above) and main_verb(above) is not None:
        upper, party = governing_verb(above) or above, step.party  # "a ceremony to sign the accord was held"
    elif verb.dep_ == "acl" and verb.tag_ == "VBG" and main_verb(above) is not None:
        upper, party = governing_verb(above) or above, step.party  # "notes extending the accord were exchanged"
    elif verb.dep_ == "xcomp" and above.lemma_ == "vote" or verb.dep_ == "ccomp" and verb.tag_ == "VBG" and above.lemma_ in ANNOUNCING:
        upper, party = above, step.party
    else:
        return step
    if band(upper) not in {"past", "earlier", "present"}:
        return step
    setting = story.step(step.treaty, step.action, party, upper, upper, [])
    when = step.when if step.when.start else setting.when
    return replace(step, party=party, when=when, place=step.place or setting.place, status=setting.status)


def _together(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """ "Fiji, jointly with Tonga and Samoa": those who act, and those with whom."""
    around = [c for t in tokens for c in (*t.children, *(g for a in t.children if a.dep_ == "advmod" for g in a.children))]
    beside = [c for c in around if c.dep_ in {"nmod", "obl"} and preposition(c) in {"with", "together with", "along with"}]
    return tuple(dict.fromkeys([*tokens, *(p for c in beside for p in conjuncts(c))]))


def _treaties(scene: Scene, verb: Token, tokens: tuple[Token, ...]) -> list[str]:
    announced = [k for t in tokens for k in enumerated(scene, t)]
    named = [k for t in tokens for c in (conjuncts(t) if verb.is_ancestor(t) else (t,)) for k in treaty_of(scene, c)]
    return announced or [*named, *(k for t in tokens if named and verb.i < t.i and t.i in scene.at for k in listed_with(scene, t))]


def _bound(scene: Scene, tokens: tuple[Token, ...]) -> tuple[TreatyActionKind, tuple[str, ...]] | None:
    """ "deposited its instrument of accession to the Treaty": the step that the paper tells, and the treaty."""
    for token in tokens:
        word = binding_word(scene, token)
        if word is not None:
            return scene.lexicon.treaty_events[word.lemma_.lower()], treaty_of(scene, word) or last_told(scene, token)
    return None


def _relative(scene: Scene, clause: Clause) -> Clause | None:
    """ "the leaders for their Accord, which they signed": a relative pronoun right behind a treaty stands for it."""
    if clause.verb.dep_ not in {"acl:relcl", "acl"} or not scene.lexicon.treaty_verb(clause.verb):
        return None
    pronoun = next((c for c in clause.verb.children if c.lower_ in {"which", "that"} and c.dep_ in {"obj", "nsubj", "nsubj:pass"}), None)
    mention = right_before(scene, pronoun) if pronoun is not None else None
    if mention is None:
        return None
    meant, head = clause.verb.head, scene.doc[mention.head]
    return replace(
        clause,
        subjects=tuple(head if t == meant else t for t in clause.subjects),
        objects=tuple(head if t == meant else t for t in clause.objects),
    )


def _before_its_treaty(scene: Scene, clause: Clause) -> Clause | None:
    """ "concluded with it on Friday, a Memorandum": the first treaty after a verb that has no object."""
    verb = clause.verb
    if clause.passive or clause.objects or not scene.lexicon.treaty_verb(verb):
        return None
    for token in scene.doc[verb.i + 1 : verb.sent.end]:
        mention = scene.at.get(token.i)
        if token.pos_ == "VERB" or token.dep_ == "nsubj":
            return None
        if mention and mention.kind == "Treaty" and verb.is_ancestor(scene.doc[mention.head]):
            return replace(clause, objects=(scene.doc[mention.head],))
    return None


def _fronted(scene: Scene, clause: Clause) -> Clause | None:
    """ "Signed in Suva in 1902 and prolonged in 1911, it irked Fiji": participles before the subject are about the subject."""
    verb = clause.verb
    first = verb.head if verb.dep_ == "conj" else verb
    own = any(c.dep_ in {"aux", "aux:pass", "obj", "mark"} for c in verb.children)
    if first.i != verb.sent.start or {verb.tag_, first.tag_} - {"VBN", "VBD"} or own:
        return None
    subject = next((t for t in scene.doc[verb.i : verb.sent.end] if t.dep_ in {"nsubj", "nsubj:pass"}), None)
    about = subject is not None and treaty_of(scene, subject)
    return replace(clause, passive=True, objects=(subject,), subjects=()) if subject is not None and about else None


def _after_its_treaty(scene: Scene, clause: Clause) -> Clause | None:
    """ "the Accord between A and B, signed in Suva": a participle right behind a treaty is about that treaty."""
    verb = clause.verb
    own = any(c.dep_ in {"aux", "aux:pass", "obj"} for c in verb.children)
    takes = any("obj" in role.dependencies for f in scene.lexicon.frames_of(verb) for role in f.roles if role.fills == "treaty")
    if own or verb.tag_ not in {"VBN", "VBD"} or not takes or any(treaty_of(scene, o) for o in clause.objects):
        return None
    mention = right_before(scene, verb) or (right_before(scene, verb.head) if verb.dep_ == "conj" else None)
    if mention is None:
        return None
    agents = tuple(c for c in verb.children if preposition(c) == "by" and c.dep_ in {"obl", "obl:agent"})
    return replace(clause, passive=True, objects=(scene.doc[mention.head],), subjects=tuple(p for a in agents for p in conjuncts(a)))


# ------------------------------------------------------------------ names


def by_date(scene: Scene) -> Iterator[Step]:
    """ "the Boundary Agreement of 25 December 2000", "the 1996 accord": a treaty is dated by its signature."""
    for mention in scene.mentions:
        if mention.kind == "Treaty" and len(mention.keys) == 1 and mention.use == "name" and is_instrument(scene, scene.doc[mention.head]):
            moment = _date_of(scene, mention)
            year_alone = moment is not None and len(moment.start) == 4
            if moment is not None and not (year_alone and scene.cast[mention.keys[0]].code):
                yield Step(mention.keys[0], "signature", [], moment, [], "held", [mention.head])


def _date_of(scene: Scene, mention: Mention) -> When | None:
    """ "of 3 May 1999", "the 1999 border protocol", "the Treaty of Suva (1999)"."""
    doc = scene.doc
    for time in scene.times:
        of = doc[time.start - 1].lower_ == "of" and (mention.start < time.start <= mention.end + 1 or time.start == mention.head + 2)
        adjective = doc[time.start].head.i == mention.head and time.start < mention.head and len(time.when.start) == 4
        before = time.end in {mention.start, mention.head} or adjective
        bracketed = time.start == mention.end + 1 and doc[mention.end].text == "("
        if (of or before or bracketed) and time.when.start:
            return time.when if not time.vague else None
    return None
