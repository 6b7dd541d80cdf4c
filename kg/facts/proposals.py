"""Proposals and what became of them: "a request that … found no favour", "Peru's offer was taken up", "we asked that …; they refused"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.facts import bound, contents
from kg.facts.agreeing import denied
from kg.facts.clauses import Clause, clause
from kg.facts.coreference import References
from kg.facts.deals import Deal, of_noun
from kg.facts.scene import Scene
from kg.facts.syntax import conjuncts, denied_noun, governors, preposition
from kg.model import AgreementStatus

if TYPE_CHECKING:
    from spacy.tokens import Token

ANAPHORS = {"that", "this", "it", "none", "neither", "both"}
REACH = 2  # sentences after a wish in which an answer to it counts


def named(scene: Scene, references: References, noun: Token) -> Iterator[Deal]:
    """What a proposal noun with its content tells: proposed, or agreed or rejected where its clause says what became of it."""
    if noun.pos_ not in {"NOUN", "PROPN"} or noun.i in scene.at or not scene.lexicon.member("ProposalNoun", noun):
        return
    found = [c for c in contents.of_noun(scene, noun) if c != noun and not contents.time_or_people(scene, c)]
    predicate = _predicate(noun)
    fate = _fate(scene, predicate) if predicate is not None else None
    wish = scene.lexicon.member("WishNoun", noun) and fate is None
    if not found or (predicate is not None and _unreal(scene, predicate)):
        return
    party = _parties(scene, references, noun, predicate, fate)
    if not party or noun.head.i in scene.at:
        return
    trigger = [noun, *([predicate.verb] if predicate and noun.head == predicate.verb else [])]
    for head in found:
        yield of_noun(scene, noun, head, party, fate or "proposed", trigger, wish)


def _predicate(noun: Token) -> Clause | None:
    """The clause whose subject, object or oblique a noun is."""
    top = noun
    while top.dep_ == "conj":
        top = top.head
    verb = top.head
    argument = top.dep_ in {"nsubj", "nsubj:pass", "obj", "obl", "obl:agent", "nsubj:outer"}
    if top.dep_ == "ROOT":  # a parse that took the predicate for one more modifier
        told = [c for c in noun.children if c.dep_ == "acl" and c.tag_ in {"VBD", "VBZ"} and not any(m.dep_ == "mark" for m in c.children)]
        return clause(told[-1]) if told else None
    relative = next((c for c in noun.children if c.dep_ in {"acl:relcl", "acl"} and _of_relative(noun, c)), None)
    if argument and verb.pos_ in {"VERB", "AUX", "ADJ", "NOUN"} and verb != noun:
        return clause(verb)
    return clause(relative) if relative is not None else None


def _of_relative(noun: Token, verb: Token) -> bool:
    """ "a proposal to close the port, which Peru rejected": the relative clause that says what became of it."""
    return verb.dep_ == "acl:relcl" and any(
        c.dep_ in {"obj", "nsubj", "nsubj:pass"} and c.lower_ in {"which", "that"} for c in verb.children
    )


def _unreal(scene: Scene, predicate: Clause) -> bool:
    marks = {c.lower_ for c in predicate.verb.children if c.dep_ in {"mark", "advmod"}}
    return bool(marks & {"if", "unless", "whether"})


def _fate(scene: Scene, predicate: Clause) -> AgreementStatus | None:
    """Whether a predicate over a proposal grants it, refuses it, or leaves it open (None)."""
    verb = predicate.verb
    last = [c for c in conjuncts(verb) if c.i > verb.i and c.tag_ == "VBN" and predicate.passive]
    if last and _has(scene, verb, "ConsideringVerb"):  # "was considered and not retained"
        return _fate(scene, clause(last[-1]))
    no = denied(scene, predicate) or any(denied_noun(t) for _, t in predicate.obliques)
    below = [verb, *(t for t in predicate.xcomps if scene.lexicon.member("FailingWord", verb) or verb.lemma_ == "be")]
    failing = scene.lexicon.member("FailingWord", verb)
    above = verb.dep_ == "xcomp" and scene.lexicon.member("FailingWord", verb.head)
    if any(_has(scene, t, "RejectingVerb") for t in below):
        return None if no else "rejected"
    if any(_has(scene, t, "AcceptingVerb") or _with_support(scene, t) for t in below):
        return "rejected" if no or failing or above else "agreed"
    if failing or _idiom(scene, verb):
        return "rejected"
    return None


def _has(scene: Scene, verb: Token, name: str) -> bool:
    """Whether a verb, or it with its particle ("turn down"), is of a class."""
    phrases = [f"{verb.lemma_.lower()} {c.lower_}" for c in verb.children if c.dep_ in {"compound:prt", "advmod", "xcomp"}]
    return any(scene.lexicon.has(name, phrase) for phrase in [scene.lexicon.lemma(verb), *phrases])


def _with_support(scene: Scene, verb: Token) -> bool:
    """ "found favour", "gained support", "met with approval"."""
    gaining = scene.lexicon.member("GainingVerb", verb)
    return gaining and any(scene.lexicon.member("ApprovalNoun", c) for c in verb.children if c.dep_ in {"obj", "obl"})


def _idiom(scene: Scene, verb: Token) -> bool:
    """ "got nowhere", "came to nothing", "fell on deaf ears"."""
    words = " ".join([scene.lexicon.lemma(verb), *(t.lower_ for t in verb.doc[verb.i + 1 : verb.i + 4])])
    return any(words.startswith(entry) for entry in scene.lexicon.classes["FailingIdiom"])


def _parties(scene: Scene, references: References, noun: Token, predicate: Clause | None, fate: AgreementStatus | None) -> list[str]:
    """Who proposes and who answers: the noun's owner, the subject of the answer, and the other sides of the story."""
    found = bound.by_noun(scene, references, noun)
    if predicate is not None:
        found += bound.with_principals(scene, references.actors(c for s in predicate.subjects if s != noun for c in conjuncts(s)))
        with_whom = [t for p, t in predicate.obliques if p in {"with", "by", "to"}]
        found += bound.with_principals(scene, references.actors(with_whom)) if fate else []
    found = list(dict.fromkeys(found))
    if len(bound.owners(scene, found)) < 2:
        return bound.with_others(found, references.story(noun)) or list(references.story(noun))
    return found


# ------------------------------------------------------------------ answers


def answer(scene: Scene, references: References, deals: list[Deal]) -> None:
    """Settle wishes and proposals that the following words accept or refuse ("That was not accepted", "but Peru refused")."""
    for deal in deals:
        if deal.status != "proposed":
            continue
        found = next(_answers(scene, deal), None)
        if found is None:
            continue
        verb, status = found
        deal.status = status
        deal.wish = False
        deal.tokens.append(verb.i)
        who = bound.with_principals(scene, references.actors(c for s in clause(verb).subjects for c in conjuncts(s)))
        deal.party = list(dict.fromkeys([*deal.party, *who]))
    deals[:] = [d for d in deals if not (d.wish and d.status == "proposed")]


def _answers(scene: Scene, deal: Deal) -> Iterator[tuple[Token, AgreementStatus]]:
    doc = scene.doc
    trigger = doc[deal.trigger]
    end = trigger.sent.end
    for _ in range(REACH - 1):
        end = doc[end].sent.end if end < len(doc) else end
    for verb in doc[max(deal.content[1], trigger.i + 1) : end]:
        if scene.parse.paragraph_of[verb.i] != scene.parse.paragraph_of[trigger.i]:
            return
        if verb.pos_ not in {"VERB", "ADJ"}:
            continue
        told = clause(verb)
        if not _anaphoric(scene, told, trigger):
            continue
        status = _fate(scene, told)
        if status:
            yield verb, status


def _anaphoric(scene: Scene, told: Clause, trigger: Token) -> bool:
    """Whether a clause has the proposal itself for its topic: as a pronoun, as "the proposal", or left unsaid ("and was refused")."""
    verb = told.verb
    arguments = (*told.objects, *(told.subjects if not told.objects else ()))
    if any(_stands_for_it(scene, t) for t in (*told.subjects, *told.objects, *(t for p, t in told.obliques if p in {"to", "with", "of"}))):
        return True
    bare = not told.objects and not told.xcomps and not told.ccomps
    shared = verb.dep_ == "conj" and trigger in governors(verb)
    return bare and _has(scene, verb, "RejectingVerb") and (bool(arguments) or shared) or (shared and told.passive)


def _stands_for_it(scene: Scene, token: Token) -> bool:
    if token.lower_ in ANAPHORS and token.pos_ in {"PRON", "DET"}:
        return True
    definite = any(c.lower_ in {"the", "this", "that", "these", "such"} for c in token.children)
    bare = not any(c.dep_ in {"acl", "nmod", "acl:relcl"} and preposition(c) != "in" for c in token.children)
    return definite and bare and scene.lexicon.member("ProposalNoun", token)
