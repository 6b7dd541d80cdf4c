"""Names as strings: folded, cut into words, transliterated to what their spellings share, made into a path."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

from anyascii import anyascii


def word_set(text: str) -> frozenset[str]:
    """The words of a space-separated list."""
    return frozenset(text.split())


VARIANTS = {
    "defence": "defense",
    "centre": "center",
    "programme": "program",
    "labour": "labor",
    "harbour": "harbor",
    "ministries": "ministry",
}
ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "x": "10"}
FUNCTION_WORDS = word_set(
    "a an the of on in at to by for from with between among and or as into its their his her this that these those "
    "both each other one s de la le du des del "
    "be been is are was were has have had will would shall may can able it they them not than such"
)
# Spellings of one sound in the romanisations of Russian, Ukrainian, Arabic, Persian, Turkic and Korean names
# (BGN/PCGN, ISO 9, GOST, ALA-LC, press usage); the order matters.
SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^h(?=h)", ""),
        (r"shch|sch|tsch", "sh"),
        (r"dzh|zh", "j"),
        (r"tch", "ch"),
        (r"kh", "h"),
        (r"gh", "g"),
        (r"ph", "f"),
        (r"th", "t"),
        (r"ck|q", "k"),
        (r"c(?!h)", "k"),
        (r"w", "v"),
        (r"x", "ks"),
        (r"ou|oo", "u"),
        (r"ee", "i"),
        (r"y", "i"),
        (r"^ie(?=.)", "e"),
        (r"ie", "e"),
        (r"(?<=[aeou])i(?=[aeou])", ""),
        (r"(.)\1+", r"\1"),
    )
)


POSSESSIVE = re.compile(r"'s\b|(?<=s)'(?=\s|$)")
SEPARATORS = re.compile(r"[^a-z0-9+]+")
BRITISH = re.compile(r"is(?=(?:ation|ing|e|ed)$)")


@lru_cache(maxsize=1 << 17)
def fold(name: str) -> str:
    """ASCII, lower case, without dots and possessive endings; words are separated by one space."""
    text = (name if name.isascii() else anyascii(name)).casefold()
    if "'" in text:
        text = POSSESSIVE.sub("", text).replace("'", "")
    return SEPARATORS.sub(" ", text.replace(".", "").replace("co-op", "coop")).strip()


@lru_cache(maxsize=1 << 17)
def stem(word: str) -> str:
    """A folded word without plural, in American spelling, Roman numerals as digits."""
    word = VARIANTS.get(word, ROMAN.get(word, word))
    if len(word) > 4 and word.endswith("ies"):
        word = word[:-3] + "y"
    elif len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    return BRITISH.sub("iz", word) if len(word) > 6 else word


@lru_cache(maxsize=1 << 16)
def stems(text: str) -> frozenset[str]:
    """The stems of all words of a text that carry content."""
    return frozenset(stem(word) for word in fold(text).split() if word not in FUNCTION_WORDS)


@lru_cache(maxsize=1 << 17)
def sound(token: str) -> str:
    """What the transliterations of one name have in common: `sergei` for Sergei and Sergey, `japarov` for Zhaparov."""
    for pattern, heard in SOUNDS:
        token = pattern.sub(heard, token)
    return token


@lru_cache(maxsize=1 << 17)
def consonants(token: str) -> str:
    """The consonants of a `sound`, with a mark where it begins with a vowel."""
    return re.sub(r"^[aeiou]+", "'", token).translate(str.maketrans("", "", "aeiou"))


@lru_cache(maxsize=1 << 17)
def slug(name: str, limit: int = 80) -> str:
    """A name as one path segment, `working-group-on-principles`: ASCII, cut after a word where it is longer than `limit`."""
    words = fold(name).replace("+", " ").split()
    if words and words[0] == "the":
        words = words[1:]
    text = "-".join(words)
    if len(text) > limit:
        text = text[: limit + 1].rpartition("-")[0] or text[:limit]
    return text or "x" + digest(name)


def digest(*parts: str) -> str:
    """Eight hex digits of what describes a thing; parts are kept apart, so that ("ab", "c") is not ("a", "bc")."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:8]


def overlap(a: frozenset[str], b: frozenset[str]) -> float:
    """Overlap coefficient (Szymkiewicz–Simpson): the share of the smaller set that lies in the larger, 0 for an empty one."""
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def jaccard(a: frozenset[str], b: frozenset[str]) -> float:
    """Shared part of all words of two sets, 0 where both are empty."""
    return len(a & b) / len(a | b) if a or b else 0.0
