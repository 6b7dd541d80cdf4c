"""The OpenAPI document is true: whatever a program asks by it, it gets what the document says."""

from __future__ import annotations

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import positive_data_acceptance

from kg.serve.openapi import document
from tests.serve.conftest import Server

SETTINGS = settings(
    max_examples=10,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[*HealthCheck],
)
OPERATIONS = [found.ok() for found in schemathesis.openapi.from_dict(document("0")).get_all_operations()]
RIGHT, WRONG = schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE
CASES = [(operation, mode) for operation in OPERATIONS for mode in (RIGHT, WRONG) if (operation.path, mode) != ("/id/{path}", WRONG)]
"""Any text is a path below /id/, so none is wrong there."""


@pytest.mark.parametrize(("operation", "mode"), CASES, ids=[f"{operation.label} {mode.value}" for operation, mode in CASES])
def test_the_server_does_what_it_describes(server: Server, operation: APIOperation, mode: schemathesis.GenerationMode) -> None:
    """Generated requests, right and wrong ones, get a described status, media type and shape, and never an error of the server.

    A schema can't say which names the graph knows, nor what is SPARQL, so a right request may be refused.
    """

    @given(case=operation.as_strategy(generation_mode=mode))
    @SETTINGS
    def check(case: schemathesis.Case) -> None:
        response = case.call(base_url=server.address)
        waiting = response.status_code == 503 and b"is being drawn" in response.content  # which the document describes, too
        case.validate_response(response, excluded_checks=[positive_data_acceptance, *[not_a_server_error] * waiting])

    check()
