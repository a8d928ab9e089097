"""Factors: one number with its range, unit, source and status; and a set of them under a version.

`low`, `central` and `high` are the minimum, the mode and the maximum of a triangular distribution, or the
P5, the median and the P95 of a log-normal one. They are what is put in; the P5, P50 and P95 that come out
belong to figures.
`status` speaks of the central value, `range_status` of low and high.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import inf, isfinite

from kernel.errors import BadInputError

__all__ = ["LIMITS", "Distribution", "Factor", "FactorSet", "Scope", "Status"]

LIMITS = {
    "g/kWh": (0.0, inf),
    "g/l": (0.0, inf),
    "g/km": (0.0, inf),
    "g/order": (0.0, inf),
    "km/trip": (0.0, inf),
    "mg/km": (0.0, inf),
    "Wh/km": (0.0, inf),
    "share": (0.0, 1.0),
    # Efficiencies and orders a trip are divided by.
    "kWh/kWh": (0.1, 1.0),
    "order/trip": (1.0, inf),
}
"""Every unit a factor may have, and the least and greatest value that makes sense in it."""

MEDIAN_TOLERANCE = 0.02
"""A log-normal's median is the square root of its P5 times its P95; written rounded, it may miss it by this share."""

SPLIT_TOLERANCE = 0.005
"""TTW and WTT are published rounded; their sum may miss WTW by this share."""

BROUGHT_TO_ONE = ("likely_mix.", "shop_fleet.")
"""How the ids of shares begin that are divided by their sum."""


class Scope(StrEnum):
    """Which part of the energy chain the grams cover (EN ISO 14083); NONE where a factor has no grams.

    MAKING is outside that chain: making vehicles and batteries, told on a line of its own. LOCAL is no CO2e at all:
    what comes out where a vehicle drives, NOx and particles.
    """

    WTW = "WTW"
    TTW = "TTW"
    WTT = "WTT"
    MAKING = "making"
    LOCAL = "local"
    NONE = "-"


class Status(StrEnum):
    """How far a value was followed to its source.

    VERIFIED: the primary document was read. SECOND_HAND: read where another quotes or copies it.
    ASSUMED: a choice of ours, or remembered. A computed value takes the weakest status of its inputs.
    """

    VERIFIED = "verified"
    SECOND_HAND = "second-hand"
    ASSUMED = "assumed"


class Distribution(StrEnum):
    """FIXED has no range: low, central and high are equal."""

    TRIANGULAR = "triangular"
    LOGNORMAL = "lognormal"
    FIXED = "fixed"


@dataclass(frozen=True, slots=True)
class Factor:
    """One number the emissions are computed with.

    Attributes
    ----------
    low, central, high: minimum, mode and maximum (triangular) or P5, median and P95 (lognormal), in `unit`.
    year: that the value describes.
    valid_from: the first day that figures may be made with it for; None in tables of before this was written down.
    licence: under which the source lets the value be used; empty likewise.
    region: that the value describes; "-" where it has none.
    source: the document, named so that it can be found.
    range_status: None when the distribution is fixed.

    Raises
    ------
    BadInputError
        The numbers contradict each other, the unit or the distribution.
    """

    id: str
    scope: Scope
    low: float
    central: float
    high: float
    unit: str
    distribution: Distribution
    year: int
    region: str
    source: str
    status: Status
    range_status: Status | None
    note: str = ""
    licence: str = ""
    valid_from: date | None = None

    @property
    def name(self) -> str:
        """Say which row of a table it is: its id, and its scope where it has grams."""
        return self.id if self.scope is Scope.NONE else f"{self.id} {self.scope}"

    def __post_init__(self) -> None:
        for problem in (self._identity_problem(), self._order_problem(), self._unit_problem(), self._range_problem()):
            if problem:
                raise BadInputError(problem, where=f"factor {self.id or '(no id)'}")

    def _identity_problem(self) -> str:
        if not self.id or any(part != part.strip().lower() or not part for part in self.id.split(".")):
            return f"{self.id!r} is no id; write lower case words with dots, such as electricity.grid"
        return "" if self.source.strip() else "it names no source; name the document, or say 'assumption' and why"

    def _order_problem(self) -> str:
        if not all(map(isfinite, (self.low, self.central, self.high))):
            return f"low {self.low}, central {self.central}, high {self.high} must be finite numbers"
        if not self.low <= self.central <= self.high:
            return f"low {self.low:g}, central {self.central:g}, high {self.high:g} are not in rising order"
        return ""

    def _unit_problem(self) -> str:
        if self.unit not in LIMITS:
            return f"the unit {self.unit!r} is not known; use one of {', '.join(LIMITS)}"
        least, most = LIMITS[self.unit]
        if self.low < least or self.high > most:
            return f"{self.low:g} to {self.high:g} {self.unit} goes outside {least:g} to {most:g}"
        return ""

    def _range_problem(self) -> str:
        fixed = self.distribution is Distribution.FIXED
        if fixed != (self.low == self.high):
            return f"a {self.distribution} factor with low {self.low:g} and high {self.high:g}"
        if fixed != (self.range_status is None):
            return "range_status is for factors with a range, and those need one"
        return self._median_problem() if self.distribution is Distribution.LOGNORMAL else ""

    def _median_problem(self) -> str:
        if self.low <= 0:
            return f"a lognormal factor begins above zero, not at {self.low:g}"
        median = (self.low * self.high) ** 0.5
        if abs(self.central - median) > MEDIAN_TOLERANCE * median:
            return (
                f"a lognormal from {self.low:g} to {self.high:g} has its median at {median:.4g}, not {self.central:g}"
            )
        return ""


@dataclass(frozen=True, slots=True)
class FactorSet:
    """Factors under one version; a figure names the version it was made with.

    Raises
    ------
    BadInputError
        A factor occurs twice, tank-to-wheel and well-to-tank do not add up to well-to-wheel, or shares of one thing add
        up to nothing.
    """

    version: str
    factors: tuple[Factor, ...]

    def __post_init__(self) -> None:
        seen: set[tuple[str, Scope]] = set()
        for factor in self.factors:
            if (factor.id, factor.scope) in seen:
                raise BadInputError(
                    f"factor {factor.id} ({factor.scope}) is there twice", where=self._where, way_out="Keep one."
                )
            seen.add((factor.id, factor.scope))
        self._check_heads()
        self._check_splits()
        self._check_shares()

    @property
    def _where(self) -> str:
        return f"factor set {self.version}"

    @property
    def release(self) -> tuple[int, ...]:
        """The shipped version it is or stands upon, as numbers: 2026.10 comes after 2026.9."""
        return tuple(int(part) for part in self.version.partition("+")[0].split(".") if part.isdigit())

    @property
    def drawn(self) -> tuple[Factor, ...]:
        """What figures are computed with: all but the split of well-to-wheel in two. A report lists these."""
        return tuple(factor for factor in self.factors if factor.scope not in (Scope.TTW, Scope.WTT))

    @property
    def digest(self) -> str:
        """SHA-256 of all that figures depend on; the same name with other numbers is found out by it."""
        rows = sorted(
            f"{each.id}|{each.scope}|{each.low!r}|{each.central!r}|{each.high!r}|{each.unit}|{each.distribution}"
            for each in self.factors
        )
        return hashlib.sha256("\n".join(rows).encode()).hexdigest()

    def split(self, factor_id: str) -> tuple[Factor, Factor] | None:
        """Tank-to-wheel and well-to-tank of a factor, where the table gives both."""
        by_scope = {factor.scope: factor for factor in self.factors if factor.id == factor_id}
        if Scope.TTW in by_scope and Scope.WTT in by_scope:
            return by_scope[Scope.TTW], by_scope[Scope.WTT]
        return None

    def with_own(self, name: str, own: Iterable[Factor]) -> "FactorSet":
        """Replace factors by one's own, such as a square's survey; the version says so.

        All rows of an id are replaced: an own well-to-wheel value makes the table's split of it void.

        Raises
        ------
        BadInputError
            An id is not in this set, or has another unit here.
        """
        own = tuple(own)
        units = {factor.id: factor.unit for factor in self.factors}
        for factor in own:
            if units.get(factor.id) != factor.unit:
                raise BadInputError(
                    f"{factor.id} in {factor.unit} replaces nothing",
                    where=self._where,
                    way_out=f"Here it is in {units[factor.id]}." if factor.id in units else "Its ids are in the table.",
                )
        replaced = {factor.id for factor in own}
        kept = tuple(factor for factor in self.factors if factor.id not in replaced)
        return FactorSet(f"{self.version}+{name}", kept + own)

    def _check_heads(self) -> None:
        heads = [factor.id for factor in self.drawn]
        for factor in self.factors:
            if heads.count(factor.id) != 1:
                raise BadInputError(
                    f"{factor.id} needs one row that is WTW or without grams, and has {heads.count(factor.id)}",
                    where=self._where,
                )

    def _check_splits(self) -> None:
        for factor in self.drawn:
            parts = self.split(factor.id)
            if parts is None:
                continue
            total = parts[0].central + parts[1].central
            if abs(total - factor.central) > SPLIT_TOLERANCE * factor.central:
                raise BadInputError(
                    f"{factor.id}: TTW + WTT is {total:g}, WTW is {factor.central:g} {factor.unit}", where=self._where
                )

    def _check_shares(self) -> None:
        for begins in BROUGHT_TO_ONE:
            shares = [factor.central for factor in self.drawn if factor.id.startswith(begins)]
            if shares and not sum(shares):
                raise BadInputError(
                    f"{begins}*: these shares add up to nothing", where=self._where, way_out="Give at least one."
                )
