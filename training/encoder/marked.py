"""Documents with their events marked, as examples for the event reader. training/events/README.md tells what the marks mean."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from kg.language.layout import blocks
from kg.model import AgreementAction, TreatyActionKind
from training.conllu import Word
from training.marked import DOCUMENT, MARK

if TYPE_CHECKING:
    from spacy.language import Language

ROLE_OF = {"p": "party", "l": "place", "t": "time", "d": "due", "o": "object", "s": "speaker"}
ROLES = (*ROLE_OF.values(), "again")
STATUSES = {"agreed": "held", "rejected": "cancelled"}
ACTIONS, STEPS = sorted(get_args(AgreementAction)), sorted(get_args(TreatyActionKind))
LABELS = {
    "event": ["", "agreement", "meeting", *STEPS],
    "mention": ["", "group", "treaty"],
    "status": ["cancelled", "held", "planned", "proposed"],
    "action": ACTIONS,
    "role": [*ROLES],
}  # "" is no event and no mention


@dataclass(slots=True)
class Marked:
    """Words of one or more sentences with their marks, one of each a word: "" where there is none.

    `event` is a kind of event told by the word, `status` and `action` belong to it; `mention` is "treaty" or "group";
    `roles` holds (event's word, argument's word, role); `settings` tells whether they include where and when things were agreed.
    """

    words: list[Word]
    starts: list[bool]
    event: list[str]
    status: list[str]
    action: list[str]
    mention: list[str]
    roles: list[tuple[int, int, str]] = field(default_factory=list)
    settings: bool = False

    def part(self, start: int, end: int) -> Marked:
        """Words `start` to `end`, and the roles between them."""
        cut = slice(start, end)
        roles = [(e - start, a - start, role) for e, a, role in self.roles if start <= e < end and start <= a < end]
        words, starts = self.words[cut], self.starts[cut]
        return Marked(words, starts, self.event[cut], self.status[cut], self.action[cut], self.mention[cut], roles, self.settings)


@dataclass(frozen=True, slots=True)
class Document:
    """A document's words with their marks, and the texts of its paragraphs."""

    marked: Marked
    texts: list[str]


def read_marked(path: Path, nlp: Language) -> list[Document]:
    """The documents of a file, each after its front matter, cut into words as at run time."""
    text = path.read_text("utf-8")
    return [_document(*document.split("\n---\n", 1), nlp) for document in DOCUMENT.split(text)[1:]]


def _document(matter: str, text: str, nlp: Language) -> Document:
    clean, marks = _without_marks(text)
    read = Marked([], [], [], [], [], [], settings="\nsettings: marked" in matter)
    numbers: dict[str, int] = {}
    later: list[tuple[int, str, str]] = []
    texts: list[str] = []
    for block in blocks(clean):
        texts.append(block.text)
        doc = nlp.make_doc(block.text)
        for token in doc:
            if token.is_space:
                continue
            _add(read, token.text, bool(token.whitespace_), token.i == 0)
            here = range(block.origins[token.idx], block.origins[token.idx + len(token) - 1] + 1)
            for mark in (mark for i in here for mark in marks.pop(i, ())):
                _mark(read, mark.split(), numbers, later)
    read.roles = [(numbers[number], word, role) for word, role, number in later if number in numbers]
    return Document(read, texts)


def _without_marks(text: str) -> tuple[str, dict[int, list[str]]]:
    """The text without marks, and by the offset of the character before them the marks."""
    kept: list[str] = []
    marks: dict[int, list[str]] = {}
    size = position = 0
    for found in MARK.finditer(text):
        kept.append(text[position : found.start()])
        size += found.start() - position
        position = found.end()
        marks.setdefault(size - 1, []).extend(part.strip() for part in found[1].split(";"))
    return "".join([*kept, text[position:]]), marks


def _add(read: Marked, form: str, spaced: bool, first: bool) -> None:
    read.words.append(Word(form, "", "", "", "", 0, "", spaced))
    read.starts.append(first)
    for labels in (read.event, read.status, read.action, read.mention):
        labels.append("")


def _mark(read: Marked, parts: list[str], numbers: dict[str, int], later: list[tuple[int, str, str]]) -> None:
    word = len(read.words) - 1
    if parts[0] in {"treaty", "group"}:
        read.mention[word] = parts[0]
    elif parts[0] in ROLE_OF:
        later += [(word, ROLE_OF[parts[0]], number) for number in parts[1:]]
    elif parts[0].startswith("="):
        later.append((word, "again", parts[0][1:]))
    else:
        numbers[parts[0]] = word
        kind, more = parts[1], parts[2:]
        if kind in {"agreed", "proposed", "rejected"}:
            read.event[word], read.status[word], read.action[word] = "agreement", STATUSES.get(kind, kind), more[0]
        else:
            read.event[word] = "meeting" if kind in {"met", "meet"} else kind
            read.status[word] = more[0] if more else "held"
