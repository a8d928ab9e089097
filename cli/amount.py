"""A number of an option, within bounds."""

from math import isnan
from typing import Any

import click

__all__ = ["Amount"]


class Amount(click.FloatRange):
    """A number within bounds: NaN lies beside every bound, and is none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        found = super().convert(value, param, ctx)
        return self.fail(f"{value!r} is not a number.", param, ctx) if isnan(found) else found
