"""Documents with their events marked, from which an encoder can learn."""

from __future__ import annotations

from pathlib import Path

import pytest

from training.marked import check

EVENTS = Path(__file__).parents[1] / "training" / "events"
FRONT = "---\ntitle: A\npublisher: B\n---\n\n"


@pytest.mark.parametrize("path", sorted(EVENTS.glob("[a-z]*.md")), ids=lambda path: path.stem)
def test_all_marks_are_well_formed(path: Path) -> None:
    """Every file has documents and events, and nothing is wrong with its marks."""
    counts, wrong = check(path.read_text("utf-8"))
    assert wrong == []
    assert counts["documents"] > 50
    assert counts["events"] > 500


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("They{p 1} met{1 met} in Oslo{l 1}.", []),
        ("They{p 1} agreed to meet{1 agreed meet; =1} again.", []),
        ("They{q 1} met{1 met}.", ["'q 1' is no mark"]),
        ("They met{1 agreed}.", ["'1 agreed' is no mark"]),
        ("They{p 2} met{1 met}.", ["2 is the number of no event or of two"]),
        ("They met{1 met} and signed{1 signature} it.", ["1 is the number of no event or of two"]),
    ],
)
def test_what_is_wrong_is_said(text: str, wrong: list[str]) -> None:
    """Unknown marks, roles in no event, and two events of one number."""
    assert check(FRONT + text)[1] == wrong


def test_words_are_counted_without_marks() -> None:
    """In each of several documents of a file."""
    counts, _ = check(f"{FRONT}They met{{1 met}}.\n\n{FRONT}Nobody came.\n")
    assert counts == {"documents": 2, "words": 4, "events": 1}
