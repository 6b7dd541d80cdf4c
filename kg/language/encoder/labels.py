"""What the encoder's heads can say: label sets kept as JSON beside the weights, and lemmas as rules that rewrite a word's end."""

from __future__ import annotations

from functools import lru_cache


def lemma_rule(form: str, lemma: str) -> str:
    """The rule that turns a form into a lemma: "l" (lower case first) or "k" (keep), how many characters to cut at the end, what to add."""
    case = "k" if form != form.lower() and _shared(form, lemma) > _shared(form.lower(), lemma) else "l"
    base = form if case == "k" else form.lower()
    kept = _shared(base, lemma)
    return f"{case}{len(base) - kept}:{lemma[kept:]}"


@lru_cache(maxsize=100_000)
def lemma(form: str, rule: str) -> str | None:
    """The lemma that a rule makes of a form, or None where the rule cuts more than there is."""
    case, (cut, _, added) = rule[0], rule[1:].partition(":")
    base = form if case == "k" else form.lower()
    if int(cut) > len(base):
        return None
    return (base[: len(base) - int(cut)] + added) or None


def _shared(a: str, b: str) -> int:
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
