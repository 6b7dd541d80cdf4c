"""The extraction benchmark: its documents, their gold, and its measure."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import get_args

import pytest

from kg.model import AgreementAction, AgreementStatus, EventStatus, TreatyActionKind
from tests.conftest import ROOT

DOCUMENTS = sorted((ROOT / "bench" / "documents").glob("*/*.gold.json"))
ENOUGH = 0.85
SCHEMES: dict[str, dict[str, set[str]]] = {
    "Meeting": {"status": set(get_args(EventStatus))},
    "Agreement": {"status": set(get_args(AgreementStatus)), "action": set(get_args(AgreementAction))},
    "TreatyAction": {"status": set(get_args(EventStatus)), "action": set(get_args(TreatyActionKind))},
}


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    """bench/extraction.py as a module."""
    spec = importlib.util.spec_from_file_location("extraction", ROOT / "bench" / "extraction.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["extraction"] = module
    spec.loader.exec_module(module)
    return module


def test_both_sets_are_there() -> None:
    """Texts that the rules were mended with, and texts that were only ever scored."""
    assert {path.parent.name for path in DOCUMENTS} == {"developed", "fresh", "held-out"}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: f"{path.parent.name}/{path.name.removesuffix('.gold.json')}")
def test_gold_is_sound(path: Path, bench: ModuleType) -> None:
    """Each entity has a name in the text and a part in a fact; slots, dates and schemes are those that there are."""
    gold = json.loads(path.read_text(encoding="utf8"))
    text = bench.folded(path.with_name(f"{gold['id']}.md").read_text(encoding="utf8"))
    used: set[str] = set()
    for fact in gold["facts"]:
        slots = bench.KINDS[fact["type"]]
        assert set(fact) <= {"type", "optional", "note", *slots}
        for slot, value in fact.items():
            items = [str(item).removeprefix("?") for item in (value if isinstance(value, list) else [value])]
            if slots.get(slot, ("",))[0] == "entity":
                used.update(items)
            if slot in ("date", "end"):
                assert all(re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", item) for item in items), items
            assert set(items) <= SCHEMES.get(fact["type"], {}).get(slot, set(items))
    assert used == set(gold["entities"])
    for entity in gold["entities"].values():
        assert any(bench.folded(name) in text for name in entity["names"]), entity


def test_gold_agrees_with_itself(bench: ModuleType) -> None:
    """What is wanted, taken for what was found, is all right and nothing is wrong."""
    gold = {path.name: [t for t in bench.read_gold(path) if not t.optional] for path in DOCUMENTS}
    tally = bench.count(gold, gold, tell=False)
    assert tally["TOTAL", "wrong"] == 0
    assert tally["TOTAL", "missed"] <= 0.002 * tally["TOTAL", "right"]  # two facts of one document that differ in optional parties alone


def test_the_seeds_reach_their_mark() -> None:
    """The command prints the figures of any folder with gold."""
    printed = subprocess.run([sys.executable, "bench/extraction.py", "seeds"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    total = next(line.split() for line in printed.splitlines() if line.startswith("TOTAL"))
    assert float(total[3]) >= ENOUGH
