"""Where the files that travel with the package are: in a checkout beside `kg/`, in an installed wheel under `kg/data/`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


@cache
def folder(name: str) -> Path:
    """The folder `ontology` or `queries`; the checkout's own comes first, so that an edit there takes effect at once."""
    checkout = PACKAGE.parent / name
    if (PACKAGE.parent / "pyproject.toml").is_file() and checkout.is_dir():
        return checkout
    return PACKAGE / "data" / name


def ontology(name: str) -> Path:
    """A file of the ontology, `ontology("actors.ttl")`."""
    return folder("ontology") / name
