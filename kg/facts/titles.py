"""Where the titles of a person stand: before the name, set off by commas, after it, in a relative clause."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.facts.scene import Mention, Scene, is_title
from kg.facts.syntax import lower_at

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

STOPS = {",", "-", "–", "—", "--", ";", ".", ":", "(", ")", "“", "”", '"', "!", "?"}
LONGEST_TITLE = 24  # tokens; longer stretches are clauses, not titles
ADVERBS = {
    "once",
    "formerly",
    "now",
    "currently",
    "previously",
    "also",
    "later",
    "today",
    "until",
    "recently",
    "long",
    "himself",
    "herself",
    "at",
    "time",
}
LEADING = {"ADJ", "NOUN", "PROPN", "PART", "NUM", "PUNCT"}  # what may stand before the noun of an office
SMALL = {"of", "the", "for", "and", "'s", "’s", "-"}
ARTICLES = {"the", "a", "an", "its", "their", "his", "her", "our", "then", "who", "is", "was"}


def titles(scene: Scene, mention: Mention, used: set[int]) -> Iterator[tuple[int, int]]:
    """Stretches of tokens that are titles of the person mentioned."""
    direct = _before(scene, mention.start)
    if direct:
        yield direct
    before = None
    if direct is None or _rank_only(scene, *direct):
        before = _before_comma(scene, direct[0] if direct else mention.start, used) or (None if direct else _shared(scene, mention))
    if before:
        yield before
    after = _after(scene, mention, used) if direct or not before else None
    if after:
        yield after
        yield from _relative(scene, after[1])
    elif not before and (not direct or _rank_only(scene, *direct)) and (listed := _after_list(scene, mention)):
        yield listed
    if not direct and not before and not after and (series := _series(scene, mention)):
        yield series
    comma = lower_at(scene.doc, mention.end) in {",", "-", "—", "–"}
    yield from _relative(scene, mention.end + 1) if comma else ()


def _series(scene: Scene, mention: Mention) -> tuple[int, int] | None:
    """ "the Presidents of Chad, A; of Mali, B; and of Togo, C": the plural title that opens the series."""
    doc = scene.doc
    i = mention.start - 1
    while i > doc[mention.start].sent.start and doc[i].lower_ != "of":
        if doc[i].pos_ == "VERB" and i not in scene.at:
            return None
        i -= 1
    if doc[i].lower_ != "of" or lower_at(doc, i - 1) not in {";", ",", "and"}:
        return None
    plural = [k for k in range(doc[i].sent.start, i) if doc[k].tag_ in {"NNS", "NNPS"} and is_title(scene, doc[k])]
    if not plural or lower_at(doc, plural[-1] + 1) != "of":
        return None
    start = plural[-1]
    while start > doc[i].sent.start and scene.lexicon.has("TitleModifier", doc[start - 1].lower_):
        start -= 1
    return (start, plural[-1] + 1)


def _rank_only(scene: Scene, start: int, end: int) -> bool:
    """ "Sheikh", "Lieutenant General": a form of address, beside which an office may stand."""
    words = [t for t in scene.doc[start:end] if t.is_alpha and not scene.lexicon.has("Honorific", t.lower_)]
    return all(scene.lexicon.has("RankNoun", t.lower_) or t.lower_ == "late" for t in words)


def _before(scene: Scene, start: int) -> tuple[int, int] | None:
    """ "the US special presidential envoy Sergei Ryabkov": walk left over words of titles."""
    doc = scene.doc
    i = start
    while i > doc[start].sent.start and i > start - LONGEST_TITLE and _title_part(scene, doc[i - 1], i == start):
        i -= 1
    while i < start and (doc[i].lower_ in ARTICLES or doc[i].lower_ in {"'s", "’s", "and", "-"}):
        i += 1
    found = any(is_title(scene, doc[j]) or _relational(scene, doc[j]) for j in range(i, start))
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


def _title_part(scene: Scene, token: Token, last: bool) -> bool:
    lexicon = scene.lexicon
    if _honorific(scene, token):
        return True
    mention = scene.at.get(token.i)
    if mention and (mention.kind in {"State", "Organization"} or mention.use == "title"):
        return not last or mention.use == "title"
    if token.lower_ in {"'s", "’s", "-"} and not last:
        return True
    if token.lower_ in {"of", "for", "and"} and not last and token.i:
        if token.lower_ == "and" and _owned(scene, token.i - 1) and _owned(scene, token.i + 1):
            return True
        return is_title(scene, token.nbor(-1)) or (token.lower_ == "and" and lexicon.has("TitleModifier", token.nbor(-1).lower_))
    if last and _relational(scene, token):
        return True
    modifier = lexicon.has("TitleModifier", token.lower_) and (not last or _ends_portfolio(scene, token))
    return modifier or is_title(scene, token)


def _owned(scene: Scene, i: int) -> bool:
    return (mention := scene.at.get(i)) is not None and mention.kind == "State"


def _honorific(scene: Scene, token: Token) -> bool:
    """ "Mr", "H.E.", "His Excellency", the dot of "Smt ." included."""
    if token.text == "." or token.lower_ in {"his", "her", "their"}:
        beside = token.nbor(-1) if token.text == "." and token.i else token.nbor(1) if token.i + 1 < len(token.doc) else token
        return beside != token and scene.lexicon.has("Honorific", beside.lower_)
    return scene.lexicon.has("Honorific", token.lower_)


def _ends_portfolio(scene: Scene, token: Token) -> bool:
    """ "Minister of Foreign Affairs NAME", "Secretary for Mines and Energy NAME": the last word of what an office is for."""
    i = token.i - 1
    while i > 0 and (scene.lexicon.has("TitleModifier", scene.doc[i].lower_) or scene.doc[i].lower_ in {"and", ",", "the", "&", "-"}):
        i -= 1
    return i > 0 and scene.doc[i].lower_ in {"of", "for"} and is_title(scene, scene.doc[i - 1])


def _before_comma(scene: Scene, start: int, used: set[int]) -> tuple[int, int] | None:
    """ "the Minister for Foreign Affairs of Japan, Hayashi Yoshimasa": a title closed by a comma right before the name."""
    doc = scene.doc
    i = start
    while i > 0 and (_honorific(scene, doc[i - 1]) or doc[i - 1].lower_ == "the"):
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
    while first > j and _title_part(scene, doc[first - 1], last=False):
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
            doc[k].tag_ in {"NNS", "NNPS"} and (is_title(scene, doc[k]) or _relational(scene, doc[k])) for k in range(*before)
        ):
            return before
    return None


def _person_ending(scene: Scene, end: int) -> Mention | None:
    """The person whose name, with "of STATE" after it or not, ends before a token."""
    other = scene.at.get(end - 1)
    if other and other.kind == "State" and other.start and scene.doc[other.start - 1].lower_ in {"of", "the"}:
        before = other.start - (2 if scene.doc[other.start - 1].lower_ == "the" else 1)
        other = scene.at.get(before - 1)
    return other if other and other.kind == "Person" and other.use == "name" and other.keys else None


def _after(scene: Scene, mention: Mention, used: set[int]) -> tuple[int, int] | None:
    """ "Marshall Billingslea, the US special presidential envoy for arms control, told": an apposition between commas."""
    doc = scene.doc
    i = mention.end
    if i < len(doc) and doc[i].text == "(":
        while i < len(doc) - 1 and doc[i].text != ")":
            i += 1
        i += 1
    if i < len(doc) and doc[i].lower_ == "of" and (place := scene.at.get(i + 1 if lower_at(doc, i + 1) != "the" else i + 2)):
        i = place.end
    if i + 1 >= len(doc) or doc[i].text not in {",", "-", "–", "—", "--"} or doc[i + 1].is_sent_start:
        return None
    start = i + 1
    while start < len(doc) and doc[start].lower_ in (ARTICLES | ADVERBS) - {"who", "is", "was"}:
        start += 1
    end = _title_end(scene, start)
    nouns = [k for k in range(start, end) if is_title(scene, doc[k]) or _relational(scene, doc[k])]
    if not nouns or (set(range(start, end)) & used and not _plural(doc, nouns)):
        return None
    leading = range(start, nouns[0])
    if (
        any(not _title_part(scene, doc[k], last=False) and doc[k].pos_ not in LEADING and doc[k].tag_ != "VBN" for k in leading)
        or len(leading) > 8
    ):
        return None
    if (master := _master(scene, start, end)) is not None:
        return (start, master)
    following = scene.at.get(end) or (scene.at.get(end + 1) if end < len(doc) and doc[end].text == "," else None)
    if following and following.kind == "Person" and following.use == "name" and following.keys:
        own = doc[i + 1].lower_ in {"its", "his", "her", "their"} or end == following.start
        if own or (
            following.end < len(doc) and _after(scene, following, used | set(range(start, end))) is None and lower_at(doc, end + 1) != "and"
        ):
            return None
    return (start, end)


def _master(scene: Scene, start: int, end: int) -> int | None:
    """ "adviser to Prime Minister Y": where the name of the one who is served ends."""
    other = scene.at.get(end)
    if not other or other.kind != "Person" or not other.keys or not any(t.lower_ == "to" for t in scene.doc[start:end]):
        return None
    return other.end


def _title_end(scene: Scene, start: int) -> int:
    """Where a title that begins at a token ends; an employer after a comma belongs to it ("Joint Secretary, Ministry of Mines")."""
    doc = scene.doc
    end = start
    while end < len(doc) and not doc[end].is_sent_start and end - start < LONGEST_TITLE and not _closes(scene, doc, end):
        end += 1
    if end > start and lower_at(doc, end) == "," and is_title(scene, doc[end - 1]):
        employer = scene.at.get(end + 2 if lower_at(doc, end + 1) == "the" else end + 1)
        if employer and employer.kind == "Organization" and lower_at(doc, employer.end) in {",", ".", ")", ";", "and", ""}:
            return employer.end
    return end


def _relational(scene: Scene, token: Token) -> bool:
    """ "counterpart", "opposite number", "successor": a noun that gives the office of somebody else."""
    return scene.lexicon.member("CounterpartNoun", token) or scene.lexicon.member("SuccessorNoun", token)


def _after_list(scene: Scene, mention: Mention) -> tuple[int, int] | None:
    """ "A and B, the foreign ministers of C and D": a plural title after several persons is everyone's."""
    doc = scene.doc
    last = mention
    while (following := _next_person(scene, last)) is not None:
        last = following
    if last is mention or lower_at(doc, last.end) != ",":
        return None
    start = last.end + 1
    while lower_at(doc, start) in {"the", "both", "respectively"}:
        start += 1
    end = _title_end(scene, start)
    nouns = [k for k in range(start, end) if is_title(scene, doc[k])]
    plain = nouns and all(_title_part(scene, doc[k], last=False) or doc[k].pos_ == "ADJ" for k in range(start, nouns[0]))
    return (start, end) if plain and _plural(doc, nouns) else None


def _plural(doc: Doc, nouns: list[int]) -> bool:
    return any(doc[k].tag_ in {"NNS", "NNPS"} for k in nouns)


def _next_person(scene: Scene, mention: Mention) -> Mention | None:
    """The person coordinated right after another."""
    i = mention.end
    while lower_at(scene.doc, i) in {",", "and"}:
        i += 1
    other = scene.at.get(i) if i > mention.end else None
    return other if other and other.kind == "Person" and other.use == "name" and other.keys else None


def _closes(scene: Scene, doc: Doc, i: int) -> bool:
    token = doc[i]
    if token.text in STOPS and not (token.text in {"-", "–"} and not doc[i - 1].whitespace_):
        return True
    if token.lower_ in {
        "who",
        "whose",
        "which",
        "whom",
        "that",
        "when",
        "where",
        "while",
        "but",
        "as",
        "on",
        "in",
        "at",
        "told",
        "said",
        "after",
    }:
        return not (token.lower_ in {"on", "in"} and doc[i - 1].pos_ in {"NOUN"} and scene.lexicon.member("TitleNoun", doc[i - 1]))
    if (mention := scene.at.get(i)) and mention.kind == "Person" and mention.use == "name" and mention.keys:
        return doc[mention.end].lower_ not in {"'s", "’s"} if mention.end < len(doc) else True
    if token.lower_ == "and":
        following = scene.at.get(i + 1)
        other = scene.at.get(i + 2) if lower_at(doc, i + 1) == "the" else following
        if other and other.kind == "State" and (before := scene.at.get(i - 1)) and before.kind == "State":
            return False
        return (
            bool(following and following.kind == "Person" and following.keys)
            or lower_at(doc, i + 1) in {"his", "her", "by", "the"}
            or (i + 1 < len(doc) and doc[i + 1].pos_ in {"VERB", "AUX"})
        )
    return token.pos_ in {"AUX"} or (token.pos_ == "VERB" and token.tag_ in {"VBD", "VBZ", "VBP"})


def _relative(scene: Scene, i: int) -> Iterator[tuple[int, int]]:
    """ "Rubinyan, who is deputy speaker of the National Assembly": a title in a relative clause that begins at a token."""
    doc = scene.doc
    if i + 2 >= len(doc) or doc[i].lower_ != "who" or doc[i].is_sent_start:
        return
    verb = next((t for t in doc[i + 1 : min(i + 4, len(doc))] if t.pos_ in {"VERB", "AUX"}), None)
    if verb is None or verb.lemma_ not in {"be", "become", "remain"}:
        return
    start = verb.i + 1
    end = _title_end(scene, start)
    while start < end and doc[start].lower_ in ARTICLES:
        start += 1
    if any(is_title(scene, doc[k]) for k in range(start, min(start + 6, end))):
        yield (start, end)
