"""What plans are put together from, and what they have to reach."""

from dataclasses import dataclass

__all__ = ["Choice", "Fleet", "Goal"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One group of requests on one vehicle of a kind.

    Attributes
    ----------
    cost: of the route, at least, in 18,000ths of a cost unit.
    duty_s: of the route, at least.
    """

    kind: int
    requests: frozenset[int]
    cost: int
    duty_s: int


@dataclass(frozen=True, slots=True)
class Fleet:
    """How many vehicles there are of each kind, and which kinds must go.

    Attributes
    ----------
    longest_price: of a second of the longest duty, in 18,000ths of a cost unit.
    """

    vehicles: tuple[int, ...]
    must_go: frozenset[int]
    longest_price: int


@dataclass(frozen=True, slots=True)
class Goal:
    """A better plan than the one known: one that leaves less, or leaves as little and costs less.

    Attributes
    ----------
    worths: of each request; the larger, the better a plan that serves it.
    left: what all that stays behind is worth.
    below: what the plan costs less than, in 18,000ths of a cost unit.
    """

    worths: tuple[int, ...]
    left: int
    below: int
