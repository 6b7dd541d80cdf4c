"""Whatever the text: facts that hold together, the same every time, and never an exception."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.facts import extract, fingerprint
from kg.model import Document, Entity, Facts
from kg.read import read
from tests.conftest import ROOT
from tests.facts.told import facts

REPORT = """# Lake states meet again

ENTEBBE, May 9 (LNA) — Uganda and **Tanzania** agreed on Thursday to set up two working groups, Ugandan Foreign Minister Ruth Okello said.
The groups will deal with fisheries and [navigation](https://example.org). "We shall meet in Mwanza on 4 June,"
she added. "The talks were frank."

The Tanzanian delegation was headed by Deputy Minister Ali Juma. The second round of the Lake Dialogue took place in Jinja on 3 March 2024.

Uganda ratified the Convention on Lake Navigation on 5 February 2018; Kenya withdrew from the Convention on Lake Navigation in 2020.

KISUMU. Kenya rejected a Ugandan proposal to close the ports. According to the Kenyan Transport Ministry, the parties agreed:

1. to exchange data on storms by 30 June;
2. to hold a third round in Kisumu.
"""
NOUNS = [
    "Uganda",
    "the two sides",
    "Ruth Okello",
    "Foreign Minister Ali Juma",
    "Nairobi",
    "they",
    "a joint committee",
    "the Lake Treaty",
    "the OLS",
    "the delegation",
]
VERBS = [
    "agreed to",
    "met",
    "signed",
    "said that",
    "will hold talks with",
    "rejected",
    "headed",
    "proposed",
    "withdrew from",
    "of",
    "and",
    "in",
    ", who chairs",
    "'s",
]
MARKS = [
    ".",
    ",",
    "\n\n",
    '"',
    "“",
    "”",
    "(",
    ")",
    "- ",
    "1. ",
    "on 4 May 2024",
    "yesterday",
    "OSLO, May 2 - ",
    "not",
    "if",
    "by Friday",
    "-",
]
SHARDS = st.lists(st.sampled_from([*NOUNS, *VERBS, *MARKS]), max_size=25).map(" ".join)

HOSTILE = {
    "nothing": "",
    "white space": " \n\t \r\n\u00a0",
    "punctuation": "... -- ,,, ?! ((( ))) “” ' \" « ; : — /",
    "control characters": "Mali\x00 and\x07 Niger\x1b[31m agreed\x7f to\x0b reopen\x0c the\x85 border.",
    "a long word": "Mali and " + "x" * 10_000 + " agreed to reopen the border.",
    "a long number": "Mali agreed on " + "9" * 5_000 + " May to reopen the border.",
    "capitals": "MALI AND NIGER AGREED TO REOPEN THE BORDER, FOREIGN MINISTER ALI JUMA SAID IN GAO ON 4 MAY 2024.",
    "a long sentence": "Mali, " * 400 + "and Niger agreed to reopen the border.",
    "many numbers": "1. 2. 3. 4/5/6 7-8-9 1999 2000 12:30 5,000.00 3rd 22nd 0 00 000",
    "emoji": "🇲🇱 and 🇳🇪 agreed 🤝 to reopen the border 👩🏽‍🚒.",
    "right to left": "قال وزير الخارجية إن الطرفين اتفقا. Mali and Niger \u202eagreed\u202c to reopen the border. שלום",
    "combining": "Ma\u0301li a\u0308nd Nige\u0301r agreed to reopen the border." + "\u0301" * 50,
    "an open quote": "“We agreed to reopen the border, said Foreign Minister Ali Juma of Mali. Niger agreed.\n\nThey met in Gao.",
    "closing quotes": "”” Mali and Niger” agreed to reopen the border.”",
    "brackets": "Mali (Niger (Chad (Togo agreed to reopen the border.",
    "possessives": "'s ’s ' Mali's Niger's Chad's 's agreed to 's.",
    "hyphens": "Mali-Niger-Chad-Togo--Benin - - -Ghana agreed to reopen-the-border.",
    "code": "<script>alert('Mali')</script> {{ Niger }} %s ${x} \\u0041 SELECT * FROM agreed; -- Mali",
    "surrogates beside the plane": "𝕸𝖆𝖑𝖎 and 𝐍𝐢𝐠𝐞𝐫 agreed to reopen the border.",
    "zero width": "Ma\u200bli and Ni\u200dger ag\u00adreed to reopen the border.\ufeff",
    "odd dates": "Mali and Niger met on 31 February 2024, 0 May 0000, 99 June 99999 and 30 June - 1 May 2024, 13/13/2013.",
    "titles alone": "President President Foreign Minister, Foreign Minister of the, Ambassador Mr. Dr. Hon. said.",
    "a list of nothing": "1.\n2.\n3.\n-\n*\n#\n",
    "words alone": "agreed\n\nmet\n\nsigned\n\nsaid\n\nthe two sides\n\nhe\n\nit\n\nMali",
}  # fmt: skip


def keys(found: Facts) -> Iterator[str]:
    """Every key of an entity that some record uses."""
    for p in found.positions:
        yield from (p.holder, *p.within)
    for d in found.delegations:
        yield from (d.entity, *d.represents, *d.head, *d.members)
    for m in found.meetings:
        yield from (*m.place, *m.participant, *m.process)
    for g in found.groups:
        yield from (g.entity, *g.party, *g.part_of)
    for a in found.agreements:
        yield from (*a.party, *a.object, *a.place)
    for t in found.treaties:
        yield from (t.entity, *t.party)
    for s in found.actions:
        yield from (s.treaty, *s.party, *s.place)
    yield from (e.reporter for e in found.evidence if e.reporter)
    yield from (k for e in found.entities for k in e.of)


def hold_together(found: Facts, text: str) -> None:
    """Assert all that must be true of any facts of any text."""
    entities = {e.key: e for e in found.entities}
    events = [x.key for x in (*found.meetings, *found.agreements, *found.actions)]
    assert len(entities) == len(found.entities)
    assert len({*entities, *events}) == len(entities) + len(events)
    assert set(keys(found)) <= entities.keys()
    assert entities.keys() <= set(keys(found)), "an entity that nothing needs"
    assert {k for d in found.delegations for k in d.attends} <= {m.key for m in found.meetings}
    assert {k for a in found.agreements for k in a.reached_at} <= {m.key for m in found.meetings}
    assert {k for g in found.groups for k in g.established_by} <= {a.key for a in found.agreements}
    records = (*found.positions, *found.delegations, *found.meetings, *found.groups, *found.agreements, *found.treaties, *found.actions)
    for record in records:
        assert record.evidence
        assert list(record.evidence) == sorted(set(record.evidence))
        assert all(0 <= n < len(found.evidence) for n in record.evidence)
    for evidence in found.evidence:
        assert text[evidence.start : evidence.end] == evidence.exact != ""
    assert len({(e.start, e.reporter) for e in found.evidence}) == len(found.evidence)
    for gap in found.gaps:
        assert text[gap.start : gap.end] == gap.text
    kinds_fit(found, entities)
    for record in (*found.meetings, *found.agreements, *found.actions):
        when_fits(record.when.start, record.when.end)


def kinds_fit(found: Facts, entities: dict[str, Entity]) -> None:
    actors = {"State", "Organization", "Person", "WorkingGroup", "Delegation"}
    assert all(e.name and e.name in e.labels for e in entities.values())
    assert all(entities[p.holder].kind == "Person" for p in found.positions)
    assert all(entities[k].kind in actors for p in found.positions for k in p.within)
    assert all(entities[d.entity].kind == "Delegation" for d in found.delegations)
    assert all(entities[k].kind == "Person" for d in found.delegations for k in d.head)
    assert all(entities[g.entity].kind == "WorkingGroup" for g in found.groups)
    assert all(entities[t.entity].kind == "Treaty" for t in found.treaties)
    assert all(entities[s.treaty].kind == "Treaty" for s in found.actions)
    for event in (*found.meetings, *found.agreements, *found.actions):
        assert all(entities[k].kind == "Place" for k in event.place)
    parties = [k for x in (*found.agreements, *found.actions, *found.groups, *found.treaties) for k in x.party]
    assert all(entities[k].kind in actors for k in [*parties, *(k for m in found.meetings for k in m.participant)])
    assert all(entities[k].kind in {"WorkingGroup", "Treaty", "Process", "Organization"} for a in found.agreements for k in a.object)


def when_fits(start: str, end: str) -> None:
    for value in filter(None, (start, end)):
        date.fromisoformat(value + "2024-01-01"[len(value) :] if len(value) < 10 else value)
    assert not end or (start and start[: len(end)] <= end)


def test_facts_of_a_report_hold_together() -> None:
    """Every key is declared, every sentence cited exactly, every record has the kind of thing that it should."""
    found = facts(REPORT)
    hold_together(found, REPORT)
    assert found.positions
    assert found.delegations
    assert found.meetings
    assert found.groups
    assert found.agreements
    assert found.treaties
    assert found.actions


def test_facts_of_the_seeds_hold_together(seed_folder: Path) -> None:
    """The documents that the project shows first."""
    for document in read(seed_folder):
        if isinstance(document, Document):
            hold_together(next(extract([document])), document.text)


@given(SHARDS)
@settings(max_examples=100, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
def test_facts_of_shards_hold_together(text: str) -> None:
    """Half sentences in any order, as bad extraction from PDF gives them."""
    hold_together(facts(text), text)


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_breaks_the_reading(name: str) -> None:
    """Hostile or broken text gives facts or none, never an exception."""
    hold_together(facts(HOSTILE[name]), HOSTILE[name])


@given(st.text(max_size=80))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_any_characters_can_be_read(text: str) -> None:
    """Whatever Unicode has."""
    hold_together(facts(text), text)


def test_without_a_date_of_publication_nothing_relative_is_dated() -> None:
    """Nobody knows which Thursday: no event gets a date, the words are told as a gap."""
    found = facts("Uganda and Tanzania met in Jinja last Thursday and agreed to share the catch.", published=None)
    hold_together(found, "Uganda and Tanzania met in Jinja last Thursday and agreed to share the catch.")
    assert not any(x.when.start for x in (*found.meetings, *found.agreements))
    assert "last Thursday" in {gap.text for gap in found.gaps if gap.kind == "date"}


def test_facts_survive_the_wire() -> None:
    """MessagePack and back gives the same records: this is how processes and caches hand them on."""
    found = facts(REPORT)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(found), type=Facts) == found


def test_company_changes_nothing() -> None:
    """A document's facts are its own: alone or among others, in any order."""
    texts = [REPORT, "Mali and Niger agreed to reopen the border.", "", "Mali is large."]
    alone = [next(extract([Document(str(n), text)])) for n, text in enumerate(texts)]
    documents = [Document(str(n), text) for n, text in enumerate(texts)]
    assert list(extract(documents)) == alone
    assert list(extract(reversed(documents))) == alone[::-1]
    assert alone[2] == Facts("2")


HASHED = """
import hashlib, sys
from datetime import date
from kg.facts import extract, fingerprint
from kg.model import Document
import msgspec
found = next(extract([Document("doc", sys.stdin.read(), published=date(2024, 5, 15))]))
print(hashlib.sha256(msgspec.msgpack.encode(found)).hexdigest(), fingerprint())
"""


def test_hash_order_changes_nothing() -> None:
    """Processes with other hash seeds write the same bytes."""
    here = f"{hashlib.sha256(msgspec.msgpack.encode(facts(REPORT))).hexdigest()} {fingerprint()}"
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", HASHED],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=ROOT,
        )
        for seed in ("1", "4711")
    ]
    assert [process.communicate(REPORT)[0].strip() for process in processes] == [here, here]
