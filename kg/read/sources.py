"""What the user named to the files that are meant: folders walked, doubles dropped, an order that is not the user's."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.model import Skipped
from kg.read.formats import BY_SUFFIX, listed
from kg.read.record import Metadata
from kg.read.table import NAME, described

STDIN = "-"


@dataclass(frozen=True, slots=True)
class File:
    """A file to read and what a `metadata.csv` says about it. `path` is as the user would write it."""

    path: Path
    metadata: Metadata


def files(sources: Iterable[str]) -> tuple[list[File], list[Skipped]]:
    """Every file that the sources mean, once each, sorted by absolute path: so the order of naming changes nothing.

    Folders are walked, without hidden files and files of other formats; a file named by itself must be of a format that is read.
    """
    found: dict[str, File] = {}
    skipped: list[Skipped] = []
    for source in sorted(sources):
        if source == STDIN:
            continue
        path = Path(source)
        for one in _folder(path) if path.is_dir() else [_named(path)]:
            if isinstance(one, File):
                found.setdefault(os.path.realpath(one.path), one)
            else:
                skipped.append(one)
    return [found[path] for path in sorted(found)], list(dict.fromkeys(skipped))


def _named(path: Path) -> File | Skipped:
    table, _ = described(path.parent)  # the other rows are not what the user asked about
    return _file(path, table)


def _file(path: Path, table: dict[Path, Metadata]) -> File | Skipped:
    if not os.path.exists(path):  # Path.exists raises on a circle of links
        return Skipped(str(path), f"Did not read {path}: there is no such file or folder; check the name.")
    if not path.is_file() or path.suffix.lower() not in BY_SUFFIX:
        return Skipped(str(path), f'Did not read {path}: Accord reads {listed()}, folders of these, and "-" for standard input.')
    return File(path, table.get(path, Metadata()))


def _folder(root: Path) -> Iterator[File | Skipped]:
    table: dict[Path, Metadata] = {}
    empty = True
    unlisted: list[OSError] = []
    for name, folders, names in os.walk(root, onerror=unlisted.append):
        folders[:] = sorted(folder for folder in folders if not folder.startswith("."))
        here, wrong = described(Path(name))
        yield from wrong
        table |= here  # a table says more about its own folder than one further up does
        for path in (Path(name) / file for file in sorted(names)):
            if path.name.startswith(".") or path.name == NAME:
                continue
            if path.suffix.lower() in BY_SUFFIX or path in table:
                empty = False
                yield _file(path, table)
    for error in unlisted:
        yield Skipped(str(error.filename), f"Did not read the folder {error.filename}: {error.strerror}; check its permissions.")
    if empty and not unlisted:
        yield Skipped(str(root), f"Found nothing to read in the folder {root}: Accord reads {listed()}.")
