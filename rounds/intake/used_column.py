"""A column that is read, and how telling its name is."""

from dataclasses import dataclass

__all__ = ["DELIVERY", "UsedColumn"]

DELIVERY = (0, 1)
"""Tiers of an address that say where to deliver; below them comes where to send the invoice."""


@dataclass(frozen=True, slots=True)
class UsedColumn:
    """A column that is read; `tier` 0 is the most telling, `unit` that of its bare numbers where its name tells one."""

    index: int
    header: str
    meaning: str
    tier: int
    unit: str | None = None
