"""The file of judgements: how it is read and written, and that it wins over the rules, build after build."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.identity import Judgements, identify
from kg.identity.judgements import JudgementError, add, gather, judgement, load
from tests.identity.tell import Tale, facts


def judged(*lines: str) -> Judgements:
    return gather(judgement(*line.split()) for line in lines)


def told(name: str, who: str, of: str = "", document: str = "") -> tuple[Tale, str]:
    tale = Tale(document or name)
    return tale, tale.person(who, of=of)


def test_a_file_is_read_whatever_the_order_of_its_lines(tmp_path: Path) -> None:
    """Comments, blank lines, IRIs, quoted labels; either order of lines and of names gives equal judgements."""
    one, other = tmp_path / "one.txt", tmp_path / "other.txt"
    one.write_text(
        '# why\nsame person/b "Anna Lee"\n\ndifferent <https://w3id.org/accord/id/person/c> person/d@doc1 # sure\n', encoding="utf-8"
    )
    other.write_text('different person/d@doc1 person/c\nsame "Anna Lee" person/b\nsame person/b "Anna Lee"\n', encoding="utf-8")
    assert load(one) == load(other)
    assert [str(item) for item in load(one).items] == ["same 'Anna Lee' person/b", "different person/c person/d@doc1"]
    assert load(tmp_path / "none.txt") == Judgements()


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("same person/a", "expected a verdict and two names"),
        ("alike person/a person/b", "begins with same or different"),
        ("same person/a person/a", "names one thing twice"),
        ("same person/a place/a", "can't be the same"),
        ('same "Anna person/b', "can't be read"),
    ],
)
def test_a_line_that_says_nothing_clear_is_named(tmp_path: Path, line: str, says: str) -> None:
    """The error names file, line and what to write instead."""
    path = tmp_path / "judgements.txt"
    path.write_text(f"# first\n{line}\n", encoding="utf-8")
    with pytest.raises(JudgementError, match=says) as raised:
        load(path)
    assert f"{path}, line 2" in str(raised.value)


def test_contradicting_lines_are_refused(tmp_path: Path) -> None:
    """One pair can't be both; adding the opposite changes nothing in the file."""
    path = tmp_path / "judgements.txt"
    add(path, "same", "person/a", "person/b")
    before = path.read_bytes()
    with pytest.raises(JudgementError, match="contradict each other"):
        add(path, "different", "person/b", "person/a")
    assert path.read_bytes() == before


def test_adding_keeps_the_file_in_order(tmp_path: Path) -> None:
    """Lines come in the order of their names whoever adds first; comments stay above what they are about; nothing stands twice."""
    path, other = tmp_path / "judgements.txt", tmp_path / "other.txt"
    path.write_text("# about c\nsame person/c person/d\n", encoding="utf-8")
    for pair in (("person/a", "person/b"), ("person/e", "person/f"), ("person/b", "person/a")):
        add(path, "same", *pair)
    assert path.read_text(encoding="utf-8") == "same person/a person/b\n# about c\nsame person/c person/d\nsame person/e person/f\n"
    for pair in (("person/e", "person/f"), ("person/a", "person/b")):
        add(other, "different", *pair)
    assert other.read_text(encoding="utf-8") == "different person/a person/b\ndifferent person/e person/f\n"


def test_a_file_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    """One sentence, and no half-written file."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(JudgementError, match="can't be written"):
        add(tmp_path / "file" / "judgements.txt", "same", "person/a", "person/b")


def test_same_joins_what_rules_keep_apart() -> None:
    """Two spellings that no rule joins, of different states at that."""
    (one, a), (other, b) = told("one", "Muammar Gaddafi", "RU"), told("other", "Moammar Khadafy", "US")
    names = identify(facts(one, other), judged("same person/muammar-gaddafi person/moammar-khadafy")).names
    assert names["one", a] == names["other", b] == "person/muammar-gaddafi"


def test_different_parts_what_rules_join() -> None:
    """One name in two documents, known to be two people; each document's own is named by @DOCUMENT."""
    (one, a), (other, b), (third, c) = told("one", "Ali Hassan", "IQ"), told("other", "Ali Hassan", "IQ"), told("third", "Ali Hassan", "IQ")
    judgements = judged("different person/ali-hassan@one person/ali-hassan@other")
    names = identify(facts(one, other, third), judgements).names
    assert len({names["one", a], names["other", b], names["third", c]}) == 3  # the third may be either


def test_a_judgement_finds_a_node_under_its_old_name() -> None:
    """Joined nodes have one name; what the other was called before still finds it when more is known."""
    (one, a), (other, b), (third, c) = (
        told("one", "Ryabkov", "RU"),
        told("other", "S. A. Rjabkow", "RU"),
        told("third", "Sergey Ryabkov", "RU"),
    )
    judgements = judged("same person/ryabkov person/s-a-rjabkow")
    first = identify(facts(one, other), judgements).names
    assert first["one", a] == first["other", b]
    later = identify(facts(one, other, third), judgements).names
    assert later["one", a] == later["other", b] == later["third", c] == "person/sergey-ryabkov"


def test_a_judgement_waits_for_what_is_not_there() -> None:
    """A line about documents that were forgotten does nothing, and works again when they are back."""
    (one, a), (other, b) = told("one", "Muammar Gaddafi"), told("other", "Moammar Khadafy")
    judgements = judged("same person/muammar-gaddafi person/moammar-khadafy")
    assert identify(facts(one), judgements).names["one", a] == "person/muammar-gaddafi"
    names = identify(facts(one, other), judgements).names
    assert names["one", a] == names["other", b]


def test_labels_name_as_well_as_paths() -> None:
    """A reviewer writes what is on the page."""
    (one, a), (other, b) = told("one", "Muammar Gaddafi"), told("other", "Moammar Khadafy")
    judgements = gather([judgement("same", "Muammar Gaddafi", "moammar khadafy")])
    names = identify(facts(one, other), judgements).names
    assert names["one", a] == names["other", b]


def test_a_name_of_several_things_is_refused() -> None:
    """Two people of one name: a judgement must say which."""
    tales = [told("one", "Ali Hassan", "IQ"), told("other", "Ali Hassan", "SO"), told("third", "A. Hasan")]
    documents = facts(*(tale for tale, _ in tales))
    with pytest.raises(JudgementError, match=r"may be any of person/ali-hassan-.*write which"):
        identify(documents, judged("same person/ali-hassan person/a-hasan"))
    names = identify(documents, judged("same person/ali-hassan@other person/a-hasan")).names
    assert names["other", tales[1][1]] == names["third", tales[2][1]] != names["one", tales[0][1]]


def test_judgements_that_contradict_in_effect_are_refused() -> None:
    """a is b, b is c, but a is not c: one sentence says which line can't hold."""
    tales = [told(name, name) for name in ("Anna Berg", "Boris Wolf", "Carl Fuchs")]
    judgements = judged(
        "same person/anna-berg person/boris-wolf",
        "same person/boris-wolf person/carl-fuchs",
        "different person/anna-berg person/carl-fuchs",
    )
    with pytest.raises(JudgementError, match="different person/anna-berg person/carl-fuchs"):
        identify(facts(*(tale for tale, _ in tales)), judgements)


def test_events_are_judged_like_entities() -> None:
    """Two accounts of one meeting that name different days."""
    one, other = Tale("one"), Tale("other")
    a, b = one.meeting("2021-09-30", "Geneva", "RU US"), other.meeting("2021-10-01", "Geneva", "RU US")
    apart = identify(facts(one, other)).names
    joined = identify(facts(one, other), gather([judgement("same", apart["one", a], apart["other", b])])).names
    assert joined["one", a] == joined["other", b]


def test_judgements_survive_the_file_and_any_order_of_building(tmp_path: Path) -> None:
    """Written, read again, built in any order: the same names."""
    (one, _), (other, _) = told("one", "Muammar Gaddafi"), told("other", "Moammar Khadafy")
    path = tmp_path / "graph" / "judgements.txt"
    add(path, "same", "person/moammar-khadafy", "person/muammar-gaddafi")
    first, again = identify(facts(one, other), load(path)), identify(facts(other, one), load(path))
    assert first == again
    assert len(set(first.names.values())) == 1
