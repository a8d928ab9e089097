"""What was driven on a kept day, read back from its document: enough to make every figure again."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from importlib.metadata import version
from typing import Any

from impact.activities import DayActivity, VehicleClass, VehicleMetres
from impact.allocation import Consignment
from impact.draws import DEFAULT_DRAWS
from impact.elements import Carrier, Element, ElementKind, Energy, Known, Movement, Purpose, Stretch, Tier
from impact.factor_table import load_factors
from impact.factors import FactorSet
from impact.ileap import Shipment
from impact.indicators import RoundFacts
from impact.substitution import NOBODY_ASKED, Reply, Substitution, substitution_of
from kernel.errors import BadInputError, StorageError
from rounds.co2_sections import ALONE_BY
from rounds.driven_log import LogRow, with_log

__all__ = ["KeptActivity", "activity_document", "activity_in"]


@dataclass(frozen=True, slots=True)
class KeptActivity:
    """One day as it was planned.

    Attributes
    ----------
    seed: of the draws of that day's report. factor_set: the version it was made with; `digest`: of its rows, empty
        where it was not kept yet.
    orders: names of those that were brought to their end, in the order of `activity.collect_m`. `elements` name
        legs: one that goes to a hub, or back, is no order.
    elements, facts, orders: none of a day that was kept before they were. shipments: whose legs those are, by their
        names; None likewise.
    own_set: the set itself, where it is not one that comes with the product but came with the document.
    """

    activity: DayActivity
    elements: tuple[Element, ...]
    facts: tuple[RoundFacts, ...]
    orders: tuple[str, ...]
    seed: int
    factor_set: str
    digest: str
    shipments: Mapping[str, Shipment] | None = None
    own_set: FactorSet | None = None

    @property
    def factors(self) -> FactorSet:
        """Load the factors that the day's report was made with.

        Raises
        ------
        BadInputError
            There is no such version any more.
        StorageError
            There is one, and it has other numbers.
        """
        factors = self.own_set or load_factors(self.factor_set)
        if self.digest and factors.digest != self.digest:
            raise StorageError(
                f"factor set {self.factor_set} has other numbers than when this day was planned",
                way_out="A released set is never edited: bring the released file back.",
            )
        return factors

    @property
    def served(self) -> int:
        """Say how many legs were planned; of a day without its elements, how many orders."""
        legs = {each.order for element in self.elements for each in element.consignments}
        return len(legs) if self.elements else self.activity.orders

    @property
    def rounds_m(self) -> int:
        """Metres that the grams of the rounds are of."""
        return sum(each.distance_m for each in self.activity.rounds)

    def with_replies(self, replies: Sequence[Reply]) -> "KeptActivity":
        """Add what customers said they would have done otherwise."""
        if not replies or not self.orders:
            return self
        said = substitution_of(replies, self.orders, self.activity.collect_m)
        return replace(self, activity=replace(self.activity, substitution=said))

    def with_log(self, log: Sequence[LogRow]) -> "KeptActivity":
        """Put what was logged in the place of what was planned, in the inventory and in the rounds' metres.

        Raises
        ------
        BadInputError
            The log contradicts itself or the plan, or nothing was kept that it could be put in place of.
        """
        if not log:
            return self
        if not self.elements:
            raise BadInputError("this day was kept without its elements", way_out="Plan it again.")
        elements = with_log(self.elements, log)
        rounds = (VehicleMetres(each.vehicle, each.distance_m, 0) for one in elements for each in one.movements)
        hubs = [one for one in elements if one.kind is ElementKind.HUB]
        through_hubs = {each.order for one in hubs for each in one.consignments}
        activity = replace(self.activity, rounds=tuple(rounds), hub_orders=len(through_hubs))
        return replace(self, activity=activity, elements=elements)


def activity_document(
    activity: DayActivity,
    elements: Sequence[Element],
    facts: Sequence[RoundFacts],
    factors: FactorSet,
    *,
    orders: Sequence[str],
    shipments: Mapping[str, Shipment] | None = None,
    seed: int,
) -> dict[str, Any]:
    """Write a day's activity down; `orders` and `shipments` as of `KeptActivity`."""
    legs = {each.order for element in elements for each in element.consignments}
    return {
        **({} if shipments is None else {"shipments": {leg: asdict(shipments[leg]) for leg in sorted(legs)}}),
        "activity": asdict(activity),
        "orders": [*orders],
        "elements": [asdict(element) for element in elements],
        "facts": [asdict(one) for one in facts],
        "made_with": {
            "factor_set": factors.version,
            "digest": factors.digest,
            "seed": seed,
            "draws": DEFAULT_DRAWS,
            "software": version("dorpsronde"),
        },
    }


def activity_in(kept: Mapping[str, Any]) -> KeptActivity:
    """Read a day's activity; one that was kept before 2026.2 has fewer parts, and no figure of it changes."""
    written = kept["activity"]
    report = kept["nl"]
    alone = written.get("each_alone")
    activity = DayActivity(
        orders=written["orders"],
        network_orders=written.get("network_orders"),
        hub_orders=written["hub_orders"],
        supply_orders=written["supply_orders"],
        collect_m=tuple(written["collect_m"]),
        rounds=_metres(written["rounds"]),
        shop_tours=_metres(written["shop_tours"]),
        pooled_van=_metres(written["pooled_van"]),
        each_alone=(VehicleMetres(ALONE_BY, report["metres"]["each_alone"], 0),) if alone is None else _metres(alone),
        substitution=_substitution(written["substitution"]) if "substitution" in written else NOBODY_ASKED,
    )
    made_with = kept.get("made_with", {})
    return KeptActivity(
        activity=activity,
        elements=tuple(_element(element) for element in kept.get("elements", [])),
        facts=tuple(RoundFacts(**one | {"vehicle": VehicleClass(one["vehicle"])}) for one in kept.get("facts", [])),
        orders=tuple(kept.get("orders", [])),
        seed=made_with["seed"] if made_with else report["seed"],
        factor_set=made_with["factor_set"] if made_with else report["co2_g"]["factor_set"],
        digest=made_with["digest"] if made_with else "",
        shipments=(
            {leg: Shipment(**whose) for leg, whose in kept["shipments"].items()} if "shipments" in kept else None
        ),
    )


def _substitution(written: Mapping[str, int]) -> Substitution:
    """Read what was asked; before 2026-11-30 a count stood there besides that no figure was made from."""
    return Substitution(**{field.name: written[field.name] for field in fields(Substitution)})


def _metres(rows: Sequence[Mapping[str, Any]]) -> tuple[VehicleMetres, ...]:
    return tuple(VehicleMetres(VehicleClass(row["vehicle"]), row["distance_m"], row["garage_trips"]) for row in rows)


def _element(written: Mapping[str, Any]) -> Element:
    return Element(
        id=written["id"],
        kind=ElementKind(written["kind"]),
        movements=tuple(_movement(each) for each in written["movements"]),
        consignments=tuple(Consignment(**each) for each in written["consignments"]),
        energy=_energy(written["energy"]),
    )


def _movement(written: Mapping[str, Any]) -> Movement:
    stretches = tuple(
        Stretch(each["distance_m"], Purpose(each["purpose"]), Known(each["known"])) for each in written["stretches"]
    )
    return Movement(VehicleClass(written["vehicle"]), stretches, _energy(written["energy"]))


def _energy(written: Mapping[str, Any] | None) -> Energy | None:
    if written is None:
        return None
    return Energy(Carrier(written["carrier"]), written["amount"], Tier(written["tier"]), written["from_battery"])
