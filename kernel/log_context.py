"""What the lines of the log are about: ids that go along with all that is done within a block.

```python
with log_about(job_id=job.id):
    ...  # every line that is logged here, in whatever room, says which job it was
```

Fields have names from one list and values that cannot be a sentence: a customer's name, address or number never stands
in a log. A line's own figures go the same way, as `extra` of `logging`.
"""

import re
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType

__all__ = ["FIELDS", "WITHHELD", "Field", "log_about", "log_fields", "safe_fields"]

Field = str | int | float | bool | None

FIELDS = frozenset({
    "request_id", "job_id", "round_id", "square_id", "order_id", "leg_id", "plan_id", "area_id", "webhook_id", "key_id",
    "method", "route", "status", "duration_ms",
    "command", "exit_code", "kind", "state", "attempt", "count", "wait_s", "seconds",
})  # fmt: skip
"""Ids of ours, and words and figures of which there are few."""

WITHHELD = "withheld"
"""In place of a value that no field of these may have."""

_TOKEN = re.compile(r"[A-Za-z0-9_.:/{}+-]{1,100}|[a-z]+( [a-z]+){1,2}")
_MANY_DIGITS = re.compile(r"\+?[0-9][0-9./-]{6,20}")
"""A telephone number, or an account's."""

_NOTHING: Mapping[str, Field] = MappingProxyType({})
_about: ContextVar[Mapping[str, Field]] = ContextVar("log_about", default=_NOTHING)


@contextmanager
def log_about(**fields: Field) -> Generator[None]:
    """Add fields to every line that is logged within the block, by this task and what it calls.

    Raises
    ------
    ValueError
        A field is not one of `FIELDS`: a defect of the caller.
    """
    if unknown := fields.keys() - FIELDS:
        raise ValueError(f"no field of a log is called {min(unknown)}; see FIELDS in kernel/log_context.py")
    token = _about.set({**_about.get(), **fields})
    try:
        yield
    finally:
        _about.reset(token)


def log_fields() -> Mapping[str, Field]:
    """Give what lines are about here and now."""
    return _about.get()


def safe_fields(given: Mapping[str, object]) -> dict[str, Field]:
    """Keep the fields that a log knows, each with a value that it may have."""
    return {name: _safe(value) for name, value in given.items() if name in FIELDS}


def _safe(value: object) -> Field:
    if value is None or isinstance(value, bool | int | float):
        return value
    text = str(value)
    return text if _TOKEN.fullmatch(text) and not _MANY_DIGITS.fullmatch(text) else WITHHELD
