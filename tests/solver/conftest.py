"""What several tests of the solver begin with."""

from functools import partial

import pytest

from tests.solver.solving import solved


@pytest.fixture(params=[True, False], ids=["proven", "searched"])
def with_and_without_proof(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a module solve twice: a proof would mend whatever the search of a small problem misses."""
    monkeypatch.setattr(request.module, "solved", partial(solved, proving=request.param))
