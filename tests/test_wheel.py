"""The package as a user gets it: built, installed beside nothing of this checkout, and run in an empty folder."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT, SEEDS


def run(*command: str | Path, cwd: Path) -> str:
    """What a command prints, in an environment that knows nothing of this one; Python's own messages are shown when it fails."""
    clean = {"PATH": os.environ["PATH"], "HOME": str(cwd), "LC_ALL": "C"}
    done = subprocess.run(list(map(str, command)), cwd=cwd, env=clean, capture_output=True, text=True, encoding="utf8", check=False)
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built by the tools of this environment without asking the network."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` folder of a new environment that holds the wheel; dependencies are those of this environment, found through a path file."""
    home = tmp_path_factory.mktemp("environment")
    run(sys.executable, "-m", "venv", "--without-pip", home, cwd=home)
    python = home / "bin" / "python"
    run(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-index", "--no-deps", wheel, cwd=home)
    (packages,) = home.glob("lib/python*/site-packages")
    (packages / "dependencies.pth").write_text(sysconfig.get_paths()["purelib"] + "\n", encoding="utf8")
    return python.parent


def test_everything_that_is_needed_travels_in_the_wheel(wheel: Path) -> None:
    """Ontology, queries and every data file of the package are in it, byte for byte; tests and seeds are not."""
    with zipfile.ZipFile(wheel) as archive:
        inside = {name: archive.read(name) for name in archive.namelist() if not name.startswith("accord_kg-")}
    here = {path: f"kg/{path.relative_to(ROOT / 'kg').as_posix()}" for path in (ROOT / "kg").rglob("*") if path.is_file()}
    here |= {
        path: f"kg/data/{path.relative_to(ROOT).as_posix()}" for name in ("ontology", "queries") for path in (ROOT / name).rglob("*.*")
    }
    expected = {name: path.read_bytes() for path, name in here.items() if "__pycache__" not in name}
    assert inside.keys() == expected.keys()
    assert inside == expected


def test_the_wheel_runs_in_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    """Build, query, export, check and view: the commands of the README, with the package's own files out of the wheel."""
    kg = installed / "kg"
    origin = run(installed / "python", "-c", "import kg; print(kg.__file__)", cwd=tmp_path)
    assert Path(origin.strip()).is_relative_to(installed.parent)
    run(kg, "build", SEEDS, cwd=tmp_path)
    assert "2021-09-30" in run(kg, "query", "who-agreed", "--format", "csv", cwd=tmp_path)
    run(kg, "export", "-o", "graph.ttl", cwd=tmp_path)
    assert "accord:Agreement" in (tmp_path / "graph.ttl").read_text(encoding="utf8")
    assert "conforms" in run(kg, "check", cwd=tmp_path)
    run(kg, "view", "-o", "graph.html", cwd=tmp_path)
    assert "Ryabkov" in (tmp_path / "graph.html").read_text(encoding="utf8")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["graph", "graph.html", "graph.ttl"]
