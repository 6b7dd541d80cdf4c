"""Parses: the same every time and in any company, and every quote is the document's own."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import LanguageError
from kg.language import Parse, fingerprint, parse
from kg.language.pipeline import BATCH, event_reader, pipeline
from kg.model import Document

REPORT = """# Ministers meet over harbour

OULU, May 9 (LNA) — Norway and **Iceland** agreed on Thursday to share the catch,
the [Norwegian ministry](https://example.org/a_b) said. "We are
content," it added.

The Hon. Penny Marsh spoke next. Mr. Dahl did not.

1. To dredge the harbour.
2. To share the cost.

Done at Oulu, 9 May 2024
"""
OTHERS = ["Mali and Niger met in Gao.", "", "**", "# News\n\nGhana signed it. Togo did not.", "The sides agreed:\n\n- to meet;\n- to pay."]


def read(text: str) -> Parse:
    return next(parse([Document("doc", text)]))


def shape(parsed: Parse) -> list[tuple[object, ...]]:
    """All that later steps read of a token."""
    return [
        (t.text, t.lemma_, t.pos_, t.tag_, t.dep_, t.head.i, t.is_sent_start, start, end, owner)
        for t, start, end, owner in zip(parsed.doc, parsed.starts, parsed.ends, parsed.paragraph_of, strict=True)
    ]


def sentences(parsed: Parse) -> list[str]:
    return [parsed.quote(s) for s in parsed.doc.sents]


def test_the_same_text_gives_the_same_parse() -> None:
    """Twice in one process."""
    assert shape(read(REPORT)) == shape(read(REPORT))


def test_a_parse_does_not_depend_on_its_company() -> None:
    """Alone, among others, in another order, over the edge of a batch: document by document the same."""
    texts = [REPORT, *OTHERS] * (BATCH // 4)
    documents = [Document(f"d{n}", text) for n, text in enumerate(texts)]
    assert len(documents) > BATCH
    together = {p.document.identifier: shape(p) for p in parse(documents)}
    random.Random(7).shuffle(documents)
    apart = {p.document.identifier: shape(p) for p in parse(documents)}
    assert together == apart
    assert together["d0"] == shape(read(REPORT))
    assert together["d1"] == shape(read(OTHERS[0]))


def test_parses_come_in_order_one_by_one() -> None:
    """The documents are read as they are asked for, a batch at most ahead."""
    taken: list[str] = []

    def documents() -> list[Document]:
        return [Document(f"d{n}", OTHERS[0]) for n in range(BATCH * 2)]

    def watched() -> object:
        for document in documents():
            taken.append(document.identifier)
            yield document

    parses = parse(watched())  # type: ignore[arg-type]
    assert next(parses).document.identifier == "d0"
    assert len(taken) <= BATCH
    assert [p.document.identifier for p in parses] == [d.identifier for d in documents()][1:]


def test_quotes_are_the_documents_own_characters() -> None:
    """From first to last token, with the mark-up and line breaks that stand between."""
    parsed = read(REPORT)
    for sentence in parsed.doc.sents:
        start, end = parsed.offsets(sentence)
        assert parsed.quote(sentence) == REPORT[start:end]
        assert REPORT[start] == sentence[0].text[0]
        assert REPORT[end - 1] == sentence[-1].text[-1]
    for token in parsed.doc:
        assert parsed.quote(parsed.doc[token.i : token.i + 1]) == token.text
    assert any(
        "**Iceland** agreed on Thursday to share the catch,\nthe [Norwegian ministry](https://example.org/a_b) said." in q
        for q in sentences(parsed)
    )


def test_no_sentence_crosses_a_paragraph() -> None:
    """Each paragraph begins a sentence, a heading or point without a full stop too."""
    parsed = read(REPORT)
    for sentence in parsed.doc.sents:
        assert len({parsed.paragraph_of[t.i] for t in sentence}) == 1
    for paragraph in parsed.paragraphs:
        if paragraph.end > paragraph.start:
            assert parsed.doc[paragraph.start].is_sent_start
            assert parsed.paragraph(parsed.doc[paragraph.start]) == paragraph


def test_trees_stay_inside_sentences() -> None:
    """A token's governor stands in its own sentence."""
    parsed = read(REPORT)
    assert all(t.head.sent.start == t.sent.start for t in parsed.doc)


def test_sections_follow_datelines() -> None:
    """A token knows the section of its paragraph."""
    parsed = read("OSLO, May 1 - Norway met Iceland.\n\nSOFIA, May 2 - Bulgaria met Serbia.")
    where = {t.text: parsed.section(t) for t in parsed.doc}
    assert where["Norway"] == where["Iceland"] != where["Bulgaria"] == where["Serbia"]


@pytest.mark.parametrize(
    "text",
    [
        "They thanked the Hon. Penny Marsh for her work.",
        "They met Gen. Omar Nasser on the bridge.",
        "They received H.E. Baiba Lund in the palace.",
        "They heard Mr. Dahl and Ms. Lund at noon.",
        "They heard Dr. Dahl at noon.",
        "They spoke to Lt. Col. Omar Nasser on the bridge.",
        "They met Sen. Lund in the capital.",
        "They named the U.S. Department of State in the text.",
        "They met on Oct. 4 in the capital.",
        "They adopted No. 12 of the texts.",
    ],
)
def test_abbreviations_end_no_sentence(text: str) -> None:
    """A full stop after a title, a month or a number sign is part of the abbreviation."""
    assert sentences(read(text)) == [text]


def test_a_sentence_ends_only_where_something_closes_it() -> None:
    """Names and titles in capitals begin none."""
    text = "Foreign Minister Baiba Lund, Chair of the Commission on Lakes, met President Omar Nasser. She left. He stayed."
    found = sentences(read(text))
    assert found == [text[: text.index(" She")], "She left.", "He stayed."]


@pytest.mark.parametrize("text", ["", " \n\n\t", "**", "# ", "> \n> \n", "Done at Windhoek, 15 December 2024"])
def test_without_words_there_is_an_empty_parse(text: str) -> None:
    """Empty documents and such as hold nothing but mark-up or a dateline."""
    parsed = read(text)
    assert not any(t.is_alpha for t in parsed.doc)
    assert len(parsed.starts) == len(parsed.ends) == len(parsed.paragraph_of) == len(parsed.doc)


HOSTILE = st.text(
    alphabet=st.one_of(st.sampled_from(list(" \n.,\"“”'()*_#>-–—🙂שא\u200f\u200b\0\ufeff\u00ad\ud800")), st.characters()), max_size=60
)


@given(HOSTILE)
@settings(max_examples=40, deadline=None)
def test_any_text_can_be_parsed(text: str) -> None:
    """No exception, and each token's offsets lie in the text, in order, around its own characters, lone surrogates alone replaced."""
    parsed = read(text)
    last = 0
    for token, start, end in zip(parsed.doc, parsed.starts, parsed.ends, strict=True):
        assert last <= start < end <= len(text)
        assert token.text.isspace() or text[start] == token.text[0] or "\ud800" <= text[start] <= "\udfff"
        last = end


def test_the_pipeline_is_loaded_once() -> None:
    """Loading takes longer than parsing a page."""
    assert pipeline() is pipeline()


def test_the_fingerprint_is_of_the_weights(tmp_path: Path) -> None:
    """One changed byte or name is another fingerprint."""
    (tmp_path / "a").write_bytes(b"1")
    first = fingerprint(tmp_path)
    (tmp_path / "b").write_bytes(b"")
    assert len({first, fingerprint.__wrapped__(tmp_path), fingerprint()}) == 3
    assert fingerprint() == fingerprint.__wrapped__()


def test_missing_weights_are_told(tmp_path: Path) -> None:
    """What is missing, and what to do."""
    for load in (pipeline, event_reader):
        with pytest.raises(LanguageError, match="reinstall"):
            load(tmp_path / "nothing")
