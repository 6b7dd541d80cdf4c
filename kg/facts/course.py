"""The scene in force: the time and place that a telling has reached, for what happens there and names none of its own.

What sets the scene is an entry's date in a chronology, or a clause told before in the same paragraph and in the same tense: after
"In May the two met in Oslo" the next past clause stands in Oslo in May, while a plan, an earlier past or another paragraph does not.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.facts import settings
from kg.facts.scene import Scene
from kg.facts.tenses import Band, band
from kg.model import When

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True)
class Setting:
    """A time and places, either of them possibly unknown."""

    when: When = field(default_factory=When)
    place: tuple[str, ...] = ()


class Course:
    """The scene in force at each token of a document."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._told: dict[int, list[tuple[int, Band, Setting]]] = {}

    def at(self, token: Token) -> Setting:
        """The scene in force for what a token tells, as far as its paragraph sets one."""
        own = band(token)
        when: When = When()
        place: tuple[str, ...] = ()
        if own != "none":
            for i, other, setting in reversed(self._settings(self.scene.parse.paragraph_of[token.i])):
                if i >= token.sent.start or other != own:
                    continue
                if own == "future" and i < self._sentence_before(token):
                    break
                if when.start and setting.when.start and setting.when != when:
                    break
                when = when if when.start else setting.when
                place = place or setting.place
                if when.start and place:
                    break
        return Setting(when, place)

    def _sentence_before(self, token: Token) -> int:
        start = token.sent.start
        return self.scene.doc[start - 1].sent.start if start else 0

    def _settings(self, paragraph: int) -> list[tuple[int, Band, Setting]]:
        if paragraph not in self._told:
            p = self.scene.parse.paragraphs[paragraph]
            self._told[paragraph] = [
                (token.i, band(token), found)
                for token in self.scene.doc[p.start : p.end]
                if token.pos_ == "VERB" and token.dep_ not in settings.ASIDE
                if (found := self._own(token)).when.start or found.place
            ]
        return self._told[paragraph]

    def _own(self, verb: Token) -> Setting:
        return Setting(settings.when(self.scene, [verb]) or When(), settings.places(self.scene, [verb]))
