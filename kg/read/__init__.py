"""Files to documents, one by one: text, its title, publisher and date, and a sentence for whatever could not be read."""

from __future__ import annotations

from kg.read.documents import read
from kg.read.formats import FORMATS

__all__ = ["FORMATS", "read"]
