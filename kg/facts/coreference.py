"""Whom a noun phrase stands for: names, offices, "the two sides", "the diplomat", pronouns.

Definite descriptions and pronouns look backwards through the section for what was named last and fits in number and kind; a plural stands
for the last set of as many actors named together. What finds nothing stays unresolved.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kg.facts.clauses import subjects
from kg.facts.scene import ACTORS, Mention, Scene
from kg.facts.story import Story
from kg.facts.syntax import conjuncts, preposition, sentences
from kg.facts.together import Together

if TYPE_CHECKING:
    from spacy.tokens import Token

NUMBERS = {"two": 2, "both": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11}
NUMBERS |= {
    "pair": 2,
    "duo": 2,
    "couple": 2,
    "twosome": 2,
    "trio": 3,
    "threesome": 3,
    "quartet": 4,
    "foursome": 4,
    "quintet": 5,
    "sextet": 6,
}
NUMBERS |= {"twelve": 12, "dozen": 12} | {str(number): number for number in range(2, 31)}
HE = {"he", "him", "his", "himself"}
SHE = {"she", "her", "hers", "herself"}
THEY = {"they", "them", "their", "we", "us", "our", "themselves", "ourselves", "both", "each", "neither", "two", "three", "all"}
WE = {"we", "us", "our", "ourselves"}
MODIFIERS = {"amod", "compound", "nmod:poss", "nmod", "nmod:desc", "det:poss", "appos", "flat"}
OF = {"of", "from", "for", "between", "representing", ""}
TITLE_LINKS = {"of", "for", "the", "and", "&", "'s", "’s", ","}
LONGEST_TITLE = 30  # tokens of offices before the name of who holds them
REBELS = {"rebel", "insurgent", "guerrilla", "militant", "fighter"}


@dataclass(frozen=True, slots=True)
class Office:
    """A person's title as far as references need it: its words, and for whom."""

    person: str
    words: frozenset[str]
    within: tuple[str, ...]


class References:
    """Resolves noun phrases of one document; `offices` and `titled` are filled by the positions step, `speakers` by attribution.

    `titled` maps the tokens of a person's title to the person: "the Minister …, Mauro Vieira, met" has the title for its subject.
    """

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.offices: list[Office] = []
        self.speakers: dict[int, str] = {}
        self.titled: dict[int, list[str]] = {}
        self.together = Together(scene)
        self.tale = Story(scene, self.together)
        self._named = [m for m in scene.mentions if m.keys and m.use != "title"]

    # -------------------------------------------------------------- entry points

    def actors(self, tokens: Iterable[Token]) -> tuple[str, ...]:
        """The actors that some noun phrases denote together, in order, each once."""
        return tuple(dict.fromkeys(key for token in tokens for key in self.actor(token)))

    def actor(self, token: Token) -> tuple[str, ...]:
        """The actors that the noun phrase with this head denotes; empty when it denotes none or nothing tells."""
        mention = self.scene.at.get(token.i)
        if mention and mention.use == "name" and mention.keys:
            return mention.keys
        if (
            mention
            and mention.keys
            and mention.kind in {"State", "Organization"}
            and token.pos_ in {"PROPN", "ADJ"}
            and token.dep_ in {"conj", "nsubj", "nmod:poss", "obl"}
        ):
            return mention.keys
        if token.i in self.titled:
            return tuple(self.titled[token.i])
        if token.pos_ == "PRON" or token.lower_ in THEY:
            return self._pronoun(token)
        if token.pos_ in {"NOUN", "PROPN", "ADJ", "NUM", "DET"}:
            return self._description(token)
        return ()

    def names_in(self, token: Token, kinds: set[str]) -> tuple[str, ...]:
        """The entities of some kinds that a phrase's own modifiers name ("the Kyrgyz and Tajik presidents")."""
        found: list[str] = []
        for child in token.children:
            if child.dep_ in MODIFIERS and (child.dep_ not in {"nmod"} or preposition(child) in OF):
                for part in conjuncts(child):
                    mention = self.scene.at.get(part.i)
                    if mention and mention.keys and mention.kind in kinds:
                        found += mention.keys
                    elif part.dep_ != "appos" or part.pos_ != "PROPN":
                        found += self.names_in(part, kinds) if part.dep_ in {"nmod", "nmod:poss", "conj"} or part == child else ()
        return tuple(dict.fromkeys([*found, *self._listed_after(token, kinds)]))

    def _listed_after(self, token: Token, kinds: set[str]) -> tuple[str, ...]:
        """ "the representatives of A, B and C": the list right after "of", whatever the parser made of it."""
        if token.tag_ not in {"NNS", "NNPS"} or token.i + 2 >= len(self.scene.doc):
            return ()
        i = token.i + 1
        if self.scene.doc[i].lower_ not in {"of", "from", "between"}:
            return ()
        while i + 1 < len(self.scene.doc) and self.scene.doc[i].lower_ in {"of", "from", "between", "the", "both"}:
            i += 1
        return next((company.members for company in self.together.starting_at(i) if company.kind in kinds), ())

    # -------------------------------------------------------------- names and descriptions

    def _description(self, token: Token) -> tuple[str, ...]:
        lexicon = self.scene.lexicon
        persons = self._apposed_persons(token)
        if persons:
            return persons
        plural = token.tag_ in {"NNS", "NNPS"} or token.lower_ in NUMBERS
        people, principals = (
            lexicon.member("PeopleNoun", token),
            lexicon.member("PrincipalsNoun", token) or lexicon.member("DelegationNoun", token),
        )
        title = lexicon.member("TitleNoun", token)
        if not (people or principals or title or lexicon.member("OrganizationNoun", token) or lexicon.member("StateOrganNoun", token)):
            return self._descriptor(token)
        states = self.names_in(token, {"State", "Organization"})
        if plural and (people or title):
            if not states and any(c.lower_ in {"their", "our", "its"} for c in token.children):
                states = self.tale.sides(token, None)
                return (self._office_holders(token, ()) if _number(token) else ()) + states
            return (
                self._office_holders(token, states)
                or states
                or self._fitting(token, self._people(token, _number(token)))
                or (self.tale.sides(token, _number(token)) if people else ())
            )
        if title and not plural and (person := self._titled_person(token)):
            return person
        if states and (principals or not title):
            return states
        if plural and principals:
            return self._through(token) or self.tale.sides(token, _number(token))
        if title:
            return self._office_holder(token, states)
        if principals and any(c.lower_ in {"each", "either", "neither", "both"} for c in token.children):
            return self.tale.sides(token, 2)
        return self._descriptor(token)

    def _fitting(self, token: Token, persons: tuple[str, ...]) -> tuple[str, ...]:
        """Persons, unless the text gives all of them other offices than the one asked for: presidents are no ambassadors."""
        wanted = {token.lemma_.lower()}
        offices = [[o for o in self.offices if o.person == person] for person in persons]
        vague = any(self.scene.lexicon.has(words, token.lemma_.lower()) for words in ("NotAnOffice", "AnyOffice"))
        fits = vague or any(not held or any(wanted & o.words for o in held) for held in offices)
        return persons if fits else ()

    def _through(self, token: Token) -> tuple[str, ...]:
        """ "delegations from the two countries": what the phrase's own "of" stands for."""
        for child in token.children:
            if child.dep_ in {"nmod", "nmod:poss"} and preposition(child) in OF and child.pos_ in {"NOUN", "PRON"}:
                found = self.actor(child)
                if found:
                    return found
        return ()

    def _apposed_persons(self, token: Token) -> tuple[str, ...]:
        found: list[str] = []
        for child in token.children:
            if child.dep_ in {"appos", "flat", "compound", "nmod", "nmod:desc"} and preposition(child) == "":
                for part in conjuncts(child):
                    mention = self.scene.at.get(part.i)
                    if mention and mention.kind == "Person" and mention.keys and mention.use == "name":
                        found += mention.keys
        return tuple(dict.fromkeys(found))

    def _titled_person(self, token: Token) -> tuple[str, ...]:
        """ "General Secretary of the Party of A and President of the Republic B": the name that a run of offices leads to."""
        doc, scene = self.scene.doc, self.scene
        for i in range(token.i + 1, min(token.sent.end, token.i + LONGEST_TITLE)):
            mention = scene.at.get(i)
            if mention and mention.kind == "Person" and mention.use == "name":
                return mention.keys[:1]
            of_title = mention is not None or doc[i].pos_ == "PROPN" or doc[i].lower_ in TITLE_LINKS
            if not of_title and not any(scene.lexicon.member(words, doc[i]) for words in ("TitleNoun", "TitleModifier", "Honorific")):
                return ()
        return ()

    def _descriptor(self, token: Token) -> tuple[str, ...]:
        """ "the kingdom", "the Islamic republic", "the bloc": the last state or organisation that it describes."""
        if not any(c.lower_ in {"the", "this", "that"} for c in token.children) and token.tag_ not in {"NNS", "NNPS"}:
            return ()
        senses = [s for s in self.scene.gazetteer.senses(token.lower_) if s.use == "descriptor"]
        words = " ".join([*(c.lower_ for c in token.children if c.dep_ in {"amod", "compound"}), token.lower_])
        senses = [s for s in self.scene.gazetteer.senses(words) if s.use in {"descriptor", "people"}] or senses
        codes = {s.entry.code for s in senses}
        for mention in self._before(token):
            for key in mention.keys:
                if self.scene.cast[key].code in codes:
                    return (key,)
        if token.lower_ in {"bloc", "alliance", "organisation", "organization", "union", "league", "agency", "body", "grouping"}:
            return self._last(token, {"Organization"})
        if REBELS & {token.lemma_.lower(), *(c.lemma_.lower() for c in token.children)} or token.lemma_ == "movement":
            return self._last(token, {"Organization"})
        return self._body(token)

    def _body(self, token: Token) -> tuple[str, ...]:
        """ "the committee", "the panel": the body named last whose name has this head."""
        if not (self.scene.lexicon.member("GroupNoun", token) or self.scene.lexicon.member("OrganizationNoun", token)):
            return ()
        for mention in self._before(token):
            if mention.kind in {"Organization", "WorkingGroup"} and mention.keys:
                words = self.scene.cast[mention.keys[0]].name.lower().split(" of ")[0].split(" on ")[0].split()
                if words and words[-1] == token.lemma_.lower():
                    return mention.keys[:1]
        return ()

    # -------------------------------------------------------------- looking back

    def _before(self, token: Token) -> Iterable[Mention]:
        """Mentions before a token in its section, nearest first."""
        section = self.scene.parse.section(token)
        for mention in reversed(self._named):
            if mention.start < token.i and self.scene.parse.section_at(mention.start) == section:
                yield mention

    def _last(self, token: Token, kinds: set[str]) -> tuple[str, ...]:
        return next((m.keys for m in self._before(token) if m.kind in kinds and m.use == "name"), ())

    def _pronoun(self, token: Token) -> tuple[str, ...]:
        word = token.lower_
        if word in HE | SHE:
            return self._person_before(token, feminine=word in SHE)
        if word in {"i", "me", "my"}:
            return tuple(filter(None, [self.speakers.get(token.sent.start, "")]))
        if word in WE and (found := self.tale.we(self.scene.parse.section(token))):
            return found
        if word in THEY:
            persons = (
                self._people(token, 2)
                if word in {"they", "them", "both"} and self._persons_last(token) and not self._sides_last(token)
                else ()
            )
            return persons or self.tale.sides(token, NUMBERS.get(word))
        if word == "it":
            return self._last_subject(token)
        return ()

    def _sides_last(self, token: Token) -> bool:
        """Whether the sentence before tells of "the sides" or "the delegations"."""
        if token.sent.start == 0:
            return False
        before = token.doc[token.sent.start - 1].sent
        lexicon = self.scene.lexicon
        plural = (t for t in before if t.dep_ in {"nsubj", "nsubj:pass"} and t.tag_ in {"NNS", "NNPS"})
        return any(lexicon.has("DelegationNoun", t.lemma_) or lexicon.has("PrincipalsNoun", t.lemma_) for t in plural)

    def _persons_last(self, token: Token) -> bool:
        """Whether the last set of actors named together is one of persons."""
        return next((company.kind for company in self.together.before(token)), "") == "Person"

    def _person_before(self, token: Token, feminine: bool) -> tuple[str, ...]:
        candidates = [m for m in self._before(token) if m.kind == "Person" and m.use == "name"]
        fitting = [m for m in candidates if self.scene.cast[m.keys[0]].feminine in {None, feminine}]
        here = [m for m in fitting if m.start >= token.sent.start]
        if here and token.dep_ == "nmod:poss":
            return here[0].keys[:1]
        for mention in fitting:
            head = self.scene.doc[mention.head]
            if head.dep_ in {"nsubj", "nsubj:pass", "obl:agent"} and mention.end <= token.i and token.i - mention.start < 120:
                return mention.keys[:1]
        return fitting[0].keys[:1] if fitting else ()

    def _last_subject(self, token: Token) -> tuple[str, ...]:
        for mention in self._before(token):
            if (
                mention.kind in {"State", "Organization", "WorkingGroup"}
                and mention.use == "name"
                and self.scene.doc[mention.head].dep_ in {"nsubj", "nsubj:pass"}
            ):
                return mention.keys
        return ()

    def story(self, token: Token) -> tuple[str, ...]:
        """Who is meant when a sentence names nobody: in a list of points those who adopted it, elsewhere the actors last named together."""
        if self.scene.parse.paragraph(token).block.kind == "item" and self.preamble:
            return self.preamble
        return self.tale.sides(token, None)

    def attendance(self, token: Token) -> tuple[str, ...]:
        """Who met where a sentence names nobody: the parties of the story, with the persons who stand for them there."""
        parties = self.story(token)
        return parties if parties == self.preamble else self.tale.cast(token)

    @cached_property
    def preamble(self) -> tuple[str, ...]:
        """The parties of a document that consists of points: the actors of the sentence that comes before them or opens them."""
        paragraphs = [p for p in self.scene.parse.paragraphs if p.end > p.start]
        items = [n for n, p in enumerate(paragraphs) if p.block.kind == "item"]
        if len(items) < 2:
            return ()
        before = [p for p in paragraphs[: items[0]] if p.block.kind == "body"]
        for paragraph in [*before, paragraphs[items[0]]]:
            for sentence in sentences(self.scene.doc, paragraph.start, paragraph.end):
                root = sentence.root
                named = [root, *subjects(root), *(c for c in root.children if c.dep_ in {"obj", "appos", "nsubj:pass"})]
                keys = self.actors(t for s in named for t in conjuncts(s))
                principals = tuple(dict.fromkeys(k for k in map(self.scene.principal_of, keys) if k and self.scene.cast[k].kind in ACTORS))
                if len(principals) > 1 or any(self.scene.cast[k].kind == "Organization" for k in principals):
                    return principals
        ranked = self.tale.protagonists(paragraphs[items[0]].block.section)
        return ranked[:2] if len(ranked) > 1 else ()

    def _people(self, token: Token, number: int | None) -> tuple[str, ...]:
        if found := self.tale.people(token, number):
            return found
        recent: list[str] = []
        limit = token.sent.start
        for mention in self._before(token):
            if mention.kind == "Person" and mention.use == "name" and limit - mention.start < 200:
                recent += [k for k in mention.keys if k not in recent]
            if len(recent) == (number or 2):
                return tuple(reversed(recent))
        return ()

    # -------------------------------------------------------------- offices

    def _office_holder(self, token: Token, states: tuple[str, ...]) -> tuple[str, ...]:
        """ "the foreign minister", "the envoy", "the diplomat": the last person named who holds such an office."""
        wanted = {token.lemma_.lower(), token.lower_}
        vague = self.scene.lexicon.has("NotAnOffice", token.lemma_.lower())
        determined = any(c.lower_ in {"the", "this", "his", "her", "their", "its"} or c.dep_ == "nmod:poss" for c in token.children)
        if not determined and not states and not token.text[:1].isupper():
            return ()
        for mention in self._before(token):
            if mention.kind != "Person" or mention.use != "name":
                continue
            for office in self.offices:
                fits = vague or wanted & office.words
                if office.person == mention.keys[0] and fits and (not states or set(states) & set(office.within) or not office.within):
                    return mention.keys[:1]
        return ()

    def _office_holders(self, token: Token, states: tuple[str, ...]) -> tuple[str, ...]:
        """ "the two presidents", "the foreign ministers": persons named before who hold such offices, as many as the text says."""
        wanted = {token.lemma_.lower()}
        if not any(c.lower_ in {"the", "these", "both", "their"} for c in token.children):
            return ()
        found: list[str] = []
        for mention in self._before(token):
            if (
                mention.kind == "Person"
                and mention.use == "name"
                and mention.keys[0] not in found
                and any(
                    o.person == mention.keys[0] and wanted & o.words and (not states or set(states) & set(o.within)) for o in self.offices
                )
            ):
                found.append(mention.keys[0])
            if len(found) == (_number(token) or 2):
                return tuple(reversed(found))
        return ()


def _number(token: Token) -> int | None:
    """How many a plural says it is ("the two sides"), None when it does not say."""
    if token.lower_ in NUMBERS:
        return NUMBERS[token.lower_]
    return next((NUMBERS[c.lower_] for c in token.children if c.lower_ in NUMBERS), None)


def clause_subjects(references: References, verb: Token) -> tuple[str, ...]:
    """The actors that are the surface subjects of a predicate."""
    return references.actors(t for s in subjects(verb) for t in conjuncts(s))
