"""A day, a month or a moment on the command line, with a line that says how to write it."""

from datetime import datetime
from typing import Any

import click

__all__ = ["CALENDAR_DAY", "CALENDAR_MONTH", "WALL_CLOCK"]


class _Written(click.DateTime):
    """A date in one form, refused with an example instead of the form's code."""

    def __init__(self, form: str, shape: str, example: str) -> None:
        super().__init__([form])
        self._shape, self._example = shape, example

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:  # noqa: ARG002 (click's signature)
        return self._shape

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"{value!r} cannot be read. Write it as {self._example}.", param, ctx)


CALENDAR_DAY = _Written("%Y-%m-%d", "YYYY-MM-DD", "2026-12-01 (year-month-day)")
CALENDAR_MONTH = _Written("%Y-%m", "YYYY-MM", "2026-12 (year-month)")
WALL_CLOCK = _Written("%Y-%m-%dT%H:%M", "YYYY-MM-DDTHH:MM", "2026-12-05T14:00 (year-month-day, T, hour:minute)")
