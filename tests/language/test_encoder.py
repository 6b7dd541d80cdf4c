from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

import kg.language.encoder.component  # noqa: F401  registers the factory
from kg.language.encoder.lemmas import best_lemma, lemma, lemma_rule
from kg.language.encoder.pieces import WordPieces, shape
from kg.language.encoder.trees import best_tree
from kg.language.pipeline import WEIGHTS

PARAGRAPH = (
    "MINSK, 12 May — The delegations agreed on Tuesday to exchange 40 prisoners, Belarusian Foreign Minister Ivan Petrov told reporters. "
    "“We didn't settle the question of the border,” he added. The next round will be held in Astana in June."
)


@pytest.fixture(scope="module")
def nlp() -> Language:
    return spacy.load(WEIGHTS)


def facts(doc: Doc) -> list[tuple[object, ...]]:
    return [(t.text, t.tag_, t.pos_, str(t.morph), t.lemma_, t.dep_, t.head.i, bool(t.is_sent_start), t.ent_iob_, t.ent_type_) for t in doc]


def is_tree(heads: tuple[int, ...]) -> bool:
    def reaches_root(word: int) -> bool:
        for _ in heads:
            word = heads[word - 1] if word else 0
        return word == 0

    return heads.count(0) == 1 and all(reaches_root(word) for word in range(1, len(heads) + 1))


def arcs_cross(heads: tuple[int, ...]) -> bool:
    arcs = [sorted((word, head)) for word, head in enumerate(heads, 1)]
    return any(a < c < b < d for a, b in arcs for c, d in arcs)


def all_trees(words: int) -> Iterator[tuple[int, ...]]:
    return (heads for heads in itertools.product(range(words + 1), repeat=words) if is_tree(heads) and not arcs_cross(heads))


@pytest.mark.parametrize("words", [1, 2, 3, 4, 5])
def test_best_tree_is_the_best_of_all_trees(words: int) -> None:
    """No other tree with one root and without crossing arcs has a higher sum of scores."""
    random = np.random.default_rng(words)
    trees = list(all_trees(words))
    for _ in range(20):
        scores = random.normal(size=(words, words + 1)).astype(np.float32)

        def total(heads: tuple[int, ...], scores: np.ndarray = scores) -> float:
            return float(sum(scores[i, head] for i, head in enumerate(heads)))

        found = tuple(int(head) for head in best_tree(scores))
        assert is_tree(found)
        assert not arcs_cross(found)
        assert total(found) == pytest.approx(max(map(total, trees)))


def test_word_pieces_are_the_longest_that_the_vocabulary_holds() -> None:
    """Case and accents go, punctuation marks stand alone, and what has no pieces is one unknown piece."""
    pieces = WordPieces(WEIGHTS / "accord_encoder" / "vocab.txt")
    names = (WEIGHTS / "accord_encoder" / "vocab.txt").read_text("utf-8").split("\n")
    assert [names[i] for i in pieces("Moscow")] == ["moscow"]
    assert [names[i] for i in pieces("ceasefires")] == ["ceasefire", "##s"]
    assert [names[i] for i in pieces("Orbán's")] == ["orb", "##an", "'", "s"]
    assert [names[i] for i in pieces("\U0001f600" * 2)] == ["[UNK]"]
    assert pieces("") == (pieces.unknown,)
    assert pieces("x" * 500) == (pieces.unknown,)


def test_shapes_tell_what_the_pieces_lost() -> None:
    """Words that differ by case, digits or the space before them alone have different shapes."""
    words = ("us", "US", "Us", "U", "12", "5th", "iPhone", "—")
    assert len({shape(word, spaced) for word in words for spaced in (True, False)}) == 2 * len(words)


@pytest.mark.parametrize(
    ("form", "wanted"),
    [("Agreed", "agree"), ("Lavrov", "Lavrov"), ("went", "go"), ("n't", "not"), ("parties", "party"), ("’s", "'s"), ("US", "US")],
)
def test_a_lemma_rule_undoes_itself(form: str, wanted: str) -> None:
    """The rule made from a form and its lemma leads from that form to that lemma."""
    assert lemma(form, lemma_rule(form, wanted)) == wanted


def test_a_lemma_rule_that_cuts_too_much_does_not_apply() -> None:
    """No lemma is empty, and none comes from more characters than there are."""
    assert lemma("go", "l5:go") is None
    assert lemma("go", "l2:") is None


def test_an_ending_leaves_the_choice_to_the_words_that_exist() -> None:
    """Exceptions come first, then the rule of the longest ending that makes a word."""
    table = {"VBD went": ["l4:go"], "VBD -ed": ["l1:", "l2:"], "NNP =Title": [], "NNP -": ["l0:"]}
    words = {"rule", "root"}
    made = [
        best_lemma(table, form, tag, words.__contains__)
        for form, tag in [("went", "VBD"), ("ruled", "VBD"), ("Rooted", "VBD"), ("Oslo", "NNP")]
    ]
    assert made == ["go", "rule", "root", "Oslo"]


def test_a_news_paragraph(nlp: Language) -> None:
    """Sentences, clauses, lemmas and tags of plain news prose are right."""
    doc = nlp(PARAGRAPH)
    sentences = [sentence.text for sentence in doc.sents]
    assert len(sentences) == 3
    assert sentences[1].startswith("“We")
    agreed = next(token for token in doc if token.text == "agreed")
    assert (agreed.lemma_, agreed.pos_, agreed.tag_) == ("agree", "VERB", "VBD")
    relations = {child.text: child.dep_ for child in agreed.children}
    assert relations["delegations"] == "nsubj"
    assert relations["exchange"] in {"xcomp", "advcl"}
    held = next(token for token in doc if token.text == "held")
    assert {child.dep_ for child in held.children} >= {"nsubj:pass", "aux:pass"}
    assert held.dep_ == "ROOT"


@pytest.mark.parametrize("make", [lambda text: text, lambda text: text * 12, lambda text: text.replace(".", ";").replace("”", "") * 6])
def test_every_sentence_is_a_tree(nlp: Language, make: Callable[[str], str]) -> None:
    """One root a sentence, from which each of its words hangs, however long the paragraph or the sentence."""
    doc = nlp(make(PARAGRAPH + " "))
    for sentence in doc.sents:
        assert [token for token in sentence if token.head == token] == [sentence.root]
        assert sentence.root.dep_ == "ROOT"
        assert len(list(sentence.root.subtree)) == len(sentence)


def test_a_long_paragraph_is_read_like_a_short_one(nlp: Language) -> None:
    """Windows end where sentences do: far into a paragraph the same sentences have the same trees."""
    once, often = nlp(PARAGRAPH), nlp(" ".join([PARAGRAPH] * 9))
    size = len(once)
    assert len(often) == 9 * size
    same = sum(
        (a.head.i - a.i, a.dep_) == (b.head.i - b.i, b.dep_)
        for start in range(0, 9 * size, size)
        for a, b in zip(once, often[start : start + size], strict=True)
    )
    assert same >= 0.95 * 9 * size


def test_company_changes_nothing(nlp: Language) -> None:
    """A text's parse is the same alone, in any batch, and the second time."""
    texts = [PARAGRAPH, "Talks resume", "They agreed.", PARAGRAPH[:150]]
    alone = [facts(nlp(text)) for text in texts]
    assert [facts(doc) for doc in nlp.pipe(texts)] == alone
    assert [facts(doc) for doc in nlp.pipe(reversed(texts), batch_size=2)] == alone[::-1]


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "  They  agreed \n to meet. ", "?", "\U0001f600", "a" * 3000, "\u200b\u200b x", "(" * 700]
)
def test_odd_texts(nlp: Language, text: str) -> None:
    """White space, nothing, and what is no word are parsed without complaint, and the text stays."""
    doc = nlp(text)
    assert doc.text == text
    assert all(token.pos_ == "SPACE" for token in doc if token.is_space)
    assert not [token for token in doc if not token.is_space and token.head.is_space]


def test_names_are_whole(nlp: Language) -> None:
    """Each name begins with B, and no name changes its type on the way."""
    doc = nlp(PARAGRAPH)
    assert any(entity.label_ == "PERSON" and "Petrov" in entity.text for entity in doc.ents)


def test_weights_survive_saving(nlp: Language, tmp_path: Path) -> None:
    """A pipeline that is saved and loaded parses as before."""
    nlp.to_disk(tmp_path)
    assert facts(spacy.load(tmp_path)(PARAGRAPH)) == facts(nlp(PARAGRAPH))
