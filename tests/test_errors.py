"""The errors are one small tree, and its drawing is complete."""

from __future__ import annotations

import inspect
import re

from kg import errors


def test_the_drawing_of_the_tree_is_the_tree() -> None:
    """Every error is drawn in the module's docstring, in the order of the file, and all descend from KgError."""
    tree = [one for one in vars(errors).values() if inspect.isclass(one)]
    assert re.findall(r"^[│├└─ ]*(\w*Error)\b", errors.__doc__ or "", re.MULTILINE) == [one.__name__ for one in tree]
    assert all(issubclass(one, errors.KgError) and one.__doc__ for one in tree)
