"""Two short reports of one meeting, written for these tests, with the facts that a careful reader takes from them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from kg.graph.quads import Metadata, entity_keys
from kg.model import (
    Agreement,
    Delegation,
    Document,
    Entity,
    Evidence,
    Facts,
    Identities,
    Meeting,
    Position,
    Treaty,
    TreatyAction,
    When,
    WorkingGroup,
)

WIRE = Document(
    "wire",
    "Ruritania and Graustark held a second round of border talks in Strelsau on 3 May 2022. "
    "The two sides agreed to set up a commission on river traffic, Foreign Minister Anna Holm said. "
    "The Ruritanian delegation was led by Holm. "
    "They signed the Treaty of Strelsau in 1894, and it was extended in June 2019.",
    title="Ruritania, Graustark to set up river commission",
    publisher="Strelsau Gazette",
    published=date(2022, 5, 4),
)
READOUT = Document(
    "readout 2",
    "Graustark has turned down a proposal to reopen the Zenda bridge. "
    "Talks with Ruritania in Strelsau continue later this year. "
    "Graustark and Ruritania agreed on a commission on river traffic by the end of 2023.",
    publisher="Graustark Foreign Ministry",
)


def sentence(document: Document, number: int, reporter: str = "") -> Evidence:
    """The document's sentence of that number, with its offsets."""
    exact = document.text.removesuffix(".").split(". ")[number] + "."
    start = document.text.index(exact)
    return Evidence(start, start + len(exact), exact, number, reporter)


WIRE_FACTS = Facts(
    WIRE.identifier,
    entities=(
        Entity("r", "State", "Ruritania", ("Ruritania", "Ruritanian"), "state/XR"),
        Entity("g", "State", "Graustark", ("Graustark",), "state/XG"),
        Entity("holm", "Person", "Anna Holm", ("Anna Holm", "Holm"), of=("r",)),
        Entity("talks", "Process", "border talks", ("border talks",)),
        Entity("commission", "WorkingGroup", "commission on river traffic", ("commission on river traffic",), of=("r", "g")),
        Entity("treaty", "Treaty", "Treaty of Strelsau", ("Treaty of Strelsau",)),
        Entity("strelsau", "Place", "Strelsau", ("Strelsau",)),
        Entity("delegation", "Delegation", "Ruritanian delegation", ("Ruritanian delegation",), of=("r",)),
        Entity("unused", "Person", "Nobody", ("Nobody",)),
    ),
    evidence=(sentence(WIRE, 0), sentence(WIRE, 1, "holm"), sentence(WIRE, 2), sentence(WIRE, 3)),
    positions=(Position("holm", "Foreign Minister", ("r",), (1,)),),
    delegations=(Delegation("delegation", ("r",), ("holm",), (), ("m1",), (2,)),),
    meetings=(Meeting("m1", When("2022-05-03"), ("strelsau",), ("r", "g"), ("talks",), 2, "held", "border", (0,)),),
    groups=(WorkingGroup("commission", ("r", "g"), "river traffic", ("talks",), ("a1",), (1,)),),
    agreements=(
        Agreement(
            "a1",
            ("r", "g"),
            "set up a commission on river traffic",
            "establish",
            ("commission",),
            When("2022-05-03"),
            ("strelsau",),
            ("m1",),
            "agreed",
            When(),
            "",
            (1,),
        ),
    ),
    treaties=(Treaty("treaty", ("r", "g"), "", (3,)),),
    actions=(
        TreatyAction("t1", "treaty", "signature", ("r", "g"), When("1894"), (), "held", (3,)),
        TreatyAction("t2", "treaty", "extension", (), When("2019-06"), (), "held", (3,)),
    ),
)
READOUT_FACTS = Facts(
    READOUT.identifier,
    entities=(
        Entity("x", "State", "Graustark", ("Graustark",), "state/XG"),
        Entity("y", "State", "Ruritania", ("Ruritania",), "state/XR"),
        Entity("c", "WorkingGroup", "commission on river traffic", ("commission on river traffic",), of=("x", "y")),
        Entity("s", "Place", "Strelsau", ("Strelsau",)),
        Entity("ministry", "Organization", "Graustark Foreign Ministry", ("Graustark Foreign Ministry",), of=("x",)),
    ),
    evidence=(sentence(READOUT, 0, "ministry"), sentence(READOUT, 1), sentence(READOUT, 2)),
    meetings=(Meeting("m", When(text="later this year"), ("s",), ("x", "y"), (), None, "planned", "", (1,)),),
    agreements=(
        Agreement("no", ("x",), "reopen the Zenda bridge", "restore", (), When(), (), (), "rejected", When(), "", (0,)),
        Agreement(
            "yes", ("x", "y"), "a commission on river traffic", "establish", ("c",), When(), (), (), "agreed", When("2023"), "", (2,)
        ),
    ),
)
BOTH = ((WIRE, WIRE_FACTS), (READOUT, READOUT_FACTS))


def identify(all_facts: Iterable[Facts]) -> Identities:
    """Names by code or name alone, and events by document and key: enough to see what the graph room does with identities."""
    names: dict[tuple[str, str], str] = {}
    labels: dict[str, str] = {}
    for facts in all_facts:
        for entity in facts.entities:
            path = entity.code or f"{entity.kind.lower()}/{entity.name.lower().replace(' ', '-')}"
            names[facts.document, entity.key] = path
            labels[path] = max(labels.get(path, ""), entity.name)
        for kind, events in (("meeting", facts.meetings), ("agreement", facts.agreements), ("treaty-action", facts.actions)):
            names.update({(facts.document, event.key): f"{kind}/{facts.document.split()[0]}-{event.key}" for event in events})
    return Identities(names, labels)


IDENTITIES = identify([WIRE_FACTS, READOUT_FACTS])
USED = {IDENTITIES.names[facts.document, key] for _, facts in BOTH for key in entity_keys(facts)}
METADATA = {document.identifier: Metadata.of(document) for document, _ in BOTH}
