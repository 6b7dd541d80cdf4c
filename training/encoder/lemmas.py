"""The table of lemma rules, counted from treebanks: endings first, then the words that their ending would get wrong."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable

from kg.language.encoder.lemmas import LONGEST_ENDING, best_lemma, casing, lemma, lemma_rule
from training.conllu import Word

Counts = dict[str, Counter[str]]
SECOND = 0.05  # share of the words with an ending that make another rule worth trying


def lemma_table(words: Iterable[Word], is_word: Callable[[str], bool], least: int = 3) -> dict[str, list[str]]:
    """Rules by tag and ending (of `least` words or more), by tag and capitals, and by tag and form, for `kg.language.encoder.lemmas`."""
    uses = Counter((word.xpos, word.form, lemma_rule(word.form, word.lemma)) for word in words if _regular(word))
    table = _capitals(uses) | _endings(uses, least)
    forms: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for (tag, form, rule), count in uses.items():
        forms[tag, form][rule] += count
    exceptions = {}
    for (tag, form), rules in forms.items():
        rule = rules.most_common(1)[0][0]
        if lemma(form, rule) != best_lemma(table, form, tag, is_word):
            exceptions[f"{tag} {form}"] = [rule]
    return dict(sorted((table | exceptions).items()))


def _regular(word: Word) -> bool:
    """GUM gives "United" in "United States" the lemma "Unite"; a name is its own lemma."""
    return not word.xpos.startswith("NNP") or word.upos == "PROPN"


def _capitals(uses: Counter[tuple[str, str, str]]) -> dict[str, list[str]]:
    kept: Counter[str] = Counter()
    for (tag, form, rule), count in uses.items():
        key = casing(form)
        if key != "=small":
            kept[f"{tag} {key}"] += count if rule[0] == "k" else -count
    return {key: [] for key, balance in kept.items() if balance > 0}


def _endings(uses: Counter[tuple[str, str, str]], least: int) -> dict[str, list[str]]:
    types: dict[tuple[str, str], set[str]] = defaultdict(set)
    for (tag, form, rule), count in uses.items():
        if count > 0:
            types[tag, form.lower()].add("l" + rule[1:])
    counts: Counts = defaultdict(Counter)
    for (tag, form), rules in types.items():
        for size in range(min(LONGEST_ENDING, len(form)) + 1):
            for rule in sorted(rules):
                counts[f"{tag} -{form[len(form) - size :]}"][rule] += 1
    table: dict[str, list[str]] = {}
    for key in sorted(counts, key=len):
        ordered = counts[key].most_common(3)
        kept = [rule for rule, count in ordered if count >= SECOND * counts[key].total()]
        tag, _, ending = key.partition(" -")
        shorter = next((table[k] for k in (f"{tag} -{ending[i:]}" for i in range(1, len(ending) + 1)) if k in table), None)
        if not ending or ordered[0][1] >= least and shorter and kept[0] != shorter[0]:
            table[key] = kept
    return table
