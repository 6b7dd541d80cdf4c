"""What was agreed, proposed or refused, as a record under construction, and how two tellings of one thing become one record."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.facts import contents, settings
from kg.facts.scene import Scene
from kg.model import AgreementAction, AgreementStatus, When

if TYPE_CHECKING:
    from spacy.tokens import Token

ALIKE = 0.7  # share of common words from which two contents are one


@dataclass
class Deal:
    """An agreement under construction; `content` is the token range of its words, empty where the text tells only that there is one.

    The sentences of `tokens` tell it. A `wish` of one side is kept only when it was met or refused.
    """

    party: list[str]
    content: tuple[int, int]
    action: AgreementAction
    object: list[str]
    status: AgreementStatus
    trigger: int
    when: When | None = None
    place: list[str] = field(default_factory=list)
    meeting: str = ""
    deadline: When = field(default_factory=When)
    condition: str = ""
    tokens: list[int] = field(default_factory=list)
    wish: bool = False


def of_noun(
    scene: Scene, noun: Token, head: Token, party: list[str], status: AgreementStatus, told_by: list[Token], wish: bool = False
) -> Deal:
    """What a noun of agreeing or proposing has for content, with the time and place of the words that tell it."""
    words = contents.words(scene, head, noun)
    action, objects = contents.action(scene, head, words), contents.objects(scene, head)
    moment, place = settings.when(scene, told_by), list(settings.places(scene, told_by))
    return Deal(list(party), words, action, objects, status, noun.i, moment, place, tokens=[noun.i], wish=wish)


def note(scene: Scene, found: list[Deal], new: Deal) -> None:
    """Add a deal, or its sentence to one with the same words."""
    words = _words(scene, new)
    if not words:
        found.extend([new] if new.content[0] == new.content[1] else [])
        return
    if len(words) == 1 and _says_little(scene, new):
        return
    for old in found:
        if old.trigger == new.trigger and (joined := _joined(scene, old.content, new.content)):
            old.content = joined
            old.object += [o for o in new.object if o not in old.object]
            return
        if _same_body(scene, old, new) or _same_words(old, new, words, _words(scene, old)):
            _unite(old, new)
            return
    found.append(new)


def _says_little(scene: Scene, deal: Deal) -> bool:
    """ "will be formed", "the truce", "on the other hand": a content of one word that names nothing new."""
    first, last = scene.doc[deal.content[0]], scene.doc[deal.content[1] - 1]
    return last.pos_ not in {"NOUN", "PROPN"} or first.lower_ in {"the", "this", "that"} or last.lower_ == "hand"


def _words(scene: Scene, deal: Deal) -> set[str]:
    return {t.lemma_.lower() for t in scene.doc[slice(*deal.content)] if (t.is_alpha or t.like_num) and not t.is_stop}


def _same_words(old: Deal, new: Deal, words: set[str], theirs: set[str]) -> bool:
    overlap = 2 * len(words & theirs) / (len(words) + len(theirs)) if theirs else 0
    within = old.content[0] <= new.content[0] and new.content[1] <= old.content[1]
    around = new.content[0] <= old.content[0] and old.content[1] <= new.content[1]
    return bool(theirs) and (overlap >= ALIKE or within or around) and (old.status == new.status or _answered(old, new))


def _answered(old: Deal, new: Deal) -> bool:
    """A proposal and its refusal, or its acceptance."""
    return "proposed" in {old.status, new.status}


def _unite(old: Deal, new: Deal) -> None:
    if old.status != new.status:
        old.status = new.status if old.status == "proposed" else old.status
        old.party = list(dict.fromkeys([*old.party, *new.party]))
    old.wish = old.wish and new.wish
    old.object += [o for o in new.object if o not in old.object]
    old.tokens += [t for t in new.tokens if t not in old.tokens]


def _joined(scene: Scene, one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int] | None:
    """Two stretches that the parser made two complements of one verb, though nothing coordinates them."""
    first, second = sorted((one, other))
    between = scene.doc[first[1] : second[0]]
    if first[1] <= second[0] and len(between) <= 2 and all(t.pos_ in {"ADP", "PART", "SCONJ"} for t in between):
        return first[0], second[1]
    return None


def _same_body(scene: Scene, old: Deal, new: Deal) -> bool:
    """Whether two deals set up the same body or set of bodies."""
    if not ("establish" == old.action == new.action and old.status == new.status and set(old.party) & set(new.party)):
        return False
    if not new.object and any(_the_body(scene, t) for t in scene.doc[slice(*new.content)]):
        return True
    return bool(set(old.object) & set(new.object)) or bool(
        {scene.cast[o].generic for o in old.object} == {True}
        and new.object
        and all(_head(scene, o) == _head(scene, new.object[0]) for o in old.object)
    )


def _the_body(scene: Scene, token: Token) -> bool:
    """ "the groups": a body told of before."""
    return scene.lexicon.has("SetUpBodyNoun", token.lemma_.lower()) and any(c.lower_ in {"the", "these", "both"} for c in token.children)


def _head(scene: Scene, key: str) -> str:
    words = scene.cast[key].name.lower().split(" on ")[0].split()
    return words[-1].removesuffix("s") if words else ""
