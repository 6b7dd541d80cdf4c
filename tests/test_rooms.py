"""The rules that keep the rooms apart and the command line quick."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGE = ROOT / "kg"
WAY = ["read", "language", "facts", "identity", "graph", "view", "serve", "remote"]  # a room may import rooms to its left
FOR_ALL = {"model", "errors", "resources"}
JOINERS = {
    "": {"library"} | FOR_ALL,
    "library": set(WAY) | FOR_ALL | {"builder"},
    "builder": set(WAY) | FOR_ALL,
    "cli": set(WAY) | FOR_ALL | {"builder", "library"},
}
HEAVY = {"spacy", "numpy", "rdflib", "oxrdflib", "pyshacl", "networkx", "pyvis", "jinja2", "py3langid", "charset_normalizer", "httpx"}
FROM_GRAPH_ON = {"graph", "view", "serve", "library"}
ONLY_IN = {
    "spacy": {"language", "facts"},
    "rdflib": FROM_GRAPH_ON,
    "oxrdflib": FROM_GRAPH_ON,
    "pyshacl": {"graph"},
    "pyvis": {"view"},
    "click": {"cli"},
    "httpx": {"remote"},
}


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py"))


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py").replace("__init__", "").replace("__main__", "cli")


def imports(path: Path) -> Iterator[str]:
    """Dotted names of everything a module imports, at its top, in functions and for type checking alike."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module or ""
            if node.module == "kg":
                yield from (f"kg.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_room_imports_only_rooms_to_its_left(path: Path) -> None:
    """read → language → facts → identity → graph → view, serve, remote; build joins them and the command line calls."""
    here = room(path)
    allowed = JOINERS.get(here) or FOR_ALL | ({*WAY[: WAY.index(here) + 1]} if here in WAY else set())
    used = {name.split(".")[1] for name in imports(path) if name.startswith("kg.")}
    assert used <= allowed | {here}


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_library_stays_in_its_rooms(path: Path) -> None:
    """spaCy is known in language and facts, RDF graphs from the graph room on, pyvis in the view, click in the command line."""
    used = {name.split(".")[0] for name in imports(path)}
    assert {name for name in used & ONLY_IN.keys() if room(path) not in ONLY_IN[name]} == set()


@pytest.mark.parametrize("module", ["kg", "kg.cli", "kg.read", "kg.model"])
def test_heavy_libraries_wait_until_they_are_needed(module: str) -> None:
    """Importing the package or its command line loads none of them: that is what makes `kg --help` answer at once."""
    code = f"import sys, {module}; print(*sorted({HEAVY!r} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.split() == []


@pytest.mark.parametrize("package", ["kg", *(f"kg.{name}" for name in WAY if (PACKAGE / name / "__init__.py").exists())])
def test_no_module_hides_a_function(package: str) -> None:
    """Importing a submodule binds its name in the package, so a public function of that name would be gone after the first use."""
    code = f"""
import importlib, inspect, pathlib, {package} as package
public = {{name for name, one in vars(package).items() if inspect.isroutine(one) or inspect.isclass(one)}}
public |= {{*getattr(package, "__all__", ())}}
for path in sorted(pathlib.Path(package.__file__).parent.glob("*.py")):
    if path.stem not in ("__init__", "__main__"):
        importlib.import_module(f"{package}.{{path.stem}}")
print(*sorted(name for name in public if inspect.ismodule(getattr(package, name))))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.split() == []
