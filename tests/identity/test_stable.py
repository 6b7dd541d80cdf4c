"""What holds for any documents: names follow from content alone."""

from __future__ import annotations

import os
import re
import subprocess
import sys

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.identity import Judgements, identify
from kg.identity.judgements import gather, judgement
from kg.model import Facts
from tests.conftest import ROOT
from tests.identity.tell import STATES, Tale, facts

PEOPLE = [
    "Sergei Ryabkov",
    "Sergey Ryabkov",
    "Ryabkov",
    "George Bush",
    "George W. Bush",
    "George H. W. Bush",
    "Kim Jong Un",
    "Kim",
    "S. Lavrov",
    "Sergei Lavrov",
]
BODIES = [
    "Foreign Ministry",
    "Ministry of Foreign Affairs",
    "MFA",
    "Security Council",
    "World Trade Organization (WTO)",
    "WTO",
    "Ökoinstitut",
]
TREATIES = ["START I", "START II", "New START", "border treaty", "Anti-Ballistic Missile (ABM) Treaty", "ABM"]
GROUPS = ["two working groups", "working group on arms control", "Working Group on Future Arms Control", "joint commission"]
PLACES = ["Geneva", "Genève", "Vienna", "Peace House"]
DATES = ["", "2021", "2021-09", "2021-09-30", "2021-09-30/2021-10-01", "2021-07-28"]
CONTENTS = ["set up two working groups", "form a working group on arms control", "exchange all prisoners", "exchange prisoners", ""]
TITLES = ["", "President", "Deputy Foreign Minister"]
codes = st.lists(st.sampled_from(sorted(STATES)[:4]), max_size=3, unique=True).map(" ".join)


@st.composite
def tale(draw: st.DrawFn, document: str) -> Facts:
    """A document with a few entities and events out of pools so small that documents share and confuse them."""
    told = Tale(document)
    people = [
        told.person(draw(st.sampled_from(PEOPLE)), of=draw(codes), title=draw(st.sampled_from(TITLES)))
        for _ in range(draw(st.integers(0, 3)))
    ]
    for _ in range(draw(st.integers(0, 2))):
        told.entity("Organization", draw(st.sampled_from(BODIES)), of=draw(codes))
    process = [told.entity("Process", "strategic stability talks", of=draw(codes))] * draw(st.integers(0, 1))
    treaty = told.treaty(draw(st.sampled_from(TREATIES)), who=draw(codes))
    for _ in range(draw(st.integers(0, 2))):
        met = told.meeting(
            draw(st.sampled_from(DATES)),
            draw(st.sampled_from(PLACES)),
            " ".join((draw(codes), *people)),
            " ".join(process),
            draw(st.sampled_from([None, 1, 2])),
        )
        agreed = told.agreement(draw(codes), draw(st.sampled_from(CONTENTS)), draw(st.sampled_from(DATES[:4])), "establish", met)
        told.group(draw(st.sampled_from(GROUPS)), who=draw(codes), by=agreed)
        told.delegation("RU", met)
    told.step(treaty, "signature", draw(codes), draw(st.sampled_from(DATES[:4])))
    return told.facts()


def corpora(least: int = 2) -> st.SearchStrategy[list[Facts]]:
    return st.integers(least, 5).flatmap(lambda n: st.tuples(*(tale(f"d{i}") for i in range(n)))).map(list)


SETTINGS = settings(max_examples=60, deadline=None)


@SETTINGS
@given(corpora(), st.randoms(use_true_random=False))
def test_the_order_of_documents_changes_nothing(documents: list[Facts], chance: object) -> None:
    """Any order of loading gives the same names and labels, in the same order."""
    first = identify(documents)
    shuffled = list(documents)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    again = identify(shuffled)
    assert list(again.names.items()) == list(first.names.items())
    assert list(again.labels.items()) == list(first.labels.items())


@SETTINGS
@given(corpora())
def test_an_unrelated_document_renames_nothing(documents: list[Facts]) -> None:
    """A document about others leaves every name as it was."""
    other = Tale("zz")
    envoy = other.person("Wakana Tanaka", of="JP", title="Envoy")
    met = other.meeting("1999-01-02", "Osaka", f"JP KZ {envoy}")
    other.group("Panel on Deep Sea Fishing Quotas", by=other.agreement("JP KZ", "count the squid", "1999-01-02", "establish", met))
    other.entity("Organization", "Squid Inspection Agency", of="JP")
    before, after = identify(documents).names, identify([*documents, other.facts()]).names
    assert {ref: path for ref, path in after.items() if ref[0] != "zz"} == before


@SETTINGS
@given(corpora(1))
def test_everything_has_a_safe_path(documents: list[Facts]) -> None:
    """Everything is named by a path that needs no escaping; entities have labels; events of one document stay apart."""
    found = identify(documents)
    keys = {(one.document, told.key) for one in documents for told in (*one.entities, *one.meetings, *one.agreements, *one.actions)}
    assert found.names.keys() == keys
    assert all(re.fullmatch(r"[a-z-]+/[A-Za-z0-9][A-Za-z0-9-]*", path) for path in found.names.values())
    assert found.labels.keys() == {found.names[one.document, entity.key] for one in documents for entity in one.entities}
    for one in documents:
        for events in (one.meetings, one.agreements, one.actions):
            assert len({found.names[one.document, event.key] for event in events}) == len(events)


@SETTINGS
@given(corpora(), st.data())
def test_judgements_win(documents: list[Facts], data: st.DataObject) -> None:
    """What is judged the same is one node, what is judged different is two, whatever the rules say."""
    names = identify(documents).names
    people = sorted({path for path in names.values() if path.startswith(("person/", "meeting/"))})
    pairs = [(a, b) for a in people for b in people if a < b and a.partition("/")[0] == b.partition("/")[0]]
    if not pairs:
        return
    a, b = data.draw(st.sampled_from(pairs))
    one, other = (next(ref for ref, path in names.items() if path == name) for name in (a, b))
    joined = identify(documents, gather([judgement("same", a, b)])).names
    assert joined[one] == joined[other]
    parted = identify(documents, gather([judgement("different", a, b)])).names
    assert parted[one] != parted[other]


def test_hash_seeds_change_nothing() -> None:
    """Names don't depend on the order of sets."""
    code = (
        "from tests.identity.test_seeds import both\n"
        "identities = both()\n"
        "print(list(identities.names.items()), list(identities.labels.items()))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(outputs) == 1


def test_nothing_gives_nothing() -> None:
    """No documents, no names; a document without facts has none."""
    assert identify([]) == identify([Facts("empty")], Judgements())


def test_namesakes_get_a_digest_of_what_tells_them_apart() -> None:
    """Two people of one name are told apart by content: loading more of other things doesn't rename them."""
    one, other = Tale("one"), Tale("other")
    a, b = one.person("Ali Hassan", of="IQ"), other.person("Ali Hassan", of="SO")
    names = identify(facts(one, other)).names
    assert re.fullmatch(r"person/ali-hassan-[0-9a-f]{8}", names["one", a])
    assert re.fullmatch(r"person/ali-hassan-[0-9a-f]{8}", names["other", b])
    renamed = Tale("renamed")
    c = renamed.person("Ali Hassan", of="IQ")
    assert identify([other.facts(), renamed.facts()]).names["renamed", c] == names["one", a]
