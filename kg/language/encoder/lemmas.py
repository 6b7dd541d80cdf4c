"""Lemmas: rules that rewrite a word's end, chosen by the word, its tag and its last letters."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

Table = Mapping[str, Sequence[str]]
LONGEST_ENDING = 5


def lemma_rule(form: str, lemma: str) -> str:
    """The rule that turns a form into a lemma: "l" (lower case first) or "k" (keep), how many characters to cut at the end, what to add."""
    case = "k" if form != form.lower() and shared(form, lemma) > shared(form.lower(), lemma) else "l"
    base = form if case == "k" else form.lower()
    kept = shared(base, lemma)
    return f"{case}{len(base) - kept}:{lemma[kept:]}"


@lru_cache(maxsize=100_000)
def lemma(form: str, rule: str) -> str | None:
    """The lemma that a rule makes of a form, or None where the rule cuts more than there is."""
    case, (cut, _, added) = rule[0], rule[1:].partition(":")
    base = form if case == "k" else form.lower()
    if int(cut) > len(base):
        return None
    return (base[: len(base) - int(cut)] + added) or None


def best_lemma(table: Table, form: str, tag: str, is_word: Callable[[str], bool]) -> str:
    """The lemma of a form with a tag (of the Penn Treebank).

    The table's keys are "TAG form" for words whose rule isn't what their letters suggest, and "TAG -ending" for the rest. Of the rules of
    all endings that fit, the longest first, the first that makes a word is taken ("ruled", "rooted").
    """
    known = table.get(f"{tag} {form}")
    if known:
        return lemma(form, known[0]) or form
    case = "k" if f"{tag} {casing(form)}" in table else "l"
    lowered = form.lower()
    endings = (f"{tag} -{lowered[start:]}" for start in range(max(0, len(form) - LONGEST_ENDING), len(form) + 1))
    made = [text for key in endings for rule in table.get(key, ()) if (text := lemma(form, case + rule[1:]))]
    return next((text for text in made if is_word(text.lower())), made[0] if made else form)


def casing(form: str) -> str:
    """The key of a form's capitals in the table, where the tag's words of this kind keep them."""
    if form == form.lower():
        return "=small"
    return "=Title" if form[0].isupper() and form[1:] == form[1:].lower() and len(form) > 1 else "=CAPITALS"


def shared(a: str, b: str) -> int:
    """How many characters two words share at their beginnings."""
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
