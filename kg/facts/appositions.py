"""Titles after a name: set off by commas, shared by a list of persons, in a relative clause, in a series of countries and names."""

from __future__ import annotations

from collections.abc import Iterator

from kg.facts.scene import Mention, Scene, is_title
from kg.facts.syntax import lower_at
from kg.facts.wording import plural, relational, served, title_end, title_part

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
ARTICLES = {"the", "a", "an", "its", "their", "his", "her", "our", "then", "who", "is", "was"}


def after(scene: Scene, mention: Mention, used: set[int]) -> tuple[int, int] | None:
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
    end = title_end(scene, start)
    nouns = [k for k in range(start, end) if is_title(scene, doc[k]) or relational(scene, doc[k])]
    if not nouns or (set(range(start, end)) & used and not plural(doc, nouns)):
        return None
    leading = range(start, nouns[0])
    if (
        any(not title_part(scene, doc[k], last=False) and doc[k].pos_ not in LEADING and doc[k].tag_ != "VBN" for k in leading)
        or len(leading) > 8
    ):
        return None
    if (master := _master(scene, start, end)) is not None:
        return (start, master)
    following = scene.at.get(end) or (scene.at.get(end + 1) if end < len(doc) and doc[end].text == "," else None)
    if following and following.kind == "Person" and following.use == "name" and following.keys:
        own = doc[i + 1].lower_ in {"its", "his", "her", "their"} or end == following.start
        if own or (
            following.end < len(doc) and after(scene, following, used | set(range(start, end))) is None and lower_at(doc, end + 1) != "and"
        ):
            return None
    return (start, end)


def _master(scene: Scene, start: int, end: int) -> int | None:
    """ "adviser to Prime Minister Y", "spokeswoman for President Y": where the name of the one who is served ends."""
    other = scene.at.get(end)
    if not other or other.kind != "Person" or not other.keys:
        return None
    serves = any(t.lower_ == "to" for t in scene.doc[start:end]) or any(served(scene, i) for i in range(start, end))
    return other.end if serves else None


def after_list(scene: Scene, mention: Mention) -> tuple[int, int] | None:
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
    end = title_end(scene, start)
    nouns = [k for k in range(start, end) if is_title(scene, doc[k])]
    plain = nouns and all(title_part(scene, doc[k], last=False) or doc[k].pos_ == "ADJ" for k in range(start, nouns[0]))
    return (start, end) if plain and plural(doc, nouns) else None


def _next_person(scene: Scene, mention: Mention) -> Mention | None:
    """The person coordinated right after another."""
    i = mention.end
    while lower_at(scene.doc, i) in {",", "and"}:
        i += 1
    other = scene.at.get(i) if i > mention.end else None
    return other if other and other.kind == "Person" and other.use == "name" and other.keys else None


def relative(scene: Scene, i: int) -> Iterator[tuple[int, int]]:
    """ "Rubinyan, who is deputy speaker of the National Assembly": a title in a relative clause that begins at a token."""
    doc = scene.doc
    if i + 2 >= len(doc) or doc[i].lower_ != "who" or doc[i].is_sent_start:
        return
    verb = next((t for t in doc[i + 1 : min(i + 4, len(doc))] if t.pos_ in {"VERB", "AUX"}), None)
    if verb is None or verb.lemma_ not in {"be", "become", "remain"}:
        return
    start = verb.i + 1
    end = title_end(scene, start)
    while start < end and doc[start].lower_ in ARTICLES:
        start += 1
    if any(is_title(scene, doc[k]) for k in range(start, min(start + 6, end))):
        yield (start, end)


def matched(scene: Scene, mention: Mention) -> tuple[int, int] | None:
    """ "the Prime Ministers of Denmark, Iceland and Norway, A, B and C": a plural title and as many states as persons after them."""
    persons = _run(scene, mention.start, "Person", forward=True)
    before = _run(scene, mention.start, "Person", forward=False)
    first = before[0] if before else mention
    states = _run(scene, first.start, "State", forward=False)
    if len(states) < 2 or len(states) != len(before) + len(persons):
        return None
    start = states[0].start - (2 if lower_at(scene.doc, states[0].start - 1) == "the" else 1)
    title = scene.doc[start - 1] if start > 0 else None
    if title is None or scene.doc[start].lower_ != "of" or title.tag_ not in {"NNS", "NNPS"} or not is_title(scene, title):
        return None
    return _with_modifiers(scene, title.i), states[-1].end


def _run(scene: Scene, at: int, kind: str, *, forward: bool) -> list[Mention]:
    """The mentions of a kind that stand side by side from a token on, or up to it, with but commas, "and" and "the" between."""
    found: list[Mention] = []
    i = at if forward else at - 1
    while 0 <= i < len(scene.doc):
        mention = scene.at.get(i)
        if mention and mention.kind == kind and mention.use == "name" and mention.keys:
            found.append(mention)
            i = mention.end if forward else mention.start - 1
        elif scene.doc[i].lower_ in {",", "and", "the"}:
            i += 1 if forward else -1
        else:
            break
    return found if forward else found[::-1]


def _with_modifiers(scene: Scene, i: int) -> int:
    """Where a title begins whose noun is token i: "Deputy Prime Ministers"."""
    while i > scene.doc[i].sent.start and scene.lexicon.has("TitleModifier", scene.doc[i - 1].lower_):
        i -= 1
    return i


def series(scene: Scene, mention: Mention) -> tuple[int, int] | None:
    """ "the Presidents of Chad, A; of Mali, B; and of Togo, C": the plural title that opens the series."""
    doc = scene.doc
    i = mention.start - 1
    while i > doc[mention.start].sent.start and doc[i].lower_ != "of":
        if doc[i].pos_ == "VERB" and i not in scene.at:
            return None
        i = scene.at[i].start - 1 if i in scene.at else i - 1
    if doc[i].lower_ != "of" or lower_at(doc, i - 1) not in {";", ",", "and"}:
        return None
    plural = [k for k in range(doc[i].sent.start, i) if doc[k].tag_ in {"NNS", "NNPS"} and is_title(scene, doc[k])]
    if not plural or lower_at(doc, plural[-1] + 1) != "of":
        return None
    return _with_modifiers(scene, plural[-1]), plural[-1] + 1
