"""Is a text in English? Asked of py3langid: offline, deterministic, 139 languages, a quarter of a millisecond a document.

Marco Lui and Timothy Baldwin (2012), "langid.py: An Off-the-shelf Language Identification Tool", ACL System Demonstrations.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

SAMPLE = 1_000  # characters: enough to tell, and long documents cost no more
SURE = 0.8  # short reports full of names score below this in any language, and are let through
ENGLISH = ("en", "pcm")  # Nigerian Pidgin is what lists of African names look like


def foreign(text: str) -> str:
    """The ISO 639 code of the language other than English that a text is surely in, or nothing."""
    code, confidence = _identifier().classify(text[:SAMPLE])
    return "" if code in ENGLISH or confidence < SURE else str(code)


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
