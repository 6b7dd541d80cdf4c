"""Who met, in which series, for the which-eth time: read from the words around a trigger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.facts import played, settings
from kg.facts.coreference import References
from kg.facts.ordinals import ORDINALS, ordinal
from kg.facts.scene import Scene
from kg.facts.syntax import conjuncts, governing_verb, preposition
from kg.facts.triggers import Trigger, raised

if TYPE_CHECKING:
    from spacy.tokens import Token

PARTIES = {"between", "with", "of", "among", "by", ""}
TAKING_PART = {
    "attend",
    "participate",
    "hold",
    "join",
    "convene",
    "conduct",
    "co-chair",
    "cochair",
    "resume",
    "continue",
    "begin",
    "open",
    "start",
}
AT = {"at", "during", "in", "after", "following", "for", "on"}
MET = {"State", "Organization", "Person", "WorkingGroup"}


def participants(scene: Scene, references: References, trigger: Trigger) -> tuple[tuple[str, ...], bool]:
    """Who met, and whether the words of this very mention say so: as rules find it, else as the encoder sees it."""
    found, explicit = _by_rules(scene, references, trigger)
    event = None if found else played.nearest(scene, "meeting", [trigger.token.i])
    if event is None:
        return found, explicit
    players = played.players(scene, event, "party", played.SURE)
    found = who(scene, references.actors(c for t in players for c in conjuncts(t)))
    if any(t.sent != trigger.token.sent for t in players):  # another occasion's persons need not come, and one side is not all
        found = tuple(dict.fromkeys(k for k in map(scene.principal_of, found) if k))
        found = found if len(found) > 1 else ()
    return found, explicit or bool(found)


def _by_rules(scene: Scene, references: References, trigger: Trigger) -> tuple[tuple[str, ...], bool]:
    if trigger.who:
        found = who(scene, references.actors(c for t in trigger.who for c in conjuncts(t)))
        plural = any(t.tag_ in {"NNS", "NNPS"} or t.lower_ in {"they", "we", "both", "two"} for t in trigger.who)
        return (found, True) if found or not plural else (who(scene, references.story(trigger.token)), False)
    token = trigger.stands_for if trigger.stands_for is not None and trigger.stands_for.head == trigger.token else trigger.token
    if found := _theirs(scene, references, token):
        return found, True
    named = [*_of_noun(scene, references, token), *_of_support(scene, references, trigger), *_presiding(scene, references, trigger)]
    found = who(scene, tuple(dict.fromkeys(named)))
    if found or trigger.stands_for is not None:
        return found, bool(found)
    return _of_clause(scene, references, trigger), False


def _of_noun(scene: Scene, references: References, token: Token) -> list[str]:
    """ "talks between A and B", "its meeting with C", "the Franco-German summit", "a meeting of the ministers of A and B"."""
    named = list(references.names_in(token, {"State", "Organization", "Person"}))
    for child in token.children:
        joins = preposition(child) in PARTIES or (preposition(child) == "on" and token.lemma_ in {"call", "visit"})
        if child.dep_ in {"nmod", "nmod:poss", "obl"} and joins and child.i not in scene.temporal:
            named += references.actors(conjuncts(child))
        for deeper in child.children:
            if (
                child.dep_ == "nmod"
                and deeper.dep_ in {"nmod", "compound", "amod", "nmod:poss"}
                and preposition(deeper) in {"between", "of", "with", ""}
                and scene.lexicon.member("MeetingNoun", child)
            ):
                named += references.actors(conjuncts(deeper)) + references.names_in(child, {"State", "Organization"})
    for verb in token.subtree if any(c.dep_ == "nmod" for c in token.children) or token.n_rights else []:
        if verb.dep_ == "acl:relcl" and verb.i in scene.clauses and any(c.lower_ == "where" for c in verb.children):
            told = scene.clauses[verb.i]
            both = [*told.subjects, *(n for p, n in told.obliques if p == "with")]
            named += references.actors(c for t in both for c in conjuncts(t))
    return named


def _of_support(scene: Scene, references: References, trigger: Trigger) -> list[str]:
    """ "A held talks with B", "A attended the meeting"."""
    token = raised(scene, trigger.token)
    verb = settings.main_verb(token) or trigger.support
    if verb is None or verb.i not in scene.clauses:
        return []
    told = scene.clauses[verb.i]
    named: list[str] = []
    if token.lower_ == "meeting" and token.dep_ == "nsubj" and len(told.subjects) > 1:
        return list(references.actors(t for t in told.subjects if t != token))
    holding = scene.lexicon.member("HoldingVerb", verb) or scene.lexicon.member("EndingVerb", verb)
    if scene.lexicon.member("PresidingVerb", verb) and len(references.actors(told.subjects)) < 2 and "with" not in dict(told.obliques):
        return []  # one in the chair need not be a party
    if holding and token in told.objects and not (told.passive and verb.lemma_ in {"host", "organize", "organise"}):
        named += references.actors(told.subjects)
        named += references.actors(c for p, noun in told.obliques if p == "with" for c in conjuncts(noun))
    elif token.dep_ in {"obl", "obj"} and (verb.lemma_ in TAKING_PART or _travels(scene, verb, token)):
        named += references.actors(told.subjects)
    elif token.dep_ == "nsubj" and verb.lemma_ in {"bring", "unite", "gather", "assemble"}:
        named += references.actors(c for o in told.objects for c in conjuncts(o))
    return named


def _travels(scene: Scene, verb: Token, token: Token) -> bool:
    """ "went to Cairo for a first round"."""
    return scene.lexicon.member("TravelVerb", verb) and preposition(token) in {"for", "to"}


def _presiding(scene: Scene, references: References, trigger: Trigger) -> list[str]:
    """ "presided over by Presidents A and B": two in the chair met there."""
    verbs = [c for c in trigger.token.children if c.dep_ in {"acl", "acl:relcl"} and scene.lexicon.member("PresidingVerb", c)]
    found = [k for v in verbs if v.i in scene.clauses for k in references.actors(scene.clauses[v.i].subjects)]
    persons = [k for k in found if scene.cast[k].kind == "Person"]
    return persons if len(persons) > 1 else []


def _theirs(scene: Scene, references: References, token: Token) -> tuple[str, ...]:
    """ "A and B signed it, their third encounter": the persons whom the clause is about, where a noun calls the meeting theirs."""
    verb = governing_verb(token)
    if verb is None or verb.i not in scene.clauses or not any(c.lower_ == "their" for c in token.children):
        return ()
    found = references.actors(scene.clauses[verb.i].subjects)
    return who(scene, found) if sum(scene.cast[k].kind == "Person" for k in found) > 1 else ()


def _of_clause(scene: Scene, references: References, trigger: Trigger) -> tuple[str, ...]:
    """ "At a meeting in Oslo the ministers agreed": those of whom the clause tells."""
    token = raised(scene, trigger.token)
    verb = governing_verb(token)
    if verb is None or token.dep_ not in {"obl", "nmod"} or preposition(token) not in AT or verb.i not in scene.clauses:
        return ()
    found = who(scene, references.actors(scene.clauses[verb.i].subjects))
    principals = {scene.principal_of(k) or k for k in found}
    return found if len(principals) > 1 else ()


def who(scene: Scene, keys: tuple[str, ...]) -> tuple[str, ...]:
    """Actors, with the states of the persons among them."""
    actors = [k for k in keys if scene.cast[k].kind in MET]
    states = [scene.principal_of(k) for k in actors if scene.cast[k].kind == "Person"]
    return tuple(dict.fromkeys([*actors, *filter(None, states)]))


def process(scene: Scene, trigger: Trigger, party: tuple[str, ...]) -> list[str]:
    """The series or body that a meeting is one of: "the second meeting of the Strategic Stability Dialogue", "the commission met"."""
    token = trigger.token
    if trigger.who:
        return [k for k in party if scene.cast[k].kind == "WorkingGroup"][:1] if len(party) == 1 else []
    found = _series(scene, token)
    if not found and trigger.stands_for is not None:
        found = _series(scene, trigger.stands_for)
    return found or [k for k in party if scene.cast[k].kind == "WorkingGroup"][:1]


def _series(scene: Scene, token: Token) -> list[str]:
    below = [c for c in token.children if c.dep_ in {"nmod", "compound", "nmod:poss", "amod", "appos", "flat"}]
    for child in [token, *below, *(g for c in below if c.dep_ == "nmod" for g in c.children if g.dep_ in {"nmod", "compound"})]:
        other = scene.at.get(child.i)
        if other and other.kind in {"Process", "WorkingGroup"} and other.use == "name":
            return list(other.keys[:1])
    return []


def number(scene: Scene, trigger: Trigger) -> int | None:
    """The number of a meeting in its series: "the third round", "for the second time"; not "the first visit in twelve years"."""
    token = trigger.token
    found = _times(token) if trigger.who else numbered(token)
    if found == 1 and (_after_a_pause(scene, token) or scene.lexicon.member("VisitNoun", token)):
        return None
    return found


def _times(verb: Token) -> int | None:
    """ "met for the second time"."""
    for child in verb.children:
        if child.lower_ == "time" and child.dep_ in {"obl", "obl:unmarked"}:
            return next((n for c in child.children if (n := ordinal(c)) is not None), None)
    return None


def _after_a_pause(scene: Scene, token: Token) -> bool:
    """ "the first meeting since 2019", "for the first time in ten years"."""
    around = range(token.i, min(token.i + 14, token.sent.end))
    if any(scene.doc[i].lower_ == "since" and scene.doc[i].pos_ in {"ADP", "SCONJ"} for i in around):
        return True
    lengths = [t for t in scene.times if t.role == "duration" and t.start in around]
    return any(scene.doc[i].lower_ == "in" for t in lengths for i in range(max(token.i, t.start - 4), t.start))


def numbered(token: Token) -> int | None:
    """The ordinal that a noun bears, before it, beside it or as its predicate."""
    own = ordinal(token)
    if own is not None:
        return own
    for child in token.children:
        if child.dep_ in {"amod", "nummod", "compound", "nmod", "advmod", "appos", "nmod:desc"} and (found := ordinal(child)) is not None:
            return found
    if token.dep_ in {"nsubj", "nsubj:outer"} and (found := ordinal(token.head)) is not None:
        return found
    left = token.doc[token.left_edge.i : token.i]
    leading = next((t for t in left if t.pos_ not in {"DET", "PRON", "PUNCT", "ADP"} and t.lower_ not in {"'s", "’s"}), None)
    if leading is not None and (found := ordinal(leading)) is not None and preposition(token) != leading.lower_:
        return found
    if token.i and token.nbor(-1).lower_ in ORDINALS:
        return ORDINALS[token.nbor(-1).lower_]
    return next((n for c in token.children if c.dep_ in {"compound", "amod"} for g in c.children if (n := ordinal(g)) is not None), None)


def body(scene: Scene, keys: tuple[str, ...] | list[str]) -> bool:
    """Whether a single participant is a body whose members met."""
    return any(scene.cast[k].kind in {"WorkingGroup", "Organization"} for k in keys)
