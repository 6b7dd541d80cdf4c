"""Whose story a text tells: the actors that its title, its opening and its run of sentences put together, section by section."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, cached_property
from typing import TYPE_CHECKING

from kg.facts.mentions import Mention, Scene
from kg.facts.syntax import sentences
from kg.facts.together import Company, Together

if TYPE_CHECKING:
    from spacy.tokens import Token

OPENING = 3  # sentences that present the actors of a story
TITLE_SHARE, OPENING_SHARE = 3.0, 2.0  # what standing in the title or the opening counts, in tellings
SETTING_NOUNS = {"capital", "city", "town", "village", "coast", "agency"}
WORD = re.compile(r"\w+(?:['’.-]\w+)*")


class Story:
    """The main actors of the sections of one document."""

    def __init__(self, scene: Scene, together: Together) -> None:
        self.scene = scene
        self.together = together
        self._named = [m for m in scene.mentions if m.keys and m.use != "title"]
        self.protagonists = cache(self._protagonists)
        self.main = cache(self._main)

    def sides(self, token: Token, number: int | None) -> tuple[str, ...]:
        """The states or organisations that a plural stands for, as many as the text says: told of together before it in its paragraph,
        else the main ones, else told of together last, else those named most."""
        section = self.scene.parse.section(token)
        told = [(c, self.principals(c)) for c in self.together.before(token)]
        fitting = [(c, p) for c, p in told if len(p) > 1 and (number is None or len(p) == number)]
        main = self.main(section)
        here = self.scene.parse.paragraph_of[token.i]
        for company, found in fitting:
            if self.scene.parse.paragraph_of[company.start] == here and (number is not None or self._leading(found, section)):
                return found
        if main and (number is None or len(main) == number):
            return main
        ranked = self.protagonists(section)
        if number is not None and fitting:
            return next((p for _, p in fitting if set(p) <= set(ranked)), fitting[0][1])
        return ranked[: number or 2] if len(ranked) >= (number or 2) else ()

    def principals(self, company: Company) -> tuple[str, ...]:
        """For whom the members of a company act, each once."""
        return tuple(dict.fromkeys(filter(None, map(self.scene.principal_of, company.members))))

    def _leading(self, found: tuple[str, ...], section: int) -> bool:
        leading = set(self.protagonists(section)[: max(4, len(found))]) | set(self.main(section))
        return leading.issuperset(found) or not leading

    def _main(self, section: int) -> tuple[str, ...]:
        """The company that a section tells of most, in its title and its opening above all."""
        weights: Counter[frozenset[str]] = Counter()
        order: dict[frozenset[str], tuple[str, ...]] = {}
        opening, title = self._opening(section), self.title if section == self._first_section else ()
        for company in self.together.all:
            found = self.principals(company)
            if self.scene.parse.section_at(company.start) != section or len(found) < 2:
                continue
            weights[frozenset(found)] += 1 + OPENING_SHARE * (company.start < opening)
            order.setdefault(frozenset(found), found)
        if len(title) > 1:
            weights[frozenset(title)] += TITLE_SHARE
            order.setdefault(frozenset(title), title)
        if not weights:
            return ()
        for group in weights:
            weights[group] += TITLE_SHARE * len(group & set(title)) / max(len(title), len(group)) if title else 0
        return order[max(weights, key=lambda g: (weights[g], len(g)))]

    @cached_property
    def _first_section(self) -> int:
        return min((p.block.section for p in self.scene.parse.paragraphs), default=0)

    def _opening(self, section: int) -> int:
        """The token where a section's opening sentences end."""
        told = [p for p in self.scene.parse.paragraphs if p.block.section == section and p.end > p.start]
        first = [s.end for p in told for s in sentences(self.scene.doc, p.start, p.end)][:OPENING]
        return first[-1] if first else 0

    @cached_property
    def title(self) -> tuple[str, ...]:
        """The states and organisations that the document's title names and its text tells of."""
        words = WORD.findall(self.scene.parse.document.title)
        known = {p.code: p.key for p in self.scene.cast.of_kind("State", "Organization") if p.code}
        found: list[str] = []
        i = 0
        while i < len(words):
            length, senses = self.scene.gazetteer.longest(words, i)
            found += [known[s.entry.code] for s in senses if s.entry.code in known][:1]
            i += max(length, 1)
        return tuple(dict.fromkeys(found))

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
