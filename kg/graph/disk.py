"""What the disk gives and refuses: locks that end with the process, and one sentence for every refusal. POSIX only (flock)."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from kg.errors import GraphError

_FULL = ("no space", "is full", "file too large", "disk i/o error", "quota")
_FORBIDDEN = ("readonly", "read-only", "permission denied", "unable to open")


@contextmanager
def locked(file: Path, graph: Path) -> Iterator[None]:
    """Holds `file`, which then says this process's number, alone; raises GraphError with the number of whoever holds it already."""
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(descriptor, 20).decode(errors="replace").strip() or "unknown"
            raise GraphError(f"Process {holder} is writing to the graph {graph}; run this again when it is done") from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(descriptor)


def hold(folder: Path) -> int | None:
    """A descriptor that keeps `remove_unless_held` from the folder until it is closed; None if the folder is gone or about to go."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


def remove_unless_held(folder: Path) -> None:
    """Removes a folder that nobody holds, as far as the disk lets it."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder, ignore_errors=True)
    except BlockingIOError:
        return
    finally:
        os.close(descriptor)


def sync(folder: Path) -> None:
    """Makes what was created or renamed in the folder outlast a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def explained(graph: Path, what: str) -> Iterator[None]:
    """Turns what the disk, SQLite or Oxigraph refuses into one sentence with the next step."""
    try:
        yield
    except (OSError, sqlite3.Error, msgspec.DecodeError) as error:
        raise GraphError(f"Can't {what} the graph {graph}: {error}; {_advice(error)}") from error


def _advice(error: Exception) -> str:
    number, words = getattr(error, "errno", None), str(error).lower()
    if number in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG} or any(sign in words for sign in _FULL):
        return "see that the disk has space left and run the same command again"
    if number in {errno.EACCES, errno.EPERM, errno.EROFS} or any(sign in words for sign in _FORBIDDEN):
        return "choose a directory that you may write to"
    return "if the disk is sound, remove the directory and build it again"
