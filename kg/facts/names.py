"""Where a name begins and ends: runs of capitalised words with the small words that hold them together, and what their head noun says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.model import EntityKind

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from kg.facts.lexicon import Lexicon

JOINERS = {
    "of",
    "on",
    "for",
    "in",
    "to",
    "against",
    "with",
    "between",
    "from",
    "by",
    "among",
    "beyond",
    "concerning",
    "under",
    "at",
    "within",
}
ARTICLES = {"the", "a", "an", "its", "their", "all"}
INDEFINITE = {"a", "an", "another", "new"}
PARTICLES = {
    "al",
    "el",
    "bin",
    "ibn",
    "ben",
    "bint",
    "de",
    "da",
    "do",
    "dos",
    "das",
    "del",
    "della",
    "di",
    "du",
    "la",
    "le",
    "van",
    "von",
    "der",
    "den",
    "ter",
    "y",
    "ul",
    "ur",
    "ould",
    "abu",
}
# Words that a capital at the head of a sentence or an entry does not make part of a name, whatever the tagger thinks.
NEVER_FIRST = {"the", "a", "at", "in", "on", "of", "from", "with", "by", "under", "during", "after", "before", "between"}
CLOSED = {"ADP", "DET", "PRON", "CCONJ", "SCONJ", "AUX"}
HEADS = ("TreatyNoun", "GroupNoun", "ProcessNoun", "OrganizationNoun", "PlaceNoun")
LONG_KINDS = {"Treaty", "WorkingGroup", "Organization"}
LONG_NAMED = {"Treaty", "WorkingGroup", "Organization", "Process"}
PRE = {"of", "on", "for", "in", "to", "against", "between", "with"}


@dataclass(frozen=True, slots=True)
class Run:
    """Tokens `[start, end)` that look like one name; `head` is the index of its head noun, `kind` what that noun names, if anything."""

    start: int
    end: int
    head: int
    kind: EntityKind | None


def capitalised(token: Token) -> bool:
    """Whether a token can be a word of a name: upper-case initial, and not so only because it opens a sentence."""
    text = token.text
    if not (text[0].isupper() or (text[0] in "‘'’" and text[1:2].isupper())) or not any(c.isalpha() for c in text):
        return False
    if not token.is_sent_start and not (token.i and token.nbor(-1).text in {"“", '"', "‘"} and token.nbor(-1).is_sent_start):
        return True
    follows = token.i + 1 < len(token.doc) and token.nbor(1).text[:1].isupper() and token.nbor(1).pos_ not in {"PRON"}
    return token.pos_ == "PROPN" or (follows and token.pos_ in {"ADJ", "NOUN", "VERB"}) or (text.isupper() and token.tag_ != "DT")


def tight_hyphen(doc: Doc, i: int) -> bool:
    """Whether token i is a hyphen with no space on either side, as in Kyrgyz-Tajik."""
    return doc[i].text in {"-", "–"} and i > 0 and not doc[i - 1].whitespace_ and not doc[i].whitespace_


def word_end(doc: Doc, i: int, limit: int) -> int:
    """The end of the hyphenated word that starts at token i."""
    end = i + 1
    while end + 1 < limit and tight_hyphen(doc, end):
        end += 2
    return end


def run(doc: Doc, i: int, limit: int, lexicon: Lexicon, temporal: frozenset[int] = frozenset()) -> Run | None:
    """The longest name that starts at token i, before token `limit` and without time expressions but "of DATE" at its end."""
    if not capitalised(doc[i]) or _no_first_word(doc[i]):
        return None
    times = [t for t in range(i, limit) if t in temporal]
    stop = min(times, default=limit)
    found = _run(doc, i, stop, lexicon)
    if (
        times
        and found.end in {stop - 1, stop}
        and found.end - found.start == 1
        and doc[stop - 1].lower_ == "of"
        and _treaty_word(doc[i], lexicon)
    ):
        end = stop
        while end < limit and (end in temporal or doc[end].text == "," and end + 1 in temporal):
            end += 1
        return Run(i, end, i, "Treaty")
    return found


def _no_first_word(token: Token) -> bool:
    """ "At Reykjavik Reagan", "A Joint Commission": a small word that is capital only because something begins with it."""
    return token.lower_ in NEVER_FIRST or (token.pos_ in CLOSED and not token.text.isupper())


def _treaty_word(token: Token, lexicon: Lexicon) -> bool:
    return lexicon.member("TreatyNoun", token)


def _run(doc: Doc, i: int, limit: int, lexicon: Lexicon) -> Run:
    end = word_end(doc, i, limit)
    while end < limit:
        following = _simple_step(doc, end, limit)
        if following is None:
            break
        end = following
    head, kind = _head(doc, i, end, lexicon)
    if kind is None and end + 1 < limit and doc[end].lower_ in {"of", "for", "on"}:
        head, kind = _head(doc, i, end + 1, lexicon)
    for _ in range(12):
        following = _joined_step(doc, i, end, limit, kind, lexicon)
        if following is None:
            break
        end = following
        if kind is None:
            head, kind = _head(doc, i, end, lexicon)
    if kind is None and end - i > 2 and lexicon.member("TreatyNoun", doc[end - 1]):
        head, kind = end - 1, "Treaty"
    return Run(i, end, head, kind)


def _simple_step(doc: Doc, end: int, limit: int) -> int | None:
    """One more word of a plain name: a capitalised word, a particle, a bracketed abbreviation inside the name, or digits after one."""
    token = doc[end]
    if token.is_sent_start:
        return None
    if capitalised(token) and token.lower_ not in {"i"}:
        return word_end(doc, end, limit)
    if token.lower_ in PARTICLES and (doc[end - 1].text[:1].isupper() or doc[end - 1].lower_ in PARTICLES):
        after = word_end(doc, end, limit)
        if after > end + 1 and any(t.text[:1].isupper() for t in doc[end:after]):
            return after
        if after < limit and (capitalised(doc[after]) or doc[after].lower_ in PARTICLES):
            return after
    if (
        token.lower_ in {"'s", "’s"}
        and end + 1 < limit
        and capitalised(doc[end + 1])
        and doc[end - 1].lower_ in {"people", "women", "children", "workers"}
    ):
        return word_end(doc, end + 1, limit)
    if token.text == "(" and end + 3 < limit and doc[end + 2].text == ")" and doc[end + 1].text.isupper() and capitalised(doc[end + 3]):
        return word_end(doc, end + 3, limit)
    if re.fullmatch(r"[IVX]{1,4}|\d{1,2}", token.text) and token.pos_ in {"NUM", "PROPN"} and doc[end - 1].text.isupper():
        return end + 1
    return None


def _joined_step(doc: Doc, start: int, end: int, limit: int, kind: EntityKind | None, lexicon: Lexicon) -> int | None:
    """One more stretch after a small word ("of the", "on", "and"): only in names whose head noun has been seen or stands right after."""
    if end + 1 >= limit:
        return None
    word = doc[end].lower_
    after = end + 1
    while after < limit and doc[after].lower_ in ARTICLES:
        after += 1
    if after + 1 < limit and re.fullmatch(r"\d+(st|nd|rd|th)", doc[after].text):
        after += 1
    if after >= limit or not capitalised(doc[after]):
        return None
    stretch = word_end(doc, after, limit)
    while stretch < limit and (following := _simple_step(doc, stretch, limit)) is not None:
        stretch = following
    if word in JOINERS and kind in LONG_NAMED and (word in {"of", "on", "for"} or _has(doc, start, end, PRE)):
        return stretch
    if word in {"and", "&"} and kind in LONG_NAMED and _has(doc, start, end, PRE) and not _new_head(doc, after, stretch, lexicon):
        return stretch
    if word == "," and kind in {"Treaty", "WorkingGroup"} and _has(doc, start, end, {"on", "of"}) and _series_goes_on(doc, stretch, limit):
        return stretch
    if kind == "Treaty" and doc[end - 1].text[:1].isupper() and doc[end - 1].pos_ == "VERB" and word in ARTICLES | JOINERS:
        return stretch
    if word == "of" and kind is None and _head(doc, after, stretch, lexicon)[1] == "Treaty" and doc[after - 1].lower_ == "of":
        return stretch  # the Status of Forces Agreement
    if word in {"and", "&"} and kind is None:
        _, later = _head(doc, after, stretch, lexicon)
        single = doc[end - 1].i == start or later == "WorkingGroup" and lexicon.has("GroupModifier", doc[start].lower_)
        if later in {"WorkingGroup", "Treaty", "Process", "Organization"} and single and doc[start].ent_type_ == "":
            return stretch
    return None


def _has(doc: Doc, start: int, end: int, words: set[str]) -> bool:
    return any(doc[i].lower_ in words for i in range(start, end))


def _new_head(doc: Doc, start: int, end: int, lexicon: Lexicon) -> bool:
    """Whether a stretch after "and" is a name of its own: "… and the Working Group on …", "… and a Memorandum"."""
    return (
        _head(doc, start, end, lexicon)[1] in {"WorkingGroup", "Treaty"}
        or doc[start - 1].lower_ in {*INDEFINITE, "the"}
        and lexicon.member("TreatyNoun", doc[start])
        or (doc[start - 1].lower_ == "the" or doc[start].tag_ not in {"NNS", "NNPS"})
        and lexicon.member("TitleNoun", doc[start])
    )


def _series_goes_on(doc: Doc, at: int, limit: int) -> bool:
    """Whether a list of capitalised items is closed by "and" soon after."""
    return any(
        doc[i].lower_ == "and" and i + 1 < limit and any(capitalised(t) for t in doc[i + 1 : min(i + 3, limit)])
        for i in range(at, min(at + 9, limit))
    )


def _head(doc: Doc, start: int, end: int, lexicon: Lexicon) -> tuple[int, EntityKind | None]:
    """The head noun of a name: the last word before its first "of", "on" or "for"."""
    last = end - 1
    while last > start + 1 and tight_hyphen(doc, last - 1) and not doc[last].is_alpha:
        last -= 2
    for i in range(start + 1, end):
        if doc[i].lower_ in PRE or doc[i].tag_ == "VBG" and lexicon.member("TreatyNoun", doc[i - 1]):
            last = i - 1
            break
    while last > start and (
        doc[last].is_punct
        or doc[last].is_digit
        or re.fullmatch(r"[IVX]{1,4}|\d+(\+\d+)?|[A-Z]{2,6}", doc[last].text)
        and doc[last - 1].text in {"("}
    ):
        last -= 1
    if end > last + 1 and last + 2 < len(doc) and doc[last + 1].lower_ == "of" and lexicon.has("IntentNoun", doc[last + 2].lower_):
        return last, "Treaty"  # a Statement of Intent, a Programme of Cooperation
    for name in HEADS:
        if lexicon.member(name, doc[last]) and (last > start or end > last + 1):
            return last, lexicon.kinds[name]
    return last, None
