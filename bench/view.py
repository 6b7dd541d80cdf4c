"""How quickly the picture of a large graph is made and opens, and how fluently it moves in a headless Chromium.

    python bench/view.py 20000 40000 [-o big.html] [--browser /usr/bin/chromium]

Makes a graph of about so many drawn things and links (communities of states, people and events, every event with its sentence), writes
the page and prints one JSON object: seconds to read the store and to make the page (cards, groups, both layouts), CPU seconds of the two,
megabytes, seconds until the first frame is drawn (the middle of three), and frames per second while the view moves and zooms: the opening
scene, the map, and the map so near that dots are named.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.graph.terms import ACCORD, BASE, DCTERMS, OA, RDF, SKOS, XSD

if TYPE_CHECKING:
    from playwright.sync_api import Page

WORDS = ("border", "water", "grain", "transit", "prisoners", "missiles", "fisheries", "visas", "railways", "customs")
VERBS = ("set up a joint commission on", "resume talks on", "limit the transfer of", "exchange data on", "cut duties on")
STEMS = ("ala", "ero", "ina", "olu", "ami", "eka")
PLACES = ("Geneva", "Vienna", "Cairo", "Astana", "Doha", "Nairobi", "Lima", "Oslo")
PROBE = """async (frames) => {
  const { network } = window.accord;
  let drawn = 0;
  network.on("afterDrawing", () => drawn++);
  const start = network.getViewPosition(), scale = network.getScale(), began = performance.now();
  for (let i = 0; i < frames; i++) {
    const position = { x: start.x + (40 / scale) * Math.sin(i / 5), y: start.y + (30 / scale) * Math.cos(i / 5) };
    network.moveTo({ position, scale: scale * (1 + 0.3 * Math.sin(i / 9)), animation: false });
    await new Promise(requestAnimationFrame);
  }
  return (drawn * 1000) / (performance.now() - began);
}"""


def graph(things: int, links: int, seed: int = 7) -> Store:
    """A store with about so many nodes to draw and links between them; half of the nodes are events."""
    chance = random.Random(seed)
    store = Store()
    quads: list[Quad] = []
    events = things // 2
    actors = [_actor(number, chance, quads) for number in range(things - events)]
    size = 120
    for number in range(events):
        town = number * (len(actors) // size) // events * size
        local = [number % len(actors), *(town + int(size * chance.random() ** 3) for _ in range(links // events - 1))]
        towns = len(actors) // size
        chosen = {actors[min(len(actors) - 1, one) if chance.random() < 0.9 else chance.randrange(towns) * size] for one in local}
        _event(number, sorted(chosen, key=lambda node: node.value), chance, quads)
    store.bulk_extend(quads)
    return store


def _actor(number: int, chance: random.Random, quads: list[Quad]) -> NamedNode:
    kind = "State" if number % 120 == 0 else "Organization" if number % 12 == 0 else "Person"
    node = NamedNode(f"{BASE}{kind.lower()}/{number}")
    name = f"{chance.choice('BDFGKLMNPRSTVZ')}{chance.choice(STEMS)}{chance.choice(['via', 'stan', 'land', 'nia', 'dor'])}"
    label = {"State": name, "Organization": f"Ministry {number} of {name}", "Person": f"{name[:4]} {name[::-1].title()} {number}"}[kind]
    quads += [Quad(node, RDF.type, ACCORD[kind]), Quad(node, SKOS.prefLabel, Literal(label, language="en"))]
    return node


def _event(number: int, actors: list[NamedNode], chance: random.Random, quads: list[Quad]) -> None:
    kind = "Agreement" if number % 2 else "Meeting"
    document = NamedNode(f"{BASE}document/{number // 6}")
    node, evidence = NamedNode(f"{BASE}{kind.lower()}/{number}"), NamedNode(f"{document.value}#s{number}")
    place = NamedNode(f"{BASE}place/{number % len(PLACES)}")
    content = f"{chance.choice(VERBS)} {chance.choice(WORDS)} and {chance.choice(WORDS)}"
    day = Literal(f"{chance.randrange(1990, 2026)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}", datatype=XSD.date)
    status = chance.choice(["agreed", "agreed", "proposed", "rejected"] if kind == "Agreement" else ["held", "held", "planned"])
    names = " and ".join(actor.value.rpartition("/")[2] for actor in actors)
    sentence = f"On the second day of their talks the delegations of {names} agreed, a statement said, to {content} by the year's end."
    triples: list[tuple[NamedNode, NamedNode, NamedNode | Literal]] = [
        (document, RDF.type, ACCORD.Document),
        (document, DCTERMS.identifier, Literal(f"doc-{number // 6}")),
        (document, DCTERMS.title, Literal(f"Report {number // 6}")),
        (place, RDF.type, ACCORD.Place),
        (place, SKOS.prefLabel, Literal(PLACES[number % len(PLACES)])),
        (node, RDF.type, ACCORD[kind]),
        (node, ACCORD.status, ACCORD[status]),
        (node, ACCORD.evidence, evidence),
        (node, ACCORD.place, place),
        (evidence, OA.hasSource, document),
        (evidence, OA.exact, Literal(sentence)),
    ]
    triples += [(node, predicate, day) for predicate in (ACCORD.date, ACCORD.earliest, ACCORD.latest)] if number % 9 else []
    triples += [(node, ACCORD.content if kind == "Agreement" else ACCORD.topic, Literal(content))]
    triples += [(node, ACCORD.party if kind == "Agreement" else ACCORD.participant, actor) for actor in actors]
    quads += [Quad(*triple, document) for triple in triples]


def measure(path: Path, browser: str) -> dict[str, float]:
    """Opens the page three times and takes the middle figure."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        opened = []
        for _ in range(3):
            page = chromium.new_page(viewport={"width": 1440, "height": 900})
            start = time.perf_counter()
            page.goto(f"{path.resolve().as_uri()}")
            page.wait_for_selector("body[data-ready]")
            page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
            opened.append(time.perf_counter() - start)
            if len(opened) < 3:
                page.close()
        found = {"open_s": round(sorted(opened)[1], 2), "core_fps": _rate(page)}
        if page.locator("#scenes button").count():
            page.locator("#scenes button", has_text="Map").click()
            found["map_fps"] = _rate(page)
            page.evaluate("() => window.accord.network.moveTo({scale: 0.8, animation: false})")
            found["map_near_fps"] = _rate(page)
        chromium.close()
    return found


def _rate(page: Page) -> float:
    """Frames per second while the view moves and zooms."""
    return round(page.evaluate(PROBE, 120), 1)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("things", type=int)
    parser.add_argument("links", type=int)
    parser.add_argument("-o", "--output", type=Path, default=Path("big.html"))
    parser.add_argument("--browser", default="/usr/bin/chromium")
    given = parser.parse_args()
    from kg.view import payload, render, selection

    store = graph(given.things, given.links)
    start = time.perf_counter(), time.process_time()
    chosen = selection.read(store)
    read = time.perf_counter()
    page = render.html(chosen, "Large")
    end = time.perf_counter(), time.process_time()
    given.output.write_text(page, encoding="utf8")
    net = payload.drawn(chosen)
    found = {
        "nodes": len(net),
        "links": net.number_of_edges(),
        "read_s": round(read - start[0], 2),
        "page_s": round(end[0] - read, 2),
        "cpu_s": round(end[1] - start[1], 2),
        "html_mb": round(given.output.stat().st_size / 1e6, 2),
    }
    print(json.dumps({**found, **measure(given.output, given.browser)}))


if __name__ == "__main__":
    main()
