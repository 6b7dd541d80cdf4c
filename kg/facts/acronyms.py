"""Names that introduce their own abbreviation: "the Karen Salvation Army (KSA)", "Commissariat à l'énergie atomique (CEA)"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.facts.cast import folded
from kg.facts.composites import note_composite
from kg.facts.names import HEADS, Run, capitalised
from kg.facts.scene import Scene, is_title

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

REACH = 14  # tokens before the bracket in which the name begins
SKIPPED = 3  # words in a row that an abbreviation may leave out
SHORTEST = 2  # letters of an abbreviation


def find(scene: Scene) -> None:
    """Note the names that no other rule bounds rightly because only the letters in the brackets tell where they begin."""
    doc = scene.doc
    for i in range(2, len(doc) - 2):
        if doc[i].text != "(" or doc[i + 2].text not in {")", ",", ";"} or not abbreviates(doc[i + 1]):
            continue
        start = _start(doc, i, doc[i + 1].text)
        if start is not None and not _known(scene, start, i) and not any(k in scene.at for k in range(start, i)):
            name = _run(scene, start, i)
            if name is not None:
                note_composite(scene, name, 0)


def abbreviates(token: Token) -> bool:
    """Two capitals or more, nothing but letters and digits: KSA, OzPol, G5S."""
    return sum(c.isupper() for c in token.text) >= SHORTEST and token.text.isalnum() and len(token.text) <= 10


def _start(doc: Doc, end: int, short: str) -> int | None:
    """Where the words begin whose first letters are the abbreviation's capitals, read from its last; None where they don't match."""
    letters = [c for c in short if c.isupper()]
    skipped = 0
    for i in range(end - 1, max(end - REACH, doc[end].sent.start) - 1, -1):
        initial = folded(doc[i].text)[:1].upper()
        if doc[i].text in {",", ";", ":", "(", ")", "."}:
            return None
        if initial == letters[-1]:
            letters.pop()
            skipped = 0
        elif doc[i].is_alpha:
            skipped += 1
        if not letters:
            return i if capitalised(doc[i]) else None
        if skipped > SKIPPED:
            return None
    return None


def _known(scene: Scene, start: int, end: int) -> bool:
    length, senses = scene.known(start, end)
    return length == end - start and bool(senses)


def _run(scene: Scene, start: int, end: int) -> Run | None:
    """The name as a run: its kind by its head noun, an organisation's where that tells nothing and nothing speaks against it."""
    doc, lexicon = scene.doc, scene.lexicon
    last = next((i - 1 for i in range(start + 1, end) if doc[i].lower_ in {"of", "on", "for", "to"}), end - 1)
    if any(is_title(scene, doc[i]) for i in (start, last)) or lexicon.member("CommonNoun", doc[last]):
        return None
    kind = next((lexicon.kinds[name] for name in HEADS if lexicon.member(name, doc[last])), None)
    if kind == "Place":
        return None
    return Run(start, end, last, kind or "Organization")
