"""The words of titles: which can stand in one, and where one that follows a name ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.facts.scene import Scene, is_title
from kg.facts.syntax import lower_at

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

STOPS = {",", "-", "–", "—", "--", ";", ".", ":", "(", ")", "“", "”", '"', "!", "?"}
LONGEST_TITLE = 24  # tokens; longer stretches are clauses, not titles


def title_part(scene: Scene, token: Token, last: bool) -> bool:
    """Whether a token can be a word of a title that stands before a name; `last` for the word right before the name."""
    lexicon = scene.lexicon
    if honorific(scene, token):
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
    if last and relational(scene, token):
        return True
    modifier = lexicon.has("TitleModifier", token.lower_) and (not last or _ends_portfolio(scene, token))
    return modifier or is_title(scene, token)


def _owned(scene: Scene, i: int) -> bool:
    return (mention := scene.at.get(i)) is not None and mention.kind == "State"


def honorific(scene: Scene, token: Token) -> bool:
    """ "Mr", "H.E.", "His Royal Highness", the dot of "Smt ." included."""
    if token.text == "." or token.lower_ in {"his", "her", "their", "royal", "imperial", "serene"}:
        beside = token.nbor(-1) if token.text == "." and token.i else token.nbor(1) if token.i + 1 < len(token.doc) else token
        return beside != token and (scene.lexicon.has("Honorific", beside.lower_) or token.text != "." and honorific(scene, beside))
    return scene.lexicon.has("Honorific", token.lower_)


def _ends_portfolio(scene: Scene, token: Token) -> bool:
    """ "Minister of Foreign Affairs NAME", "Secretary for Mines and Energy NAME": the last word of what an office is for."""
    i = token.i - 1
    while i > 0 and (scene.lexicon.has("TitleModifier", scene.doc[i].lower_) or scene.doc[i].lower_ in {"and", ",", "the", "&", "-"}):
        i -= 1
    return i > 0 and scene.doc[i].lower_ in {"of", "for"} and is_title(scene, scene.doc[i - 1])


def relational(scene: Scene, token: Token) -> bool:
    """ "counterpart", "opposite number", "successor": a noun that gives the office of somebody else."""
    return scene.lexicon.member("CounterpartNoun", token) or scene.lexicon.member("SuccessorNoun", token)


def served(scene: Scene, i: int) -> bool:
    """ "spokeswoman for President": whether a token leads from an office to that of the one who is served."""
    return scene.doc[i].lower_ == "for" and i + 1 < len(scene.doc) and is_title(scene, scene.doc[i + 1])


def plural(doc: Doc, nouns: list[int]) -> bool:
    """Whether one of some nouns is a plural."""
    return any(doc[k].tag_ in {"NNS", "NNPS"} for k in nouns)


def title_end(scene: Scene, start: int) -> int:
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
