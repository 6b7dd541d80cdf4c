"""`metadata.csv`: what is known about the files of a folder, one row a file."""

from __future__ import annotations

import csv
import io
from dataclasses import fields
from pathlib import Path

from kg.errors import SourceError
from kg.model import Skipped
from kg.read.decode import decode
from kg.read.record import Metadata

NAME = "metadata.csv"
KNOWN = frozenset(field.name for field in fields(Metadata))


def described(folder: Path) -> tuple[dict[Path, Metadata], list[Skipped]]:
    """The rows of a folder's `metadata.csv` by the path of their file, and a word on each row or table that is of no use.

    The columns are `file` (a path below the folder) and any of Metadata's fields; others are passed over.
    Both are empty where there is no such table.
    """
    path = folder / NAME
    if not path.is_file():
        return {}, []
    try:
        rows = _rows(path)
    except (OSError, csv.Error, SourceError) as error:
        reason = str(error) if isinstance(error, SourceError) else f"could not be read ({error})"
        return {}, [Skipped(str(path), f"Did not use {path}: it {reason}; mend it, or its files stay without title, publisher and date.")]
    table: dict[Path, Metadata] = {}
    wrong: list[Skipped] = []
    for number, row in rows:
        file = folder / row["file"]
        if not row["file"] or not file.is_file():
            wrong.append(
                Skipped(str(path), f'Did not use line {number} of {path}: there is no file "{row["file"]}" in that folder; mend the name.')
            )
        elif file in table:
            wrong.append(Skipped(str(path), f'Did not use line {number} of {path}: it describes "{row["file"]}" again; keep one line.'))
        else:
            table[file] = Metadata(**{name: value for name, value in row.items() if name in KNOWN})
    return table, wrong


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    reader = csv.DictReader(io.StringIO(decode(path.read_bytes())), restval="", strict=True)
    names = [str(name).strip().lower() for name in reader.fieldnames or ()]
    if "file" not in names:
        raise SourceError(f'has no column "file" (it has: {", ".join(names) or "nothing"})')
    reader.fieldnames = names
    return [(reader.line_num, {name: " ".join(value.split()) for name, value in row.items() if isinstance(value, str)}) for row in reader]
