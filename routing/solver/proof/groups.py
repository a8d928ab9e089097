"""Every group of requests that one vehicle may serve, with the least its route can cost.

Dynamic programming over groups of visits (Held, Karp 1962), with labels of which only those are kept that
no other serves as well as: Feillet, Dejax, Gendreau, Gueguen, "An exact algorithm for the elementary
shortest path problem with resource constraints", Networks 44 (2004).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from routing.solver.proof.effort import Spent
from routing.solver.proof.legs import START
from routing.solver.proof.loose import Figures, Label, LooseRoutes

__all__ = ["Groups", "Interest", "least_figures"]

_Layer = dict[tuple[int, int], list[Label]]
"""Labels by the visits made, and the last of them."""


@dataclass(frozen=True)
class Groups:
    """Visits, request by request, as bits of masks.

    Attributes
    ----------
    routes: of the vehicle.
    members: the requests that it may serve.
    """

    routes: LooseRoutes
    members: frozenset[int]

    @cached_property
    def of_request(self) -> dict[int, int]:
        """Return the visits of each request."""
        masks = dict.fromkeys(self.members, 0)
        for node, visit in enumerate(self.routes.visits):
            if visit.request in masks:
                masks[visit.request] |= 1 << node
        return masks

    @cached_property
    def whole(self) -> int:
        return sum(self.of_request.values())

    def open_to(self, left: int) -> Iterator[int]:
        """List which of the visits left may come next: a delivery only behind its pickup."""
        for node, visit in enumerate(self.routes.visits):
            if left >> node & 1 and not (visit.step and left >> (node - 1) & 1):
                yield node

    def served(self, done: int) -> frozenset[int] | None:
        """Return the requests that these visits make; None where one is made by half."""
        found = [index for index, mask in self.of_request.items() if done & mask]
        halved = any(self.of_request[index] & ~done for index in found)
        return None if halved else frozenset(found)


@dataclass(frozen=True)
class Interest:
    """Which routes may stand in a better plan.

    Attributes
    ----------
    below: what a better plan, which serves everything too, costs less than; None where it may cost anything.
    least_to: what getting to each visit, and the work there, cost at least by any vehicle.
    """

    below: int | None
    least_to: Sequence[int]
    _elsewhere: dict[int, int] = field(default_factory=dict[int, int])

    def holds(self, cost: int, done: int) -> bool:
        """Tell whether a beginning of a route that costs so much may."""
        return self.below is None or cost + self._for_the_others(done) < self.below

    def _for_the_others(self, done: int) -> int:
        """Return what all other visits cost at least, on whatever routes."""
        if done not in self._elsewhere:
            self._elsewhere[done] = sum(cost for node, cost in enumerate(self.least_to) if not done >> node & 1)
        return self._elsewhere[done]


def least_figures(groups: Groups, interest: Interest, spent: Spent) -> dict[frozenset[int], Figures]:
    """Bound every group's route from below; groups that no route of interest serves are left out.

    Raises
    ------
    SpentError
    """
    routes, found = groups.routes, dict[frozenset[int], Figures]()
    order, mask, beginnings = routes.begun
    layer: _Layer = {(mask, order[-1] if order else START): beginnings}
    while layer:
        for (done, last), labels in layer.items():
            served = groups.served(done) if done else None
            homes = [figures for label in labels for figures in routes.closed(label, last)] if served else []
            if served and homes:
                least = Figures(min(one.cost for one in homes), min(one.duty_s for one in homes))
                known = found.get(served, least)
                found[served] = Figures(min(least.cost, known.cost), min(least.duty_s, known.duty_s))
        layer = _next_layer(groups, layer, interest, spent)
    return found


def _next_layer(groups: Groups, layer: _Layer, interest: Interest, spent: Spent) -> _Layer:
    """Make one visit more behind every label."""
    routes, longer = groups.routes, _Layer()
    most = routes.vehicle.max_tasks
    for (done, last), labels in layer.items():
        if most is not None and done.bit_count() >= most:
            continue
        for node in groups.open_to(groups.whole & ~done):
            known = longer.setdefault((done | 1 << node, node), [])
            for label in labels:
                spent.step()
                for after in routes.after(label, last, node):
                    if interest.holds(after.cost + routes.duty_price * after.duty_s, done | 1 << node):
                        _keep(known, after)
    return {key: labels for key, labels in longer.items() if labels}


def _keep(known: list[Label], label: Label) -> None:
    if not any(one.serves_as_well(label) for one in known):
        known[:] = [one for one in known if not label.serves_as_well(one)]
        known.append(label)
