"""Full-text search finds things by name and facts by sentence, in the snapshot that the reader opened and in no other."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import closing, suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import GraphError, QueryError
from kg.graph import index, terms
from kg.graph.literals import slug
from kg.graph.quads import Metadata, entity_keys, identities_quads, quads
from kg.graph.search import Hit, search
from kg.graph.store import Record, open_graph, open_writer
from kg.graph.terms import BASE
from kg.model import Agreement, Document, Entity, Evidence, Facts, When
from tests.graph.sample import identify
from tests.graph.test_store import RECORDS

SAMPLE = [RECORDS["wire"], RECORDS["readout 2"]]


def publish(path: Path, records: list[Record]) -> None:
    """Makes the graph that of these documents and no others, with the labels that they give together."""
    facts = [record.facts for record in records]
    identities = identify(facts)
    used = {identities.names[one.document, key] for one in facts for key in entity_keys(one)}
    by_iri = {terms.document(BASE, record.metadata.identifier).value: record for record in records}
    joint = terms.identities_graph(BASE).value
    digests = {iri: f"{record.metadata.title} {record.facts}" for iri, record in by_iri.items()} | {joint: str(sorted(used))}
    with open_writer(path) as writer:
        writer.publish(
            digests,
            lambda iri: (
                identities_quads(identities, used, BASE)
                if iri == joint
                else quads(by_iri[iri].metadata, by_iri[iri].facts, identities, BASE)
            ),
            "stamp",
        )


def found(path: Path, words: str, limit: int = 20) -> list[Hit]:
    with open_graph(path) as graph:
        return search(graph, words, limit)


def listed(path: Path) -> list[tuple[str, ...]]:
    """All lists of a graph."""
    with open_graph(path) as graph, closing(index.open_index(graph.snapshot)) as database:
        return database.execute("SELECT * FROM listed ORDER BY list, key, at, thing").fetchall()


def told(name: str, sentence: str, states: tuple[str, ...] = ("Ruritania", "Graustark")) -> Record:
    """A document of one sentence in which states agree."""
    entities = tuple(Entity(state, "State", state, (state,), f"state/{slug(state)}") for state in states)
    agreement = Agreement("a", states, sentence[:-1], "other", (), When(), (), (), "agreed", When(), "", (0,))
    facts = Facts(name, entities, (Evidence(0, len(sentence), sentence, 0),), agreements=(agreement,))
    return Record(Metadata.of(Document(name, sentence)), facts, "v1")


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """The graph of the two sample reports."""
    publish(tmp_path / "g", SAMPLE)
    return tmp_path / "g"


def test_a_thing_is_found_by_its_name(sample: Path) -> None:
    """Its preferred name is told beside the one that matches; no document, for a name is no one document's."""
    assert found(sample, "Ruritanian delegation")[0] == Hit(
        1, "Delegation", "Ruritanian delegation", "[Ruritanian] [delegation]", "", f"{BASE}delegation/ruritanian-delegation"
    )
    assert found(sample, "holm")[0] == Hit(1, "Person", "Anna Holm", "[Holm]", "", f"{BASE}person/anna-holm")


def test_a_fact_is_found_by_its_sentence(sample: Path) -> None:
    """With the class, a caption, the sentence, and the document in which it stands."""
    assert found(sample, "zenda") == [
        Hit(
            1,
            "Agreement",
            "reopen the Zenda bridge",
            "Graustark has turned down a proposal to reopen the [Zenda] bridge.",
            "readout 2",
            f"{BASE}agreement/readout-no",
        )
    ]


def test_every_fact_of_a_sentence_is_found(sample: Path) -> None:
    """What was agreed first, then steps of treaties, offices and bodies; each is told in a few words."""
    hits = found(sample, "foreign minister said")
    assert [(hit.kind, hit.label) for hit in hits] == [
        ("Agreement", "set up a commission on river traffic"),
        ("Position", "Foreign Minister, Anna Holm"),
        ("WorkingGroup", "commission on river traffic"),
    ]
    hits = [hit for words in ("1894", '"second round"') for hit in found(sample, words)]
    assert [(hit.kind, hit.label) for hit in hits] == [
        ("TreatyAction", "signature, Treaty of Strelsau"),
        ("TreatyAction", "extension, Treaty of Strelsau"),
        ("Treaty", "Treaty of Strelsau"),
        ("Meeting", "border talks, Graustark; Ruritania, 2022-05-03"),
    ]


def test_a_document_is_found_by_its_title(sample: Path) -> None:
    """It is a thing as well."""
    title = "Ruritania, Graustark to set up river commission"
    assert ("Document", title, "wire") in {(hit.kind, hit.label, hit.document) for hit in found(sample, "river commission")}


def test_each_thing_comes_once_the_best_match_first(sample: Path) -> None:
    """Ranks count from one, and a limit cuts the end off."""
    hits = found(sample, "commission")
    assert len({hit.iri for hit in hits}) == len(hits)
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert hits[0].label == "commission on river traffic"
    for limit in range(len(hits)):
        assert found(sample, "commission", limit) == hits[:limit]


def test_case_and_accents_do_not_count(tmp_path: Path) -> None:
    """Neither in the question nor in the text."""
    publish(tmp_path, [told("one", "Ruritania and Côte Bleue agreed to fish at Ängelsberg.", ("Ruritania", "Côte Bleue"))])
    for words in ("cote bleue", "CÔTE BLEUE", "Co\u0302te Bleue", "angelsberg", "RURITANIA fish"):
        assert found(tmp_path, words), words


def test_all_words_must_stand_there_and_phrases_together(sample: Path) -> None:
    """Words in any order; a phrase as it is; a star completes what begins so; curved quotes are quotes."""
    assert found(sample, "traffic river")
    assert not found(sample, "traffic xylophone")
    assert found(sample, '"river traffic"')
    assert found(sample, "“river traffic”")
    assert not found(sample, '"traffic river"')
    assert not found(sample, "riv")
    assert found(sample, "riv*")
    assert found(sample, '"river traf"*')


@pytest.mark.parametrize(
    "words",
    [
        "river AND commission",
        "river OR commission",
        "NOT river",
        "river NEAR(traffic)",
        "text: river",
        "-river",
        "^river",
        "(river",
        "river +",
        "it's",
        'a "b',
    ],
)
def test_operators_are_words(sample: Path, words: str) -> None:
    """What FTS5 would take for an operator is looked for as it stands; a question in words is never a mistake."""
    assert all("river" in hit.snippet.lower() for hit in found(sample, words))


def test_a_word_that_is_an_operator_is_found(tmp_path: Path) -> None:
    """NOT and NEAR stand in texts too."""
    publish(tmp_path, [told("one", "Ruritania agreed NOT to fish NEAR (or in) the lake.")])
    assert [hit.snippet for hit in found(tmp_path, "not near(")] == ["Ruritania agreed [NOT] to fish [NEAR] (or in) the lake."]


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text() | st.text(alphabet='"*()^:+-{} aNOT\0', max_size=30))
def test_no_question_breaks_the_search(sample: Path, words: str) -> None:
    """Any text whatever gives hits, none, or the sentence that it holds no word."""
    with suppress(QueryError):
        found(sample, words)


@pytest.mark.parametrize("words", ["", "  ", "—", '"', "*", '""'])
def test_a_question_without_words_is_refused(sample: Path, words: str) -> None:
    """In one sentence that says what to write."""
    with pytest.raises(QueryError, match="holds no word"):
        found(sample, words)


def test_marks_can_be_chosen(sample: Path) -> None:
    """A page marks words otherwise than a terminal."""
    with open_graph(sample) as graph:
        assert search(graph, "zenda", marks=("<", ">"))[0].snippet.endswith("reopen the <Zenda> bridge.")


def test_a_long_sentence_is_cut_around_the_words(tmp_path: Path) -> None:
    """An ellipsis stands where something is left out."""
    long = "Ruritania agreed " + "and then again " * 60 + "to fish " + "in the lake or the river " * 20 + "."
    publish(tmp_path, [told("one", long)])
    snippet = found(tmp_path, "fish")[0].snippet
    assert "[fish]" in snippet
    assert snippet.startswith("…")
    assert snippet.endswith("…")
    assert len(snippet) < 300


def test_a_reader_searches_what_it_opened(tmp_path: Path) -> None:
    """Later builds change nothing for it, whether they write the index anew or a part of it."""
    many = [told(f"d{number}", f"Ruritania agreed to paint bridge {number}.") for number in range(9)]
    publish(tmp_path, [*many, told("one", "Graustark agreed to fish.")])
    with open_graph(tmp_path) as before:
        publish(tmp_path, [*many, told("one", "Graustark agreed to hunt.")])
        with open_graph(tmp_path) as between:
            publish(tmp_path, [told("one", "Graustark agreed to rest.")])
            for graph, word in ((before, "fish"), (between, "hunt")):
                assert [(hit.kind, hit.document) for hit in search(graph, word)] == [("Agreement", "one")]
                assert len(search(graph, "bridge")) == 9
            assert not search(before, "hunt")
            assert not search(between, "fish")
    assert [hit.document for hit in found(tmp_path, "rest")] == ["one"]
    assert not found(tmp_path, "bridge")


def passages(path: Path) -> dict[int, tuple[str, str]]:
    """The rows of the index, after SQLite has compared its words with them."""
    with open_graph(path) as graph:
        copy = shutil.copy(graph.snapshot / index.FILE, path.parent / "copy.sqlite")
    with closing(sqlite3.connect(copy)) as database:
        database.execute("INSERT INTO words (words, rank) VALUES ('integrity-check', 1)")
        return {row: (iri, text) for row, iri, text in database.execute("SELECT id, iri, text FROM passage")}


def test_only_what_changed_is_indexed_again(tmp_path: Path) -> None:
    """A changed document moves its own rows and no others; nor does a label that a new entity brings into the graph of identities."""
    path = tmp_path / "g"
    many = [told(f"d{number}", f"Ruritania agreed to paint bridge {number}.") for number in range(30)]
    publish(path, many)
    before = passages(path)
    publish(path, [*many[:-1], told("d29", "Ruritania and Zubrowka agreed to rest.", ("Ruritania", "Zubrowka"))])
    after = passages(path)
    document = f"{BASE}document/d29#s0"
    assert before.items() - after.items() == {(row, text) for row, text in before.items() if text[0] == document}
    assert {text for _, text in after.items() - before.items()} == {
        (document, "Ruritania and Zubrowka agreed to rest."),
        (f"{BASE}state/zubrowka", "Zubrowka"),
    }


VERSIONS = {
    "one": ["Ruritania agreed to fish.", "Ruritania agreed to fish and to hunt.", "Ruritania refused."],
    "two": ["Graustark agreed to fish in the river.", "Ruritania agreed to fish."],
    "three": ["Zubrowka and Graustark agreed on river traffic.", "Zubrowka agreed, and agreed again, to fish."],
    "four": ["Ruritania, Graustark and Zubrowka agreed on fish."],
}
STATE = st.fixed_dictionaries({}, optional={name: st.integers(0, len(texts) - 1) for name, texts in VERSIONS.items()})


def records(state: Mapping[str, int]) -> list[Record]:
    texts = {name: VERSIONS[name][version] for name, version in state.items()}
    return [told(name, texts[name], tuple(s for s in ("Ruritania", "Graustark", "Zubrowka") if s in texts[name])) for name in sorted(texts)]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(way=st.lists(STATE, min_size=1, max_size=5))
def test_any_way_to_the_same_documents_gives_the_same_answers(tmp_path_factory: pytest.TempPathFactory, way: list[dict[str, int]]) -> None:
    """Whatever was indexed before and is no more: texts, ranks and hits are those of an index made at once."""
    folder = tmp_path_factory.mktemp("search")
    filler = [told(f"f{number}", f"Zubrowka agreed to paint bridge {number}.", ("Zubrowka",)) for number in range(8)]
    for state in way:
        publish(folder / "g", [*records(state), *filler])
    publish(folder / "once", [*records(way[-1]), *filler])
    assert sorted(passages(folder / "g").values()) == sorted(passages(folder / "once").values())
    assert listed(folder / "g") == listed(folder / "once")
    for words in ("fish", "agreed", "river", "r*", "ruritania", "zubrowka agreed"):
        assert found(folder / "g", words, 100) == found(folder / "once", words, 100)


def test_a_graph_without_an_index_says_so(sample: Path) -> None:
    """An earlier version or a hand took it; the next build makes it."""
    with open_graph(sample) as graph:
        (graph.snapshot / index.FILE).unlink()
    with pytest.raises(GraphError, match="run its kg build again"):
        found(sample, "zenda")
    with open_writer(sample) as writer:
        assert not writer.in_step("stamp")
    publish(sample, SAMPLE)
    assert found(sample, "zenda")


def test_a_damaged_index_says_so(sample: Path) -> None:
    """No traceback."""
    with open_graph(sample) as graph:
        (graph.snapshot / index.FILE).write_bytes(b"not a database at all, but long enough to be taken for one" * 9)
    with pytest.raises(GraphError, match="build it again"):
        found(sample, "zenda")
