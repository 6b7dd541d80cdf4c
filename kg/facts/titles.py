"""Where the titles of a person stand: before the name, set off by commas, after it."""

from __future__ import annotations

from collections.abc import Iterator

from kg.facts.appositions import ARTICLES, after, after_list, matched, relative, series
from kg.facts.scene import Mention, Scene, is_title
from kg.facts.syntax import lower_at
from kg.facts.wording import LONGEST_TITLE, STOPS, honorific, relational, served, title_part

SMALL = {"of", "the", "for", "and", "'s", "’s", "-"}


def titles(scene: Scene, mention: Mention, used: set[int]) -> Iterator[tuple[int, int]]:
    """Stretches of tokens that are titles of the person mentioned."""
    yield from _in_name(scene, mention)
    direct = _before(scene, mention.start)
    if direct:
        yield direct
    before = None
    if direct is None or _rank_only(scene, *direct):
        before = _before_comma(scene, direct[0] if direct else mention.start, used) or (None if direct else _shared(scene, mention))
    if before:
        yield before
    behind = after(scene, mention, used) if direct or not before else None
    if behind:
        yield behind
        yield from relative(scene, behind[1])
    elif not before and (not direct or _rank_only(scene, *direct)) and (listed := after_list(scene, mention)):
        yield listed
    if not direct and not before and not behind and (shared := series(scene, mention) or matched(scene, mention)):
        yield shared
    comma = lower_at(scene.doc, mention.end) in {",", "-", "—", "–"}
    yield from relative(scene, mention.end + 1) if comma else ()


def _in_name(scene: Scene, mention: Mention) -> Iterator[tuple[int, int]]:
    """ "King Hussein": where the title is part of the name by which one is known, but not of the name itself."""
    first = scene.doc[mention.start]
    if mention.end - mention.start > 1 and is_title(scene, first):
        known = scene.gazetteer.person(scene.doc[mention.start : mention.end].text, scene.year)
        if known is not None and not known.label.startswith(first.text):
            yield mention.start, mention.start + 1


def _rank_only(scene: Scene, start: int, end: int) -> bool:
    """ "Sheikh", "Lieutenant General": a form of address, beside which an office may stand."""
    words = [t for t in scene.doc[start:end] if t.is_alpha and not scene.lexicon.has("Honorific", t.lower_)]
    return all(scene.lexicon.has("RankNoun", t.lower_) or t.lower_ == "late" for t in words)


def _before(scene: Scene, start: int) -> tuple[int, int] | None:
    """ "the US special presidential envoy Sergei Ryabkov": walk left over words of titles."""
    doc = scene.doc
    i = start
    while i > doc[start].sent.start and i > start - LONGEST_TITLE and title_part(scene, doc[i - 1], i == start):
        i -= 1
    i = next((k + 1 for k in range(start - 1, i, -1) if served(scene, k)), i)
    while i < start and (doc[i].lower_ in ARTICLES or doc[i].lower_ in {"'s", "’s", "and", "-"}):
        i += 1
    found = any(is_title(scene, doc[j]) or relational(scene, doc[j]) for j in range(i, start))
    return (i, start) if found else _before_with_owner(scene, start)


def _before_with_owner(scene: Scene, start: int) -> tuple[int, int] | None:
    """ "Minister of Foreign Affairs of the Republic of Belarus Vladimir Makei": the owner stands between the office and the name."""
    doc = scene.doc
    owner = scene.at.get(start - 1)
    if owner is None or owner.kind not in {"State", "Organization"} or owner.start < 2:
        return None
    i = owner.start
    while i > doc[start].sent.start and i > start - LONGEST_TITLE and (doc[i - 1].lower_ in SMALL or doc[i - 1].text[:1].isupper()):
        i -= 1
    nouns = [j for j in range(i, owner.start) if is_title(scene, doc[j])]
    if not nouns or doc[owner.start - 1].lower_ not in {"of", "the", "for"}:
        return None
    while nouns[0] > i and scene.lexicon.has("TitleModifier", doc[nouns[0] - 1].lower_):
        nouns[0] -= 1
    return (nouns[0], start)


def _before_comma(scene: Scene, start: int, used: set[int]) -> tuple[int, int] | None:
    """ "the Minister for Foreign Affairs of Japan, Hayashi Yoshimasa": a title closed by a comma right before the name."""
    doc = scene.doc
    i = start
    while i > 0 and (honorific(scene, doc[i - 1]) or doc[i - 1].lower_ == "the"):
        i -= 1
    if i < 2 or doc[i - 1].text not in {","} or doc[i].is_sent_start:
        return None
    end = i - 1
    j = end
    while (
        j > doc[start].sent.start
        and end - j < LONGEST_TITLE
        and (doc[j - 1].text not in STOPS - {"-"} or _employer_between(scene, j, end))
        and (doc[j - 1].pos_ not in {"VERB", "AUX"} or (j - 1 in scene.at and scene.at[j - 1].kind in {"State", "Organization"}))
    ):
        if (other := scene.at.get(j - 1)) and other.kind == "Person" and other.keys and doc[j].lower_ not in {"'s", "’s"}:
            break
        j -= 1
    while j < end and doc[j].lower_ in ARTICLES | {"and", "by", "that", "with", "to"}:
        j += 1
    nouns = [k for k in range(j, end) if is_title(scene, doc[k]) or scene.lexicon.member("CounterpartNoun", doc[k])]
    if not nouns or set(range(j, end)) & used:
        return None
    first = nouns[0]
    if doc[first].tag_ in {"NNS", "NNPS"} and _person_follows(scene, start):
        end = first + 1
    while first > j and title_part(scene, doc[first - 1], last=False):
        first -= 1
    stray = any(doc[k].lower_ in {"when", "while", "as"} for k in range(j, end))
    return None if stray or end - first > LONGEST_TITLE else (first, end)


def _employer_between(scene: Scene, start: int, end: int) -> bool:
    """ "Official Spokesperson, Ministry of External Affairs, NAME": the employer between two commas."""
    mention = scene.at.get(start)
    return (
        mention is not None
        and mention.kind in {"Organization", "State"}
        and (mention.start, mention.end) == (start, end)
        and scene.doc[start - 1].text == ","
        and start > 1
        and is_title(scene, scene.doc[start - 2])
    )


def _person_follows(scene: Scene, start: int) -> bool:
    """Whether another person is coordinated with the one at `start`."""
    doc = scene.doc
    end = scene.at[start].end if start in scene.at else start + 1
    window = range(end, min(end + 8, len(doc)))
    return any(doc[k].lower_ == "and" and (o := scene.at.get(k + 1)) is not None and o.kind == "Person" and bool(o.keys) for k in window)


def _shared(scene: Scene, mention: Mention) -> tuple[int, int] | None:
    """ "Foreign Ministers A and B": a plural title before the first of several persons is everyone's."""
    doc = scene.doc
    i = mention.start
    while i > 1 and doc[i - 1].lower_ in {"and", ","} and (other := _person_ending(scene, i - 1)):
        i = other.start
        before = _before(scene, i) or _before_comma(scene, i, set())
        if before and any(
            doc[k].tag_ in {"NNS", "NNPS"} and (is_title(scene, doc[k]) or relational(scene, doc[k])) for k in range(*before)
        ):
            return before
    return None


def _person_ending(scene: Scene, end: int) -> Mention | None:
    """The person whose name, with "of STATE" after it or not, ends before a token."""
    other = scene.at.get(end - 1)
    if other and other.kind == "State" and other.start and scene.doc[other.start - 1].lower_ in {"of", "the", "for"}:
        before = other.start - (2 if scene.doc[other.start - 1].lower_ == "the" else 1)
        other = scene.at.get(before - 1)
    return other if other and other.kind == "Person" and other.use == "name" and other.keys else None
