"""What a public endpoint doesn't do: change the graph, or ask other servers.

Oxigraph follows SERVICE to any address, so a query is searched for that word before it runs. What can hold any text (IRIs, strings,
comments, names) is taken out first, by the terminals of SPARQL 1.1, section 19.8.
"""

from __future__ import annotations

import re

from kg.serve.jobs import Refusal

_TEXTS = re.compile(
    r"""
      <[^<>"{}|^`\\\x00-\x20]*>                                        # IRIREF
    | '''(?:[^\\]|\\.)*?''' | \"\"\"(?:[^\\]|\\.)*?\"\"\"
    | '(?:[^'\\\n\r]|\\.)*' | "(?:[^"\\\n\r]|\\.)*"
    | \#[^\n\r]*
    | [?$@][\w-]+
    | [\w.-]*:(?:[\w.:%-]|\\.)*                                        # a name ends where a comment begins
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_WORD = re.compile(r"[A-Za-z]+")
_PROLOGUE = {"PREFIX", "BASE", "VERSION"}
_UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"}


def check(query: str) -> None:
    """Raises Refusal for SPARQL Update and for SERVICE, also where they are spelt with escapes (section 19.2)."""
    for form in {query, _ESCAPE.sub(_unescaped, query)}:
        words = [word.upper() for word in _WORD.findall(_TEXTS.sub(" ", form))]
        first = next((word for word in words if word not in _PROLOGUE), "")
        if first in _UPDATES:
            raise Refusal(403, f"{first} is SPARQL Update, and this endpoint only reads; send a query")
        if "SERVICE" in words:
            raise Refusal(403, "SERVICE would ask another server, and this endpoint asks none; leave that part out")


def _unescaped(found: re.Match[str]) -> str:
    number = int(found[1] or found[2], 16)
    return chr(number) if number < 0x110000 else "\N{REPLACEMENT CHARACTER}"
