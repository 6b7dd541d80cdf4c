"""The documentation is true: its commands exist, its output is the program's output, its links lead somewhere.

`pytest tests/test_docs.py --update-docs` writes the program's output into the README.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import chdir, redirect_stdout
from doctest import DocTestParser
from pathlib import Path

import pytest

from tests.conftest import ROOT, SEEDS

README = ROOT / "README.md"
PAGES = [README, *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^```(?P<language>\w+)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?P<target>[^)#\s]+)(?:#[^)]*)?\)")
KG = Path(sys.executable).with_name("kg")
WIDTH = "110"


def blocks(page: Path, language: str) -> list[str]:
    return [block["body"] for block in BLOCK.finditer(page.read_text(encoding="utf8")) if block["language"] == language]


def commands(body: str) -> list[str]:
    """The command lines of a console block, without prompt and comment."""
    return [line.removeprefix("$ ").partition("  #")[0] for line in body.splitlines() if line.startswith(("$ ", "kg ", "make "))]


def run(command: str, folder: Path) -> str:
    """What a shell shows for a command in a terminal of fixed width."""
    clean = {"PATH": f"{KG.parent}:{os.environ['PATH']}", "HOME": str(folder), "COLUMNS": WIDTH, "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=clean,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf8",
        check=False,
    )
    assert done.returncode == 0, f"{command}: {done.stdout}"
    return "".join(line.rstrip() + "\n" for line in done.stdout.splitlines())


def run_console(body: str, folder: Path) -> str:
    """A console block with what its commands print now; setting up an environment is left to `make test` itself."""
    shown = ""
    for line in body.splitlines(keepends=True):
        if line.startswith("$ "):
            shown += line + ("" if line.startswith(("$ make", "$ git", "$ pip")) else run(line[2:], folder))
    return shown


def run_python(body: str, folder: Path) -> str:
    """A Python session with what its statements print now."""
    names: dict[str, object] = {}
    shown = ""
    for example in DocTestParser().get_examples(body):
        printed = io.StringIO()
        with chdir(folder), redirect_stdout(printed):
            exec(compile(example.source, "README.md", "single"), names)
        first, *others = example.source.splitlines()
        shown += "".join(f"{line}\n" for line in (f">>> {first}", *(f"... {line}".rstrip() for line in others))) + printed.getvalue()
    return shown


def test_the_readme_shows_real_output(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Every console and Python example of the README gives, in a folder that holds the seeds, what stands below it."""
    shutil.copytree(SEEDS, tmp_path / "seeds")
    runners: dict[str, Callable[[str, Path], str]] = {"console": run_console, "pycon": run_python}

    def renewed(block: re.Match[str]) -> str:
        runner = runners.get(block["language"])
        return f"```{block['language']}\n{runner(block['body'], tmp_path)}```" if runner else block[0]

    written = README.read_text(encoding="utf8")
    real = BLOCK.sub(renewed, written)
    if request.config.getoption("--update-docs"):
        README.write_text(real, encoding="utf8")
    else:
        assert written == real


def test_the_readme_begins_with_two_commands() -> None:
    """Whoever comes new sees how to start before anything else, and both commands exist."""
    first = blocks(README, "console")[0]
    assert [line.split()[:2] for line in commands(first)] == [["make", "demo"], ["make", "test"]]
    makefile = (ROOT / "Makefile").read_text(encoding="utf8")
    named = {
        command.split()[1] for page in PAGES for body in blocks(page, "console") for command in commands(body) if command.startswith("make")
    }
    assert {name for name in named if not re.search(rf"^{name}:", makefile, re.MULTILINE)} == set()


def test_every_command_is_documented(tmp_path: Path) -> None:
    """Each command that `kg --help` lists is shown at work somewhere in the documentation."""
    listed = re.findall(r"^  ([a-z]+)\b", run("kg --help", tmp_path).partition("Commands:")[2], re.MULTILINE)
    words = "\n".join(page.read_text(encoding="utf8") for page in PAGES)
    assert len(listed) > 5
    assert {name for name in listed if not re.search(rf"\bkg {name}\b", words)} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_documented_options_exist(page: Path, tmp_path: Path) -> None:
    """Every `kg` command in a console block exists and has the options that are used there."""
    for command in (command for body in blocks(page, "console") for command in commands(body) if command.startswith("kg ")):
        name = command.split()[1]
        if name.startswith("-"):
            continue
        known = run(f"kg {name} --help", tmp_path)
        used = re.findall(r"(?<=\s)(-{1,2}[a-z][a-z-]*)", command)
        assert {option for option in used if not re.search(rf"(?<![\w-]){option}(?![\w-])", known)} == set(), command


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    """A relative link in the documentation points at a file of the repository."""
    targets = {link["target"] for link in LINK.finditer(page.read_text(encoding="utf8")) if "://" not in link["target"]}
    assert {target for target in targets if not (page.parent / target).exists()} == set()


def test_every_page_is_in_the_index() -> None:
    """No page of documentation is an orphan."""
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf8")
    assert {page.name for page in PAGES[1:] if page.name != "index.md" and f"({page.name})" not in index} == set()


def test_a_new_word_works_without_python(tmp_path: Path) -> None:
    """The verb, the noun and the actor that the lexicon page adds are understood by the next build, as it says."""
    verb, noun, actor = blocks(ROOT / "docs" / "lexicon.md", "turtle")
    shutil.copytree(ROOT / "kg", tmp_path / "kg", ignore=shutil.ignore_patterns("weights", "__pycache__"))
    (tmp_path / "kg" / "language" / "weights").symlink_to(ROOT / "kg" / "language" / "weights")
    for name in ("ontology", "queries"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    report = (
        "Chad covenanted with Niger that goats may pass. They signed the Concord on Border Incidents in Niamey. "
        "The LGA agreed with Mali to open an office."
    )
    (tmp_path / "report.md").write_text(f"---\npublished: 2023-02-15\n---\n{report}\n", encoding="utf8")
    kg = f"PYTHONPATH={tmp_path} {sys.executable} -c 'from kg.cli import main; main()'"
    build = f"{kg} build report.md && {kg} export -o {{}}.nt"
    run(build.format("before"), tmp_path)
    with (tmp_path / "ontology" / "lexicon.ttl").open("a", encoding="utf8") as lexicon:
        lexicon.write(f"\n{verb}\n{noun}")
    with (tmp_path / "ontology" / "actors.ttl").open("a", encoding="utf8") as actors:
        actors.write(f"\n{actor}")
    run(build.format("after"), tmp_path)
    before, after = ((tmp_path / f"{name}.nt").read_text(encoding="utf8") for name in ("before", "after"))
    for word in ("goats may pass", "treaty/concord-on-border-incidents", "Liptako-Gourma Authority"):
        assert word not in before
        assert word in after
