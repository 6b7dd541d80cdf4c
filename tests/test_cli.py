"""The command line as a user meets it: what it prints where, how it ends, and how it takes what goes wrong."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli import main
from tests.conftest import SEEDS

HEAVY = {"spacy", "rdflib", "networkx", "numpy", "rich", "pyoxigraph", "yaml", "jinja2"}


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of the seeds, built once by the command."""
    path = tmp_path_factory.mktemp("cli") / "graph"
    done = kg("build", str(SEEDS), "-g", str(path))
    assert done.exit_code == 0, done.output
    return path


def kg(*arguments: str, stdin: str | None = None, **environment: str) -> Result:
    """One command in this process."""
    return CliRunner().invoke(main, list(arguments), input=stdin, env={"COLUMNS": "100", **environment})


def process(*arguments: str, **options: object) -> subprocess.Popen[str]:
    """One command as a process of its own."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "encoding": "utf8"}
    return subprocess.Popen([sys.executable, "-m", "kg.cli", *arguments], **(pipes | options))


def imported(code: str) -> set[str]:
    """Which heavy modules a fresh interpreter has loaded after running some code."""
    script = f"{code}\nimport sys; print('|'.join(sorted(m.split('.')[0] for m in sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return HEAVY & set(done.stdout.splitlines()[-1].split("|"))


def test_help_needs_nothing_heavy() -> None:
    """`kg --help` answers at once because it loads no parser, store or table."""
    assert imported("from kg.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass") == set()


def test_the_package_itself_needs_nothing_heavy() -> None:
    """`import kg` costs a notebook nothing."""
    assert imported("import kg") == set()


def test_who_agreed_prints_agreements(graph: Path) -> None:
    """The question that the project is named for names the parties, the date and the speaker."""
    done = kg("query", "who-agreed", "-g", str(graph))
    assert done.exit_code == 0
    for part in ("2021-09-30", "Russia; United States", "working groups", "Sergey Ryabkov", "agreement/2021-09-30"):
        assert part in done.stdout
    assert "\x1b" not in done.stdout


def test_a_cut_answer_says_so(graph: Path) -> None:
    """Rows that the limit leaves out are spoken of beside the answer, never in it."""
    done = kg("query", "meetings", "-g", str(graph), "-p", "limit=2", "-p", "offset=1", "-f", "csv")
    assert done.exit_code == 0
    assert len(done.stdout.splitlines()) == 3
    assert "more rows than these 2: --param offset=3 for the next, --param limit=any for all" in done.stderr
    assert "more rows" not in kg("query", "meetings", "-g", str(graph), "-p", "limit=any").stderr


@pytest.mark.parametrize("columns", ["20", "40", "100", "250"])
def test_a_table_fits_the_terminal(graph: Path, columns: str) -> None:
    """No line is longer than the terminal is wide, however narrow."""
    done = kg("query", "meetings", "-g", str(graph), COLUMNS=columns)
    assert done.exit_code == 0
    assert max(map(len, done.stdout.splitlines())) <= int(columns)


def test_csv_and_json_tell_the_same(graph: Path) -> None:
    """Programs get every row and column, with whole IRIs."""
    rows = list(csv.DictReader(io.StringIO(kg("query", "timeline", "-g", str(graph), "-f", "csv").stdout)))
    records = json.loads(kg("query", "timeline", "-g", str(graph), "-f", "json").stdout)
    assert rows == [{name: value or "" for name, value in record.items()} for record in records]
    assert all(row["event"].startswith("https://") for row in rows)


def test_search_finds_words_and_phrases(graph: Path) -> None:
    """Words make one question, a phrase stands in quotes; table, CSV and JSON tell the same."""
    records = json.loads(kg("search", "groups", "WORKING", "-g", str(graph), "-f", "json").stdout)
    assert {record["kind"] for record in records} >= {"WorkingGroup", "Agreement"}
    assert not json.loads(kg("search", '"groups working"', "-g", str(graph), "-f", "json").stdout)
    rows = list(csv.DictReader(io.StringIO(kg("search", "groups", "working", "-g", str(graph), "--limit", "2", "-f", "csv").stdout)))
    assert rows == [{name: str(value) for name, value in record.items()} for record in records[:2]]
    table = kg("search", "working", "groups", "-g", str(graph), "--limit", "1").stdout
    assert "group/working-groups" in table
    assert table.count("rank") == 1


def test_parameters_narrow_the_answer(graph: Path) -> None:
    """Names in any case, and dates of any precision."""
    every = json.loads(kg("query", "timeline", "-g", str(graph), "-f", "json").stdout)
    some = json.loads(kg("query", "timeline", "-g", str(graph), "-f", "json", "-p", "actor=russia", "--param", "since=2021-09").stdout)
    assert some
    assert [row["event"] for row in some] == [row["event"] for row in every if row["to"] >= "2021-09-01" and "Russia" in row["actors"]]


def test_own_sparql_from_a_file_and_from_standard_input(graph: Path, tmp_path: Path) -> None:
    """A file and `-` hold SPARQL, with a header for parameters if it has one."""
    text = "#+ parameters: {n: {type: integer}}\nSELECT (?n * 2 AS ?twice) { VALUES ?n { UNDEF } }"
    path = tmp_path / "own.rq"
    path.write_text(text, encoding="utf8")
    assert json.loads(kg("query", str(path), "-p", "n=21", "-f", "json", "-g", str(graph)).stdout) == [{"twice": 42}]
    assert json.loads(kg("query", "-", "-p", "n=2", "-f", "json", "-g", str(graph), stdin=text).stdout) == [{"twice": 4}]


def test_construct_prints_turtle(graph: Path) -> None:
    """What builds a graph prints one."""
    done = kg("query", "-", "-g", str(graph), stdin="CONSTRUCT { ?s a ?o } WHERE { ?s a ?o }")
    assert done.stdout.startswith("@prefix")


def test_the_environment_names_the_graph(graph: Path) -> None:
    """KG_GRAPH stands in for -g."""
    assert kg("query", "documents", KG_GRAPH=str(graph)).stdout == kg("query", "documents", "-g", str(graph)).stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["query", "who-agred"], "did you mean who-agreed"),
        (["query", "who-agreed", "-p", "actor"], "NAME=VALUE"),
        (["query", "who-agreed", "-p", "actor=Atlantis"], "no Actor 'Atlantis'"),
        (["query", "missing.rq"], "missing.rq"),
        (["query", "SELECT ?x {"], "SPARQL"),
        (["query", "DROP ALL"], "only reads it"),
        (["query", "who-agreed", "-f", "turtle"], "CONSTRUCT"),
        (["search", "-", "*"], "holds no word"),
        (["explain", "Atlantis"], "Nothing in the graph is called 'Atlantis'"),
        (["export", "-o", "x.docx"], "turtle"),
        (["export"], "--format turtle"),
        (["view", "-o", "x.docx"], ".html"),
        (["view", "--about", "Atlantis", "-o", "x.html"], "Atlantis"),
        (["forget", "never-loaded"], "never-loaded"),
        (["judge", "same", "state/RU", "state/RU"], "twice"),
    ],
)
def test_what_goes_wrong_is_one_sentence(graph: Path, arguments: list[str], message: str) -> None:
    """Status 1, nothing on standard output, and one line that says what to do, never a traceback."""
    done = kg(*arguments, "-g", str(graph))
    assert done.exit_code == 1
    assert done.stdout == ""
    assert message in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_missing_graph_says_how_to_make_one(tmp_path: Path) -> None:
    """Every reading command answers alike where there is no graph."""
    for arguments in (
        ["query", "who-agreed"],
        ["explain", "x"],
        ["search", "x"],
        ["report"],
        ["check"],
        ["export", "-f", "nt"],
        ["view"],
        ["network"],
    ):
        done = kg(*arguments, "-g", str(tmp_path / "none"))
        assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
        assert "kg build" in done.stderr


def test_a_command_not_understood_ends_with_two() -> None:
    """Usage errors have a status of their own."""
    assert kg("build").exit_code == 2
    assert kg("no-such-command").exit_code == 2
    assert kg("judge", "perhaps", "a", "b").exit_code == 2


def test_a_build_that_skipped_something_ends_with_three(tmp_path: Path) -> None:
    """The rest is done; what was skipped is named."""
    (tmp_path / "good.txt").write_text((next(SEEDS.glob("001*"))).read_text(encoding="utf8"), encoding="utf8")
    (tmp_path / "empty.txt").write_text("", encoding="utf8")
    done = kg("build", str(tmp_path), "-g", str(tmp_path / "g"))
    assert done.exit_code == 3
    assert "empty.txt" in done.stderr
    assert "good" in kg("query", "documents", "-g", str(tmp_path / "g")).stdout


def test_strict_changes_nothing_if_anything_is_skipped(tmp_path: Path) -> None:
    """With --strict not even the graph directory appears."""
    (tmp_path / "good.txt").write_text((next(SEEDS.glob("001*"))).read_text(encoding="utf8"), encoding="utf8")
    (tmp_path / "empty.txt").write_text("", encoding="utf8")
    done = kg("build", "--strict", str(tmp_path), "-g", str(tmp_path / "g"))
    assert done.exit_code == 1
    assert "empty.txt" in done.stderr
    assert not (tmp_path / "g").exists()


def test_standard_input_is_a_document(tmp_path: Path) -> None:
    """`-` reads one, and the options say what it is."""
    told = ("--title", "A pact", "--publisher", "Herald", "--published", "2021-03-04")
    done = kg(
        "build", "-", *told, "-g", str(tmp_path / "g"), stdin="France and Germany agreed on Tuesday to set up a working group on trade."
    )
    assert done.exit_code == 0, done.stderr
    row = json.loads(kg("query", "documents", "-f", "json", "-g", str(tmp_path / "g")).stdout)[0]
    assert (row["title"], row["publisher"], row["issued"]) == ("A pact", "Herald", "2021-03-04")


def test_explain_quotes_and_report_lists(graph: Path) -> None:
    """A person's account has the sentences and whose they are; the report answers too."""
    done = kg("explain", "sergei ryabkov", "-g", str(graph))
    assert done.stdout.startswith("Sergey Ryabkov")
    assert "“" in done.stdout
    assert "2021-09-30" in done.stdout
    assert kg("report", "-g", str(graph)).exit_code == 0


def test_export_view_network_and_check(graph: Path, tmp_path: Path) -> None:
    """Each writes what it names."""
    assert kg("export", "-f", "turtle", "-g", str(graph)).stdout.startswith("@prefix")
    for name in ("x.ttl", "x.nq", "x.graphml", "x.csv"):
        assert kg("export", "-o", str(tmp_path / name), "-g", str(graph)).exit_code == 0
        assert (tmp_path / name).stat().st_size
    assert kg("view", "-o", str(tmp_path / "x.html"), "-g", str(graph)).exit_code == 0
    assert "<html" in (tmp_path / "x.html").read_text(encoding="utf8")
    assert "Russia" in kg("network", "-f", "csv", "-g", str(graph)).stdout
    assert "conforms" in kg("check", "-g", str(graph)).stdout


def test_forget_takes_a_document_out(tmp_path: Path) -> None:
    """What it told alone is gone, the other document stays."""
    path = str(tmp_path / "g")
    assert kg("build", str(SEEDS), "-g", path).exit_code == 0
    first, second = (row["document"] for row in json.loads(kg("query", "documents", "-f", "json", "-g", path).stdout))
    assert kg("forget", first, "-g", path).exit_code == 0
    assert [row["document"] for row in json.loads(kg("query", "documents", "-f", "json", "-g", path).stdout)] == [second]


def test_a_judgement_holds_after_the_next_build(tmp_path: Path) -> None:
    """Two names that a person declares one are one node."""
    path = str(tmp_path / "g")
    kg("build", str(SEEDS), "-g", path)
    assert kg("judge", "same", "Sergey Ryabkov", "Wendy R. Sherman", "-g", path).exit_code == 0
    assert kg("build", str(SEEDS), "-g", path).exit_code == 0
    assert kg("explain", "Ryabkov", "-g", path).stdout.splitlines()[0] == kg("explain", "Sherman", "-g", path).stdout.splitlines()[0]


ESCAPE, REVERSED = "\x1b[31mred\x1b[0m", "\u202egnihtemos\u202c"


def test_documents_cannot_steer_the_terminal(tmp_path: Path) -> None:
    """Escape sequences and marks of direction from a document are shown as what they are."""
    told = ("--title", f"Pact {ESCAPE} {REVERSED}", "--published", "2021-03-04")
    text = f"France and Germany agreed on Tuesday to set up a working group on {REVERSED} trade."
    assert kg("build", "-", *told, "-g", str(tmp_path / "g"), stdin=text).exit_code == 0
    for arguments in (["query", "documents"], ["query", "who-agreed"], ["explain", "France"], ["search", "France"], ["report"]):
        printed = kg(*arguments, "-g", str(tmp_path / "g")).output
        assert not set(printed) & {"\x1b", "\u202e", "\u202c"}


def test_formulas_are_no_formulas_in_csv(graph: Path) -> None:
    """A spreadsheet that opens the file computes nothing."""
    done = kg("query", "-", "-f", "csv", "-g", str(graph), stdin="SELECT ?x ?n { VALUES (?x ?n) { ('=1+1' 3) ('plain' 4) } }")
    assert done.stdout == "x,n\n'=1+1,3\nplain,4\n"


def test_a_reader_that_goes_away_is_no_error(graph: Path) -> None:
    """`kg ... | head` ends without a word."""
    running = process("export", "-f", "nt", "-g", str(graph))
    assert running.stdout is not None
    assert running.stderr is not None
    running.stdout.readline()
    running.stdout.close()
    assert running.stderr.read() == ""
    running.wait(30)


def test_interrupting_says_so_and_leaves_a_graph_that_opens(tmp_path: Path) -> None:
    """Ctrl-C ends with one line and status 130; the same build then finishes."""
    for number in range(200):
        (tmp_path / f"{number}.txt").write_text(f"France and Germany agreed in {1800 + number} to set up a commission on trade.\n" * 20)
    running = process("build", str(tmp_path), "-g", str(tmp_path / "g"))
    while not (tmp_path / "g" / "lock").exists():
        assert running.poll() is None
        time.sleep(0.02)
    time.sleep(0.3)
    running.send_signal(signal.SIGINT)
    _, told = running.communicate(timeout=60)
    assert running.returncode == 130
    assert told.count("\n") == 1
    assert "interrupted" in told
    for path in sorted(tmp_path.glob("*.txt"))[5:]:
        path.unlink()
    assert kg("build", str(tmp_path), "-g", str(tmp_path / "g")).exit_code == 0


def test_a_bar_only_when_somebody_watches(tmp_path: Path) -> None:
    """On a terminal a build shows how far it is; in a pipe it writes one line."""
    leader, follower = pty.openpty()
    running = process("build", str(SEEDS), "-g", str(tmp_path / "a"), stderr=follower)
    os.close(follower)
    shown = b""
    while True:
        try:
            piece = os.read(leader, 4096)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    running.wait(60)
    os.close(leader)
    assert b"reading" in shown
    piped = process("build", str(SEEDS), "-g", str(tmp_path / "b"))
    assert piped.communicate(timeout=60)[1].splitlines() == [f"{tmp_path / 'b'}: 2 added"]
