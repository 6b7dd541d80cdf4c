"""What a deal provides: "under the accord", "it obliges", "a treaty by which", and sentences that go on in "will" and "are to"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.facts import attribution, bound, contents
from kg.facts.clauses import Clause, clause
from kg.facts.coreference import References
from kg.facts.deals import Deal
from kg.facts.instruments import treaty_of
from kg.facts.scene import Scene
from kg.facts.steps import Step
from kg.facts.syntax import obliging, preposition, sentences
from kg.model import When

if TYPE_CHECKING:
    from spacy.tokens import Token

UNDER = {"under", "by", "in conformity with", "in accordance with", "in line with", "according to", "as per", "pursuant to", "in terms of"}
OPENING = 8  # tokens from a sentence's start within which "under the deal" holds for all of it
NEXT = 1  # paragraphs after the one that tells a deal in which its terms may go on
SINGLE = {"he", "she", "i", "it"}


@dataclass(frozen=True, slots=True)
class Source:
    """Something agreed or signed, told at a token, whose terms later sentences may give."""

    at: int
    party: tuple[str, ...]
    when: When | None
    place: tuple[str, ...]
    treaty: str = ""


def source(deal: Deal) -> Source:
    """A deal as what terms can belong to."""
    return Source(deal.trigger, tuple(deal.party), deal.when, tuple(deal.place))


def sources(scene: Scene, deals: Iterable[Deal], steps: Iterable[Step]) -> list[Source]:
    """The deals and signatures of a document in text order."""
    agreed = [source(d) for d in deals if d.status == "agreed"]
    signed = [
        Source(t, tuple(s.party), s.when, tuple(s.place), s.treaty)
        for s in steps
        if s.action == "signature" and s.status == "held"
        for t in s.tokens
    ]
    return sorted([*agreed, *signed], key=lambda source: source.at)


def clauses_of_duty(scene: Scene, told: list[Clause]) -> list[Clause]:
    """All clauses, those included whose predicate is no verb but lays something down ("troops are to be out of the valley")."""
    nominal = [clause(t) for t in scene.doc if t.pos_ not in {"VERB", "AUX"} and any(c.dep_ == "cop" for c in t.children) and obliging(t)]
    return sorted([*told, *nominal], key=lambda c: c.verb.i)


# ------------------------------------------------------------------ "under the deal"


def under(scene: Scene, references: References, clause: Clause, known: list[Source]) -> Iterator[Deal]:
    """ "Under the deal, operations will be halted", "The governments will reopen their embassies, according to a joint statement"."""
    verb = clause.verb
    source = next((t for t in verb.sent if _holds_for(verb, t) and _names_terms(scene, t)), None) if obliging(verb) else None
    if source is None:
        return
    draft = any(t.lower_ == "draft" for t in source.subtree)
    if draft or preposition(source) == "according to" and not _joint(scene, source):
        return
    basis = _basis(scene, source, known)
    beside = [c for c in verb.children if c.dep_ == "parataxis" and c.i > verb.i]
    for head in [*contents.verbs(verb), *(v for c in beside for v in contents.verbs(c))]:
        if head == verb or obliging(head):
            yield _deal(scene, references, head, verb, basis, drop=source)


def _holds_for(verb: Token, terms: Token) -> bool:
    """Whether what a phrase says holds for a clause: it hangs on the clause's verb or holds for the whole sentence."""
    return terms.head == verb or (verb.dep_ == "ROOT" and _whole_sentence(terms))


def _names_terms(scene: Scene, token: Token) -> bool:
    if token.pos_ not in {"NOUN", "PROPN", "PRON"}:
        return False
    before = preposition(token)
    if before not in UNDER and not (before == "in" and token.lower_ == "terms"):
        return False
    mention = scene.at.get(token.i)
    pronoun = token.lower_ == "it" and before == "under"
    return pronoun or scene.lexicon.member("TermsNoun", token) or bool(mention and mention.kind == "Treaty")


def _joint(scene: Scene, source: Token) -> bool:
    """Whether what is quoted speaks for all sides: a joint statement, the text of the deal itself."""
    joint = any(c.lower_ in {"joint", "common"} for c in source.children)
    mention = scene.at.get(source.i)
    return joint or bool(mention and mention.kind == "Treaty") or not scene.lexicon.has("SourceNoun", source.lemma_.lower())


def _whole_sentence(terms: Token) -> bool:
    """Whether "under the deal" or "according to the statement" opens or closes its sentence and so holds for all of it."""
    return preposition(terms) == "according to" or terms.i - terms.sent.start < OPENING


def _basis(scene: Scene, token: Token, known: list[Source]) -> Source | None:
    """What the words "the deal", "it" or a treaty's name mean: that treaty's signature, else the deal told last in the paragraph."""
    treaty = treaty_of(scene, token)
    signed = [s for s in known if s.treaty and s.treaty in treaty]
    before = [s for s in known if s.at < token.i and scene.parse.paragraph_of[s.at] == scene.parse.paragraph_of[token.i]]
    return next(iter(signed), None) or (before[-1] if before and not treaty else None)


# ------------------------------------------------------------------ "it provides for", "a treaty by which"


def provided(scene: Scene, references: References, clause: Clause, known: list[Source]) -> Iterator[Deal]:
    """ "The accord obliges Peru to open its ports", "it splits the sea in two", "which commits them to talks"."""
    verb = clause.verb
    subject = next((s for s in clause.subjects if _instrument(scene, s)), None)
    if subject is None or clause.negated or verb.dep_ == "amod":
        return
    if verb.dep_ == "parataxis" and scene.lexicon.member("SayingVerb", verb) and obliging(verb.head):
        yield _deal(scene, references, verb.head, verb.head, _basis(scene, subject, known), drop=verb)
        return
    found: list[Token] = []
    whole = scene.lexicon.member("EffectingVerb", verb) and bool(clause.objects)
    if scene.lexicon.member("StipulatingVerb", verb):
        found = _stipulated(scene, clause)
    if not (found or whole):
        return
    basis = _basis(scene, subject, known)
    for head in found or [verb]:
        yield _deal(scene, references, head, verb, basis, verb_too=not found)


def _instrument(scene: Scene, subject: Token) -> bool:
    mention = scene.at.get(subject.i)
    if mention is not None:
        return mention.kind == "Treaty"
    if subject.lower_ == "it":
        return bool(treaty_of(scene, subject)) or _deal_before(scene, subject)
    return subject.pos_ == "NOUN" and scene.lexicon.member("TermsNoun", subject) and not any(c.lower_ == "draft" for c in subject.subtree)


def _deal_before(scene: Scene, pronoun: Token) -> bool:
    """Whether "it" can be the deal of the sentence before."""
    if pronoun.sent.start == 0:
        return False
    before = pronoun.doc[pronoun.sent.start - 1].sent
    return any(
        t.pos_ == "NOUN" and scene.lexicon.member("TermsNoun", t) and t.dep_ in {"obj", "nsubj:pass", "obl"} or _says(scene, t)
        for t in before
    )


def _says(scene: Scene, noun: Token) -> bool:
    """ "…, the statement said": a text that is quoted."""
    return noun.dep_ == "nsubj" and scene.lexicon.member("TermsNoun", noun) and scene.lexicon.member("SayingVerb", noun.head)


def _stipulated(scene: Scene, clause: Clause) -> list[Token]:
    """What an instrument stipulates: a clause, an infinitive, what follows "for" or "to", else the object."""
    for dependency in ("xcomp", "ccomp", "obl:for", "obl:to", "obl:of", "obl:on", "obj"):
        if dependency == "obj" and scene.lexicon.member("SayingVerb", clause.verb):
            return []
        found = [t for t in clause.arguments(dependency) if not contents.time_or_people(scene, t) and t.pos_ != "PRON"]
        if found:
            many = contents.verbs if found[0].pos_ in {"VERB", "AUX"} else contents.phrases
            return many(found[0])
    return []


def by_which(scene: Scene, references: References, clause: Clause, known: list[Source]) -> Iterator[Deal]:
    """ "a treaty by which they delimited", "under which guns were to be drawn back": the clause is what the treaty holds."""
    verb = clause.verb
    noun = verb.head
    if verb.dep_ not in {"acl:relcl", "acl", "conj"} or not contents.by_which(verb):
        return
    mention = scene.at.get(noun.i)
    if not (mention and mention.kind == "Treaty" or scene.lexicon.member("TermsNoun", noun)):
        return
    if scene.lexicon.member("ProposalNoun", noun):
        return
    basis = _basis(scene, noun, known) if mention or any(c.lower_ == "the" for c in noun.children) else None
    for head in contents.verbs(verb):
        yield _deal(scene, references, head, noun, basis or _told_here(noun, known))


def _told_here(noun: Token, known: list[Source]) -> Source | None:
    return next((s for s in known if noun.sent.start <= s.at < noun.sent.end), None)


# ------------------------------------------------------------------ sentences that go on


def going_on(scene: Scene, references: References, clause: Clause, known: list[Source], planned: frozenset[int]) -> Iterator[Deal]:
    """ "They signed the accord. A joint committee is to watch over it": obligations told right after what they belong to.

    `planned` holds the tokens of meetings and treaty actions still to come, which are facts of their own.
    """
    verb = clause.verb
    if not (_main(verb) and obliging(verb)) or planned & {verb.i, *(t.i for t in (*clause.subjects, *clause.objects))}:
        return
    inside, source = _within(verb, known)
    source = source or _open(scene, verb, known) or _joint_text(scene, references, clause)
    if verb.dep_ == "conj" and contents.goes_on(verb.head, verb):
        return
    if source is None or not _can_be_obliged(scene, references, clause, source):
        return
    if source.at != verb.i:
        attribution.carry(scene, references, scene.doc[source.at], verb)
    yield _deal(scene, references, verb, verb, source, drop=inside)


def _main(verb: Token) -> bool:
    """A main clause, one coordinated with it or inserted, or what somebody says."""
    node = verb
    while node.dep_ in {"conj", "parataxis"} and node.head.pos_ in {"VERB", "AUX", "ADJ", "NOUN"}:
        node = node.head
    marks = {c.lower_ for c in verb.children if c.dep_ == "mark"} - {"to"}
    return node.dep_ == "ROOT" and not marks and not any(t.text == "?" for t in list(verb.sent)[-2:])


def _open(scene: Scene, verb: Token, known: list[Source]) -> Source | None:
    """The deal of the same paragraph that a clause goes on from: nothing else may have been told in between."""
    before = [s for s in known if s.at < verb.i and 0 <= scene.parse.paragraph_of[verb.i] - scene.parse.paragraph_of[s.at] <= NEXT]
    if not before:
        return None
    source = before[-1]
    between = sentences(scene.doc, source.at + 1, verb.sent.start)
    return source if all(obliging(s.root) or s[0].text in attribution.OPENING for s in between) else None


def _within(verb: Token, known: list[Source]) -> tuple[Token | None, Source | None]:
    """ "The guns are to fall silent after they struck a bargain": a deal told further on in the sentence, and the part that tells it."""
    for child in verb.children:
        if child.dep_ in {"advcl", "obl"} and child.i > verb.i:
            below = {t.i for t in child.subtree}
            for source in known:
                if source.at in below:
                    return child, source
    return None, None


def _joint_text(scene: Scene, references: References, clause: Clause) -> Source | None:
    """What "we" or "the Parties" of a statement lay down for themselves, and the points of a text that its parties adopted."""
    verb = clause.verb
    item = scene.parse.paragraph(verb).block.kind == "item" and bool(references.preamble)
    subjects = clause.subjects or clause.objects
    ours = any(t.lower_ in {"we", "our"} for s in subjects for t in (s, *s.children))
    sides = any(s.lower_ in {"parties", "sides", "participants"} and s.text[0].isupper() for s in subjects)
    party = tuple(references.story(verb)) if item or ours or sides or _together(scene, references, clause) else ()
    return Source(verb.i, party, None, ()) if party else None


def _together(scene: Scene, references: References, clause: Clause) -> bool:
    """ "Both sides will also set up a fund": what the parties of the text are all to do, and told as settled."""
    aux = {c.lower_ for c in clause.verb.children if c.dep_ in {"aux", "cop"}}
    settled = bool(aux & {"will", "shall", "are"})
    named = bound.owners(scene, references.actors(clause.subjects)) if settled and not clause.passive else set()
    return len(named) > 1 and named <= set(references.story(clause.verb)) and contents.action(scene, clause.verb) != "other"


def _can_be_obliged(scene: Scene, references: References, clause: Clause, source: Source) -> bool:
    """Parties, their people and bodies, things: not one person, a meeting, a treaty's own fate, somebody outside the deal."""
    subjects = clause.subjects or clause.objects
    if not subjects or clause.verb.lemma_ in {"be", "like", "want", "prefer", "hope", "remain", "need", "have"}:
        return False
    if not clause.passive and any(told_body(scene, s) for s in subjects):
        return False
    for subject in subjects:
        mention = scene.at.get(subject.i)
        if mention and mention.kind == "Person" or subject.lower_ in SINGLE or subject.i in scene.temporal:
            return False
        if mention and mention.kind in {"State", "Organization"} and source.party and not set(mention.keys) & set(source.party):
            return len(source.party) > 2 or mention.kind == "Organization"
        singular = subject.tag_ == "NN"
        if singular and (scene.lexicon.member("TitleNoun", subject) or scene.lexicon.member("MeetingNoun", subject)):
            return False
        if treaty_of(scene, subject):
            return False
    return True


def told_body(scene: Scene, subject: Token) -> bool:
    """ "The first will take up …", "the group is to …": what a body told of before is for is its mandate."""
    if subject.lower_ in {"first", "second", "third", "one", "other", "another", "former", "latter"}:
        return True
    definite = any(c.lower_ in {"the", "this", "each", "both", "these"} for c in subject.children)
    return definite and scene.lexicon.member("SetUpBodyNoun", subject)


# ------------------------------------------------------------------ the record


def _deal(
    scene: Scene,
    references: References,
    head: Token,
    trigger: Token,
    source: Source | None,
    *,
    drop: Token | None = None,
    verb_too: bool = False,
) -> Deal:
    start, end = contents.words(scene, head, trigger, drop)
    party = list(source.party) if source and len(source.party) > 1 else list(references.story(head))
    return Deal(
        party,
        (trigger.i if verb_too else start, end),
        contents.action(scene, head, (start, end)),
        [*contents.objects(scene, head), *([source.treaty] if source and source.treaty else [])],
        "agreed",
        head.i,
        source.when if source else None,
        list(source.place) if source else [],
        tokens=[head.i],
    )
