"""The day or the month that the address of a report names."""

from typing import Annotated

from fastapi import Depends, Path

from kernel.errors import BadInputError, NotFoundError
from rounds.bundles.period import Period

__all__ = ["AskedPeriod"]


def _period(
    period: Annotated[
        str, Path(pattern=r"^[0-9]{4}-[0-9]{2}(-[0-9]{2})?$", description="A day or a month.", examples=["2026-12"])
    ],
) -> Period:
    try:
        return Period.read(period)
    except BadInputError as fault:
        raise NotFoundError(fault.what, way_out=fault.way_out) from fault


AskedPeriod = Annotated[Period, Depends(_period)]
"""`{period}` of the path."""
