"""What is on board along an order of visits, trip by trip."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from routing.solver.problem import Amount, Vehicle
from routing.solver.requests import Request, Visit

__all__ = ["Cargo", "cargo_of"]


@dataclass(frozen=True, slots=True)
class Cargo:
    """What each visit of an order does to the load.

    Attributes
    ----------
    room: of the vehicle; empty is unlimited.
    left: what each visit leaves that was on board since the trip began; shape (visits, dimensions).
    gained: what each visit adds on board apart from that; less than nothing at a delivery.
    under_way: shipments on board before each visit, and after the last.
    """

    room: Amount
    left: tuple[Amount, ...]
    gained: tuple[Amount, ...]
    under_way: tuple[int, ...]

    def trip_ends(self, first: int) -> list[int]:
        """List where a trip that begins before visit `first` may end: before which visits, and after the last.

        The vehicle begins with what the trip leaves; each visit more raises that, so that a trip that is too
        long stays so.
        """
        width = len(self.room)
        now = [0] * width  # on board after the last visit so far
        peak = [0] * width
        ends: list[int] = []
        for visit in range(first, len(self.left) + 1):
            if self.under_way[visit] == 0:
                ends.append(visit)
            if visit == len(self.left):
                break
            for d in range(width):
                now[d] += self.gained[visit][d]
                peak[d] = max(peak[d] + self.left[visit][d], now[d])
            if any(load > room for load, room in zip(peak, self.room, strict=True)):
                break
        return ends

    def along(self, first: int, end: int) -> list[Amount]:
        """Return the load when a trip of visits `first` to `end` begins, and after each of them."""
        load = [sum(column) for column in zip(*self.left[first:end], strict=True)] or [0] * len(self.left[0])
        loads = [tuple(load)]
        for left, gained in zip(self.left[first:end], self.gained[first:end], strict=True):
            load = [now - less + more for now, less, more in zip(load, left, gained, strict=True)]
            loads.append(tuple(load))
        return loads


def cargo_of(vehicle: Vehicle, requests: Sequence[Request], visits: Sequence[Visit]) -> Cargo:
    """Say what an order of visits carries."""
    visited = [requests[visit.request] for visit in visits]
    width = max(
        len(vehicle.capacity), *(len(of) for one in visited for of in (one.from_start, one.to_end, one.carried))
    )
    nothing = (0,) * width
    left = tuple(one.from_start or nothing for one in visited)
    gained = tuple(_gained(visit, one, nothing) for visit, one in zip(visits, visited, strict=True))
    steps = (0 if len(one.tasks) == 1 else -1 if visit.step else 1 for visit, one in zip(visits, visited, strict=True))
    return Cargo(vehicle.capacity, left, gained, tuple(accumulate(steps, initial=0)))


def _gained(visit: Visit, request: Request, nothing: Amount) -> Amount:
    if len(request.tasks) == 1:
        return request.to_end or nothing
    carried = request.carried or nothing
    return tuple(-amount for amount in carried) if visit.step else carried
