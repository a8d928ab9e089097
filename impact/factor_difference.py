"""What differs between two factor sets, row by row."""

from dataclasses import dataclass, fields

from impact.factors import Factor, FactorSet

__all__ = ["Difference", "differences"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One row that only one set has, or that the two have differently.

    Attributes
    ----------
    before, after: None where the set has no such row.
    changed: names of the fields that differ, where both have it.
    """

    before: Factor | None
    after: Factor | None
    changed: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Say which row: its id, and its scope where it has grams."""
        row = self.after or self.before
        return "" if row is None else row.name


def differences(before: FactorSet, after: FactorSet) -> list[Difference]:
    """Compare two sets: rows that went or changed in the order of the first, then those that came."""
    old, new = ({(row.id, row.scope): row for row in each.factors} for each in (before, after))
    found = [Difference(row, new.get(key), _changed(row, new[key]) if key in new else ()) for key, row in old.items()]
    found += [Difference(None, row) for key, row in new.items() if key not in old]
    return [each for each in found if each.before is None or each.after is None or each.changed]


def _changed(before: Factor, after: Factor) -> tuple[str, ...]:
    names = (field.name for field in fields(Factor))
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))
