"""The page in a real browser: every control does what it says, nothing leaves, nothing of a document runs."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pyoxigraph import Store

import kg.view
from tests.view.conftest import HOSTILE, Opened

Open = Callable[..., Opened]
GROUPS = "agreement/2021-09-30-working-groups"


def shown(page: Page) -> int:
    """How many cards the picture shows."""
    return int(page.evaluate("accord.network.body.nodeIndices.length"))


def rows(page: Page) -> list[str]:
    return page.locator("#rows td.what").all_inner_texts()


@pytest.mark.parametrize("which", ["demo", "hostile"])
@pytest.mark.parametrize("dark", [False, True])
def test_nothing_leaves_and_nothing_of_a_document_runs(opened: Open, which: str, dark: bool) -> None:
    """No request beside the file itself, no complaint of the policy or the script, whatever is opened."""
    view = opened(which, dark=dark)
    page = view.go("#table=yes")
    for name in (GROUPS, "state/RU", "person/sergey-ryabkov"):
        page.evaluate("(id) => { location.hash = new URLSearchParams({at: id, table: 'yes'}) }", name)
        page.wait_for_timeout(100)
        for fact in page.locator("#panel details:not([open]) summary").all():
            fact.click()
    page.locator("#documents summary").click()
    page.locator("#search").fill("a")
    assert [url for url in view.requests if url not in ("about:blank",) and not url.startswith(view.url)] == []
    assert view.complaints == []
    assert page.evaluate("window.hit") is None


@pytest.mark.parametrize("width", [1440, 900, 400])
def test_nothing_overflows(opened: Open, width: int) -> None:
    """Neither a word of 10,000 letters nor a narrow window makes the page wider than the window."""
    page = opened("hostile", width=width).go(f"#at={GROUPS}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for part in ("#panel", "header", "#legend"):
        assert page.evaluate("(part) => { const box = document.querySelector(part); return box.scrollWidth - box.clientWidth }", part) <= 0
    page.locator("#documents summary").click()
    sheet = page.locator("#documents .sheet").bounding_box()
    assert sheet is not None
    assert sheet["x"] >= 0
    assert sheet["x"] + sheet["width"] <= width
    page = opened("hostile", width=width).go("#at=state%2FRU")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_hostile_text_is_shown_as_it_is_written(opened: Open) -> None:
    """A reader sees the markup as words; only what would reorder the line is gone."""
    page = opened("hostile").go(f"#at={GROUPS}")
    quote = page.locator("#panel blockquote").first.inner_text()
    assert "<script>window.hit=1</script> <img src=x onerror=window.hit=2> </script>" in quote
    assert not set("\u202e\u202c\u2066") & set(HOSTILE) & set(quote)


def test_the_page_answers_who_agreed_to_what_and_when_without_a_click(opened: Open) -> None:
    page = opened("demo").go()
    digest = page.locator("#panel").inner_text()
    for words in (
        "30 Sep 2021, Geneva",
        "Russia, United States: Set up two working groups on strategic stability",
        "as told by Sergey Ryabkov",
    ):
        assert words in digest
    assert shown(page) == 20


def test_a_click_shows_every_sentence_of_a_fact_with_its_source(opened: Open) -> None:
    """Both documents side by side, the words that carried the fact marked, the speaker named; the link reopens it."""
    view = opened("demo", width=1500)
    page = view.go()
    view.click(GROUPS)
    panel = page.locator("#panel")
    expect(panel.locator("h2")).to_have_text("Set up two working groups on strategic stability")
    assert panel.locator("blockquote").count() == 4
    boxes = [box for box in (section.bounding_box() for section in panel.locator(".accounts section").all()) if box]
    assert len(boxes) == 2
    assert abs(boxes[0]["y"] - boxes[1]["y"]) < 2
    assert {"create a pair of working groups", "set up two working groups on strategic stability"} <= set(
        panel.locator("mark.told").all_inner_texts()
    )
    assert panel.locator("h4").all_inner_texts()[0].startswith("RIA Novosti, 30 Sep 2021")
    text = panel.inner_text()
    assert "as told by United States Department of State" in text
    assert not [word for word in ("undefined", "null", "false", "NaN", "[object") if word in text]
    assert "at=agreement" in view.fragment
    again = opened("demo").go("#" + view.fragment)
    expect(again.locator("#panel h2")).to_have_text("Set up two working groups on strategic stability")


def test_an_actor_shows_all_its_facts(opened: Open) -> None:
    page = opened("demo").go("#at=person%2Fsergey-ryabkov")
    panel = page.locator("#panel").inner_text()
    assert "file:" not in panel
    for words in ("Also: Ryabkov; Sergei Ryabkov", "Deputy Foreign Minister — Russia", "Russian delegation"):
        assert words in panel


@pytest.mark.parametrize(
    ("chip", "gone"),
    [("class:Agreement", 3), ("class:Person", 4), ("status:planned", 2)],
)
def test_the_legend_filters_picture_table_and_digest(opened: Open, chip: str, gone: int) -> None:
    view = opened("demo")
    page = view.go("#table=yes")
    before, listed = shown(page), len(rows(page))
    button = page.locator(f'[data-name="{chip}"]')
    button.click()
    assert shown(page) == before - gone
    assert len(rows(page)) == listed - (0 if chip == "class:Person" else gone)
    expect(button).to_have_attribute("aria-pressed", "false")
    assert "off=" in view.fragment
    button.click()
    assert shown(page) == before


def test_a_document_can_be_hidden(opened: Open) -> None:
    page = opened("demo").go()
    page.locator("#documents summary").click()
    page.locator("#documents label", has_text="RIA Novosti").click()
    assert shown(page) < 20
    assert page.locator("#documents summary").inner_text() == "Documents: 1 of 2"


def test_a_span_shows_the_graph_as_of_then(opened: Open) -> None:
    """A month typed, dragged or played: picture, table and fragment follow; all time undoes it."""
    view = opened("demo")
    page = view.go("#table=yes")
    page.locator("#undated").uncheck()
    field = page.get_by_label("Until: a year")
    field.fill("2021-07")
    field.press("Enter")
    assert rows(page) == ["Committed to such a process", "1st meeting of Strategic Stability Dialogue"]
    assert "to=2021-07-31" in view.fragment
    things = json.loads(page.locator("#data").inner_text())["things"]
    names = {things[index]["i"] for index in page.evaluate("accord.network.body.nodeIndices")}
    assert "state/RU" in names
    assert "delegation/russia-2021-09-30" not in names
    page.locator("#alltime").click()
    assert len(rows(page)) == 7
    box = page.locator(".time").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.85, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.95, box["y"] + 40, steps=4)
    page.mouse.up()
    assert set(rows(page)) >= {"Set up two working groups on strategic stability", "2nd meeting of Strategic Stability Dialogue"}
    assert "1st meeting of Strategic Stability Dialogue" not in rows(page)


def test_play_steps_through_time(opened: Open) -> None:
    page = opened("demo").go("#table=yes")
    page.locator("#play").click()
    assert rows(page) == ["Committed to such a process"]
    page.wait_for_timeout(1300)
    assert len(rows(page)) == 2
    page.locator("#play").click()
    expect(page.locator("#play")).to_have_text("Play")


def test_the_table_sorts_and_is_copied_as_csv(opened: Open) -> None:
    view = opened("demo")
    view.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = view.go()
    page.locator("#opentable").click()
    dates = page.locator("#rows td.when").all_inner_texts()
    assert dates[0] == "Jun 2021"
    page.locator('[data-sort="when"]').click()
    assert (
        page.locator("#rows td.when").all_inner_texts() == dates[::-1] or page.locator("th.when").get_attribute("aria-sort") == "descending"
    )
    page.locator('[data-sort="who"]').click()
    assert page.locator("#rows td.who").all_inner_texts() == sorted(page.locator("#rows td.who").all_inner_texts())
    page.locator("#copy").click()
    expect(page.locator("#copy")).to_have_text("Copied")
    lines = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert lines[0] == '"When","Kind","What","Who","Where","Status","Who says so"'
    assert len(lines) == 8


def test_search_finds_any_name_and_takes_it_into_view(opened: Open) -> None:
    page = opened("demo").go()
    page.locator("#search").fill("strategic offensive")
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_have_text("New START")
    page.locator("#search").fill("no such thing")
    expect(page.locator("#results")).to_contain_text("Nothing is called that")


def test_the_picture_can_be_read_with_the_keyboard_alone(opened: Open) -> None:
    """Arrows go from card to card, Enter to the facts, Escape back to the answer."""
    page = opened("demo").go("#at=state%2FRU")
    page.locator("#graph").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("#panel h2").inner_text() != "Russia"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "panel"
    page.locator("#graph").focus()
    page.keyboard.press("Escape")
    expect(page.locator("#panel h2")).to_have_text("What was agreed")
    before = page.evaluate("accord.network.getScale()")
    page.keyboard.press("+")
    assert page.evaluate("accord.network.getScale()") > before
    page.keyboard.press("0")
    assert page.evaluate("accord.network.getScale()") == pytest.approx(before)


def test_it_prints_light_with_the_table_and_without_the_controls(opened: Open) -> None:
    page = opened("demo", dark=True).go()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator("#rows").is_visible()
    assert not page.locator("#search").is_visible()
    assert page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--paper')") == "#fbfbf9"
    assert page.pdf().startswith(b"%PDF")


def test_a_notebook_shows_it_in_a_frame_of_its_own(opened: Open, store: Store, tmp_path: Path) -> None:
    """The script runs, the page around stays out of reach."""
    outer = tmp_path / "notebook.html"
    outer.write_text(f"<!doctype html><meta charset=utf-8><body data-ready=yes>{kg.view.iframe(kg.view.page(store))}", encoding="utf8")
    view = opened(outer)
    frame = view.go().frame_locator("iframe")
    expect(frame.locator("#panel h2")).to_have_text("What was agreed")
    frame.locator('[data-name="class:Person"]').click()
    expect(frame.locator('[data-name="class:Person"]')).to_have_attribute("aria-pressed", "false")
    assert view.complaints == []


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two thousand things, far more than can be read at once."""
    from bench.view import graph

    path = tmp_path_factory.mktemp("large") / "large.html"
    kg.view.view(graph(2000, 4000), path)
    return path


def test_a_large_graph_opens_as_its_core_and_says_so(opened: Open, large: Path) -> None:
    view = opened(large)
    page = view.go()
    assert shown(page) == 32
    assert "these are the 32 most connected" in page.locator("#message").inner_text()
    assert view.complaints == []


def test_the_rest_of_a_large_graph_is_reached_by_search_neighbours_and_the_map(opened: Open, large: Path) -> None:
    view = opened(large)
    page = view.go()
    data = json.loads(page.locator("#data").inner_text())
    hidden = next(thing for number, thing in enumerate(data["things"]) if thing["k"] == "Person" and number not in data["core"])
    page.locator("#search").fill(hidden["t"].replace("\n", " "))
    page.keyboard.press("Enter")
    assert shown(page) > 32
    page.locator(".more").first.click() if page.locator(".more").count() else None
    page.locator("#scenes button", has_text="Map").click()
    assert page.locator("#panel .group").count() > 3
    page.locator("#panel .group").first.click()
    assert shown(page) == 32
    assert "scene=group" in view.fragment
    assert view.complaints == []
