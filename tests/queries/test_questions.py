"""Every canned question has the rows that a reader of the three newspapers would give."""

from __future__ import annotations

import re
from datetime import date

import pytest
from pyoxigraph import Store

from kg.errors import QueryError
from kg.graph.query import answer
from kg.graph.questions import names, question, questions

BASE = "https://w3id.org/accord/id/"
GROUP = "set up a Working Group on Borders; set up a group on borders"
ROUND = "2030-04; 2030-04-17/2030-04-18; 2030-04-19"
BOTH = "Arland; Bordavia"
RATIFICATION = ("2031", "TreatyAction", "ratification of River Treaty", "", "")
FOURTH = ("after the vote", "Meeting", "River Talks", "", "")
SIGNED = ("2030-04-18", "TreatyAction", "signature of River Treaty", BOTH, "Vienna")
SAID = "The two sides agreed to set up a Working Group on Borders, Minister Kovac said."
STATEMENT = (date(2030, 4, 20), "Ana Kovac", "gazette", "Gazette", SAID, "document/gazette#s2-ana-kovac")
AGREED = ("2030-04-18", BOTH, GROUP, "agreed; rejected", "Vienna", "Ana Kovac", "courier; gazette", "agreement/group")
PROMISED = ("agreed; rejected", "Ana Kovac", "courier; gazette", "agreement/group")
DUE = ("2030-12", BOTH, GROUP, "agreed; rejected", "2030-04-18", "if both parliaments agree", "courier; gazette", "agreement/group")
CUSTOMS_IN = ("", "courier", "agreement/customs")
UNKEPT = ("2029", "Cardonia", "a customs union", "cooperate", "after the vote", "", "rejected", "", "courier", "agreement/customs")
CUSTOMS = ("2029", "Arland; Cardonia", "a customs union", "rejected", "", "", "courier", "agreement/customs")
APRIL = (ROUND, "Graz; Vienna", BOTH, "River Talks", "2; 3", "", "held; planned", "courier; gazette; herald", "meeting/april")

EXPECTED: list[tuple[str, dict[str, str], list[tuple[object, ...]]]] = [
    ("who-agreed", {}, [AGREED]),
    ("who-agreed", {"status": "any"}, [AGREED, CUSTOMS]),
    ("who-agreed", {"status": "any", "limit": "1"}, [AGREED]),
    ("who-agreed", {"status": "any", "limit": "1", "offset": "1"}, [CUSTOMS]),
    ("who-agreed", {"status": "rejected", "actor": "cardonia"}, [CUSTOMS]),
    ("who-agreed", {"status": "any", "since": "2030"}, [AGREED]),
    ("who-agreed", {"status": "any", "until": "2029-06"}, [CUSTOMS]),
    ("who-agreed", {"status": "any", "actor": "Arland", "since": "2028", "until": "2028-12"}, []),
    ("agreements-between", {"actor": "Arland", "other": "bordavian republic"}, [AGREED]),
    ("agreements-between", {"actor": "Bordavia", "other": "Cardonia"}, []),
    ("agreements-between", {"actor": "Bordavia", "other": "Bordavia"}, []),
    ("meetings", {}, [APRIL, ("after the vote", "", "", "River Talks", "4", "", "planned", "herald", "meeting/fourth")]),
    ("meetings", {"status": "held", "actor": "Arland"}, [APRIL]),
    ("meetings", {"status": "cancelled"}, []),
    (
        "meeting-participants",
        {"meeting": "meeting/april"},
        [
            (ROUND, "Graz; Vienna", "Arland", "Arland's delegation", "Ana Kovac", "courier; gazette; herald", "meeting/april"),
            (ROUND, "Graz; Vienna", "Bordavia", "", "", "courier; gazette; herald", "meeting/april"),
        ],
    ),
    (
        "promises",
        {"actor": "Arland"},
        [("2030-04-18", "Bordavia", GROUP, "establish", "2030-12", "if both parliaments agree", *PROMISED)],
    ),
    ("promises", {"actor": "Arland", "other": "Cardonia", "status": "any"}, [UNKEPT]),
    ("promises", {"actor": "Cardonia"}, []),
    ("deadlines", {}, [DUE]),
    ("deadlines", {"status": "any"}, [DUE, ("after the vote", "Arland; Cardonia", "a customs union", "rejected", "2029", *CUSTOMS_IN)]),
    ("deadlines", {"since": "2030-12-31", "actor": "Bordavia"}, [DUE]),
    ("deadlines", {"since": "2031"}, []),
    ("deadlines", {"until": "2030-11"}, []),
    (
        "delegations",
        {"actor": "Kovac"},
        [
            (
                "Arland's delegation",
                "Arland",
                "Ana Kovac",
                "Jon Berg",
                "2030-04; 2030-04-17; 2030-04-19",
                "Graz; Vienna",
                "gazette",
                "delegation/arland",
            )
        ],
    ),
    ("delegations", {"actor": "Bordavia"}, []),
    (
        "through-delegations",
        {},
        [
            (
                "2030-04-18",
                "Arland",
                GROUP,
                "agreed; rejected",
                "Arland's delegation",
                "Ana Kovac",
                "Jon Berg",
                "meeting/april",
                "agreement/group",
            )
        ],
    ),
    (
        "working-groups",
        {"actor": "Bordavia"},
        [("Working Group on Borders", BOTH, "borders", "", GROUP, BOTH, "2030-04-18", "Ana Kovac", "gazette", "group/borders")],
    ),
    ("working-groups", {"actor": "Cardonia"}, []),
    ("treaties", {}, [("River Treaty", BOTH, "fishing", 2, "treaty/river-treaty")]),
    ("treaties", {"actor": "Cardonia"}, []),
    (
        "treaty-history",
        {"treaty": "river treaty"},
        [
            ("2030-04-18", "signature", "held", BOTH, "Vienna", "", "gazette", "treaty-action/signed"),
            ("2031", "ratification", "planned", "", "", "", "courier", "treaty-action/ratified"),
        ],
    ),
    ("positions", {"person": "Kovac"}, [("Ana Kovac", "Minister", "Arland", "2030-04-20", "gazette", "person/ana-kovac")]),
    ("positions", {"actor": "Bordavia"}, []),
    (
        "planned",
        {},
        [(*RATIFICATION, "2030-04-21", "courier", "treaty-action/ratified"), (*FOURTH, "2030-03-02", "herald", "meeting/fourth")],
    ),
    ("planned", {"actor": "Arland"}, []),
    (
        "planned-then-done",
        {},
        [
            (
                *(ROUND, "Meeting", "River Talks", BOTH, "Graz; Vienna", "held"),
                *("herald", "2030-03-02", "courier; gazette", "2030-04-20; 2030-04-21", "meeting/april"),
            )
        ],
    ),
    ("planned-then-done", {"since": "2031"}, []),
    (
        "timeline",
        {"actor": "Arland"},
        [
            (
                *(ROUND, "Meeting", "River Talks", BOTH, "Graz; Vienna", "held; planned"),
                *(date(2030, 4, 1), date(2030, 4, 30), "meeting/april"),
            ),
            (
                *("2030-04-18", "Agreement", GROUP, BOTH, "Vienna", "agreed; rejected"),
                *(date(2030, 4, 18), date(2030, 4, 18), "agreement/group"),
            ),
            (*SIGNED, "held", date(2030, 4, 18), date(2030, 4, 18), "treaty-action/signed"),
            (
                *("2029", "Agreement", "a customs union", "Arland; Cardonia", "", "rejected"),
                *(date(2029, 1, 1), date(2029, 12, 31), "agreement/customs"),
            ),
        ],
    ),
    ("timeline", {"since": "2031-06"}, [(*RATIFICATION, "planned", date(2031, 1, 1), date(2031, 12, 31), "treaty-action/ratified")]),
    (
        "statements-by",
        {"speaker": "Kovac", "since": "2030-04"},
        [STATEMENT],
    ),
    ("statements-by", {"speaker": "Kovac", "until": "2030-03"}, []),
    (
        "evidence-of",
        {"fact": "agreement/group"},
        [
            ("gazette", "Gazette", date(2030, 4, 20), "Ana Kovac", SAID, 92, 180),
            ("courier", "Courier", date(2030, 4, 21), None, "Bordavia refused to set up a group on borders.", 81, 150),
        ],
    ),
    (
        "compare-accounts",
        {"event": "meeting/april"},
        [
            (
                *("herald", "Herald", "2030-03-02", "2030-04", "planned", BOTH, "", "River Talks", ""),
                "Arland and Bordavia will hold the third round of the River Talks in April.",
            ),
            (
                *("gazette", "Gazette", "2030-04-20", "2030-04-17/2030-04-18", "held", BOTH, "Vienna", "River Talks", ""),
                "Arland's delegation under Ana Kovac met the Bordavians in Vienna on 17 and 18 April.",
            ),
            (
                *("courier", "Courier", "2030-04-21", "2030-04-19", "held", BOTH, "Graz", "", ""),
                "The second round, between Arland and Bordavia, was held in Graz on 19 April.",
            ),
        ],
    ),
    (
        "disagreements",
        {},
        [
            ("date", "gazette", date(2030, 4, 17), "courier", date(2030, 4, 19), "meeting/april"),
            ("number", "courier", 2, "gazette", 3, "meeting/april"),
            ("number", "courier", 2, "herald", 3, "meeting/april"),
            ("place", "courier", "Graz", "gazette", "Vienna", "meeting/april"),
            ("status", "gazette", "agreed", "courier", "rejected", "agreement/group"),
        ],
    ),
    ("disagreements", {"actor": "Cardonia"}, []),
    (
        "single-source",
        {},
        [
            (*RATIFICATION, "planned", "courier", "Courier", "treaty-action/ratified"),
            (*SIGNED, "held", "gazette", "Gazette", "treaty-action/signed"),
            ("2029", "Agreement", "a customs union", "Arland; Cardonia", "", "rejected", "courier", "Courier", "agreement/customs"),
            (*FOURTH, "planned", "herald", "Herald", "meeting/fourth"),
        ],
    ),
    (
        "documents",
        {},
        [
            ("courier", None, "Courier", date(2030, 4, 21), 3),
            ("gazette", "Two days in Vienna", "Gazette", date(2030, 4, 20), 3),
            ("herald", "Talks in April", "Herald", date(2030, 3, 2), 2),
        ],
    ),
    ("documents", {"since": "2030-04-21"}, [("courier", None, "Courier", date(2030, 4, 21), 3)]),
]


@pytest.mark.parametrize(("name", "values", "expected"), EXPECTED, ids=[f"{name} {values}" for name, values, _ in EXPECTED])
def test_a_question_gives_these_rows(store: Store, name: str, values: dict[str, str], expected: list[tuple[object, ...]]) -> None:
    """The rows are these, in this order."""
    found = answer(store, name, values)
    assert [tuple(_short(row[column]) for column in found.columns) for row in found.rows] == expected


def _short(value: object) -> object:
    return value.removeprefix(BASE) if isinstance(value, str) else value


def test_every_question_is_tested() -> None:
    """A new question needs expected rows."""
    assert {name for name, _, _ in EXPECTED} == set(names())


@pytest.mark.parametrize("name", names())
def test_a_question_describes_itself(name: str) -> None:
    """It has a summary, described parameters, and a fixed order of rows."""
    asked = question(name)
    assert asked.summary
    assert all(parameter.description for parameter in asked.parameters)
    assert "\nORDER BY" in asked.text
    conditions = {name for line in re.findall(r"#\? ([\w -]+)", asked.text) for name in line.split()}
    known = {parameter.name for parameter in asked.parameters}
    assert {name.removeprefix("-") for name in conditions} | {"limit", "offset"} == known | ({"things"} if asked.listed else set())
    assert len(re.findall("LIMIT 100 OFFSET 0", asked.text)) == 1


@pytest.mark.parametrize("name", names())
def test_a_question_runs_as_it_stands(store: Store, name: str) -> None:
    """Without binding it is SPARQL 1.1 that an endpoint takes; what is required simply ranges over everything."""
    store.query(question(name).text)


@pytest.mark.parametrize("name", names())
def test_cells_of_several_values_are_sorted(name: str) -> None:
    """What is joined into one cell is sorted before, so that the row without values comes first and the rest in order."""
    text = question(name).text
    joined = re.findall(r"GROUP_CONCAT\(DISTINCT COALESCE\((?:STR\()?(\?\w+)", text)
    if joined:
        order = re.search(r"\n  \} ORDER BY (.*) \}\n", text)
        assert order
        assert set(joined) <= set(order[1].split())


def test_answers_do_not_depend_on_the_order_of_loading(store: Store) -> None:
    """The same quads in another order give the same rows."""
    other = Store()
    other.extend(sorted(store, key=str, reverse=True))
    for name, values, _ in EXPECTED:
        assert answer(other, name, values) == answer(store, name, values)


def test_an_answer_says_that_there_is_more(store: Store) -> None:
    """More rows than the limit are never cut silently, and just as many are no cut."""
    assert answer(store, "planned", {"limit": 1}).more
    assert not answer(store, "planned", {"limit": 2}).more
    assert not answer(store, "planned", {"limit": "any"}).more
    assert not answer(store, "planned", {"limit": 1, "offset": 1}).more


@pytest.mark.parametrize("values", [{"limit": "0"}, {"limit": "-1"}, {"offset": "-1"}, {"limit": "many"}])
def test_a_limit_is_a_number_of_rows(store: Store, values: dict[str, str]) -> None:
    """One row at least, and no row before the first."""
    with pytest.raises(QueryError, match=r"limit|offset"):
        answer(store, "planned", values)


def test_questions_come_sorted() -> None:
    """The list is in alphabetical order."""
    assert [asked.name for asked in questions()] == sorted(names())
