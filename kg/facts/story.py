"""Whose story a text tells: the actors that its title, its opening and its run of sentences put together, section by section."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache, cached_property
from typing import TYPE_CHECKING

from kg.facts.cast import folded
from kg.facts.scene import ACTORS, Mention, Scene
from kg.facts.syntax import sentences
from kg.facts.together import Company, Together

if TYPE_CHECKING:
    from spacy.tokens import Token

OPENING = 3  # sentences that present the actors of a story
TITLE_SHARE, OPENING_SHARE, WE_SHARE = 2.0, 1.0, 8.0  # what the title, the opening and a declaration's "we" count, in tellings
BODY_SHARE = 0.7  # what an organisation counts that acts by itself, however often
LEADING_SHARE = 1.0  # what being named most often counts for two actors
NEAR, TOLD = 0.5, 0.8  # what being named in the paragraph, and being told of together in it, counts against the main company's 1
SETTING_NOUNS = {"capital", "city", "town", "village", "coast", "agency"}
WORD = re.compile(r"\w+(?:['’.]\w+)*")


class Story:
    """The main actors of the sections of one document."""

    def __init__(self, scene: Scene, together: Together) -> None:
        self.scene = scene
        self.together = together
        self._named = [m for m in scene.mentions if m.keys and m.use != "title"]
        self.protagonists = cache(self._protagonists)
        self._groups = cache(self._groups_of)
        self.we = cache(self._declaring)

    def sides(self, token: Token, number: int | None) -> tuple[str, ...]:
        """The states or organisations that a plural stands for, as many as the text says: told of together before it in its paragraph,
        else the main ones, else told of together last, else those named most."""
        section = self.scene.parse.section(token)
        groups = self._groups(section)
        if number is not None:
            groups = {g: w for g, w in groups.items() if len(g) == number}
        heaviest = max(groups, key=lambda g: (groups[g], len(g)), default=())
        groups = {g: w for g, w in groups.items() if len(g) > 1 or g == heaviest or not set(g) & set(heaviest)}
        if groups:
            here = self.scene.parse.paragraph_of[token.i]
            told = [set(self.principals(c)) for c in self.together.before(token) if self.scene.parse.paragraph_of[c.start] == here]
            return max(groups, key=lambda g: (self._weight(g, groups, here, told), len(g)))
        ranked = self.protagonists(section)
        return ranked[: number or 2] if len(ranked) >= (number or 2) else ()

    def _weight(self, group: tuple[str, ...], groups: dict[tuple[str, ...], float], here: int, told: list[set[str]]) -> float:
        """How likely a group is meant in a paragraph: by its part in the whole section, by being named here or just before, by being
        among those `told` of together here."""
        near = self._named_share(group, here) + 0.5 * self._named_share(group, here - 1)
        return groups[group] / max(groups.values()) + NEAR * near + TOLD * (set(group) in told)

    def _named_share(self, group: tuple[str, ...], paragraph: int) -> float:
        """The share of a group's members that a paragraph names."""
        named = self._names_by_paragraph.get(paragraph, frozenset())
        return len(named & set(group)) / len(group)

    @cached_property
    def _names_by_paragraph(self) -> dict[int, frozenset[str]]:
        found: dict[int, set[str]] = {}
        for mention in self._named:
            owners = {self.scene.principal_of(k) for k in mention.keys} | set(mention.keys)
            found.setdefault(self.scene.parse.paragraph_of[mention.start], set()).update(owners)
        return {paragraph: frozenset(keys) for paragraph, keys in found.items()}

    def people(self, token: Token, number: int | None) -> tuple[str, ...]:
        """The persons that a plural stands for: told of together just before it, in the section's opening, or else last."""
        section, here = self.scene.parse.section(token), self.scene.parse.paragraph_of[token.i]
        told = [c for c in self.together.before(token) if c.kind == "Person" and (number is None or len(c.members) == number)]
        opening = self._opening(section)

        def rank(company: Company) -> tuple[float, int]:
            apart = here - self.scene.parse.paragraph_of[company.start]
            return (2.0 if apart == 0 else 1.0 if company.start < opening else 0.5 if apart == 1 else 0.0), company.end

        return max(told, key=rank).members if told else ()

    def cast(self, token: Token) -> tuple[str, ...]:
        """The sides at a token with the persons who stand for them in the same paragraph or in the opening."""
        sides = self.sides(token, None)
        section, here = self.scene.parse.section(token), self.scene.parse.paragraph_of[token.i]
        opening = self._opening(section)
        for company in self.together.before(token):
            near = self.scene.parse.paragraph_of[company.start] == here or company.start < opening
            if company.kind == "Person" and near and set(self.principals(company)) == set(sides):
                return (*sides, *company.members)
        return sides

    def principals(self, company: Company) -> tuple[str, ...]:
        """For whom the members of a company act, each once."""
        return tuple(dict.fromkeys(filter(None, map(self.scene.principal_of, company.members))))

    def _groups_of(self, section: int) -> dict[tuple[str, ...], float]:
        """The companies that a section tells of, by how much: in its title and its opening above all."""
        weights: defaultdict[frozenset[str], float] = defaultdict(float)
        order: dict[frozenset[str], tuple[str, ...]] = {}
        title = frozenset(self.title if section == self._first_section else ())
        for group, share in self._presented(section):
            if len(group) > 1 or (group and self.scene.cast[group[0]].kind == "Organization"):
                weights[frozenset(group)] += share
                order.setdefault(frozenset(group), group)
        for members in weights if title else ():
            weights[members] += TITLE_SHARE * len(members & title) / max(len(title), len(members))
        return {order[members]: weight for members, weight in weights.items()}

    def _presented(self, section: int) -> Iterator[tuple[tuple[str, ...], float]]:
        """Groups of actors as a section presents them, each with what this counts."""
        opening = self._opening(section)
        for company in self.together.all:
            if self.scene.parse.section_at(company.start) == section and len(found := self.principals(company)) > 1:
                early = 1.0 if company.start < opening else 0.5 if company.start < self._opening(section, 2 * OPENING) else 0.0
                yield found, 1 + OPENING_SHARE * early
        if section == self._first_section:
            yield self.title, TITLE_SHARE
        yield self.we(section), WE_SHARE
        yield from ((body, BODY_SHARE) for body in dict.fromkeys(self._bodies(section, opening)))
        yield from ((members, 1 + (start < opening)) for members, start in self._formats(section))
        leading = self.protagonists(section)[:2]
        if len(leading) == 2:
            yield leading, LEADING_SHARE

    def _declaring(self, section: int) -> tuple[str, ...]:
        """Whom a declaration calls "we": the actors that its opening names between this word and its verb."""
        for token in self.scene.doc[: self._opening(section)]:
            if token.lower_ == "we" and token.dep_ == "nsubj" and self.scene.parse.section(token) == section:
                named = [m for m in self._named if token.i < m.start < token.head.i and m.kind in ACTORS]
                return tuple(dict.fromkeys(filter(None, (self.scene.principal_of(k) for m in named for k in m.keys))))
        return ()

    def _formats(self, section: int) -> Iterator[tuple[tuple[str, ...], int]]:
        """The members of each format that a section names, "the Normandy Four", and where."""
        for mention in self._named:
            if mention.kind in {"Process", "Organization"} and self.scene.parse.section_at(mention.start) == section:
                members = self._members(mention.keys[0])
                if any(named & set(members) for named in self._names_by_paragraph.values()):
                    yield members, mention.start

    def _members(self, key: str) -> tuple[str, ...]:
        """The states and organisations that a format consists of, where it is known as one."""
        members = tuple(k for k in self.scene.cast[key].of if self.scene.cast[k].kind in {"State", "Organization"})
        return members if len(members) > 1 else ()

    def _bodies(self, section: int, opening: int) -> Iterator[tuple[str, ...]]:
        """Organisations of no state that act by themselves: subjects anywhere in a section, and all that its opening names."""
        for mention in self._named:
            if mention.kind == "Organization" and mention.use == "name" and self.scene.parse.section_at(mention.start) == section:
                owner = self.scene.principal_of(mention.keys[0])
                if self.scene.cast[owner].kind == "Organization" and not self.scene.state_of(owner) and not self._members(owner):
                    acting = self.scene.doc[mention.head].dep_ in {"nsubj", "nsubj:pass", "obl:agent"}
                    if acting or mention.start < opening:
                        yield (owner,)

    @cached_property
    def _first_section(self) -> int:
        return min((p.block.section for p in self.scene.parse.paragraphs), default=0)

    def _opening(self, section: int, sentences_told: int = OPENING) -> int:
        """The token where a section's first sentences end."""
        told = [p for p in self.scene.parse.paragraphs if p.block.section == section and p.end > p.start]
        first = [s.end for p in told for s in sentences(self.scene.doc, p.start, p.end)][:sentences_told]
        return first[-1] if first else 0

    @cached_property
    def title(self) -> tuple[str, ...]:
        """The states and organisations that the document's title names, by themselves or through persons, and its text tells of."""
        words = [w.group() for w in WORD.finditer(self.scene.parse.document.title)]
        found = [*self._known_in(words), *self._spelt_in(words)]
        persons = [(i, key) for i, key in found if self.scene.cast[key].kind == "Person"]
        if len({self.scene.principal_of(key) for _, key in persons}) > 1:
            found = persons  # "Adams and Brown on the Chadian war": the sides stand there in person
        principals = [self.scene.principal_of(key) or key for _, key in sorted(found)]
        return tuple(dict.fromkeys(member for key in principals for member in self._members(key) or (key,)))

    def _known_in(self, words: list[str]) -> Iterator[tuple[int, str]]:
        """What the gazetteer knows of a title's words, with its place among them; a place that follows "in" is no actor."""
        known = {p.code: p.key for p in self.scene.cast.of_kind("State", "Organization") if p.code}
        i = 0
        while i < len(words):
            length, senses = self.scene.gazetteer.longest(words, i)
            if not (i and words[i - 1].lower() in {"in", "at", "near"}):
                yield from [(i, known[s.entry.code]) for s in senses if s.entry.code in known][:1]
            i += max(length, 1)

    def _spelt_in(self, words: list[str]) -> Iterator[tuple[int, str]]:
        """The text's own organisations and persons (by surname) whose names stand in a title, with their place in it."""
        spelt = f" {folded(' '.join(words))} "
        for player in self.scene.cast.of_kind("Organization", "Person"):
            person = player.kind == "Person"
            labels = [player.name.split()[-1]] if person else [label for label in player.labels if " " in label or label.isupper()]
            starts = [start for label in labels if (start := spelt.find(f" {folded(label)} ")) >= 0]
            starts = [start for start in starts if spelt[:start].split()[-1:] not in (["in"], ["at"], ["near"])]
            if starts and (person and self.scene.principal_of(player.key) or not person and not player.code):
                yield len(spelt[: starts[0]].split()), player.key

    def _protagonists(self, section: int) -> tuple[str, ...]:
        """The states and organisations of a section, most often named first; those named first of all count double."""
        counts: Counter[str] = Counter()
        first: dict[str, int] = {}
        for mention in self._named:
            if (
                mention.kind not in {"State", "Organization"}
                or self.scene.parse.section_at(mention.start) != section
                or self._setting(mention)
            ):
                continue
            for key in mention.keys:
                owner = self.scene.state_of(key) or key
                counts[owner] += 2 if len(first) < 3 else 1
                first.setdefault(owner, mention.start)
        parties = {k: c for k, c in counts.items() if c > 1 and self._can_be_party(k)}
        return tuple(sorted(parties, key=lambda k: (-parties[k], first[k])))

    def _can_be_party(self, key: str) -> bool:
        """States and known organisations; an unknown one when it is named side by side with others, and no state's own organ."""
        player = self.scene.cast[key]
        if player.kind == "State" or player.code:
            return True
        organ = player.of or any(self.scene.lexicon.has("StateOrganNoun", w) for w in player.name.lower().split())
        return not organ and any(key in company.members for company in self.together.all)

    def _setting(self, mention: Mention) -> bool:
        """Whether a name only says where something is: "in Canada", "the Canadian capital"."""
        doc = self.scene.doc
        head = doc[mention.head]
        before = doc[mention.start - 1].lower_ if mention.start else ""
        return before in {"in", "at"} or (mention.use == "modifier" and head.head.lemma_ in SETTING_NOUNS)
