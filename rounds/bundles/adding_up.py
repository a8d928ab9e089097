"""Whether the rounds of a kept day add up: stop by stop, over the matrices, and to what figures are made from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from rounds.bundles.manifest import Fault
from rounds.kept_rounds import POOLED, POOLED_VAN, SHOP_TOURS

__all__ = ["Counted", "rounds_faults"]


@dataclass(slots=True)
class Counted:
    """How much was looked at."""

    rounds: int = 0
    over_matrices: int = 0
    trips: int = 0


def rounds_faults(
    folder: str,
    rounds: Mapping[str, Any],
    matrices: Mapping[str, Mapping[str, Any]],
    kept: Mapping[str, Any],
    counted: Counted,
) -> Iterator[Fault]:
    """Name every sum of a day's rounds that does not hold.

    Parameters
    ----------
    rounds, kept: the documents `rounds.json` and `day.json` of the day. matrices: by name.
    counted: is added to.
    """
    of_rounds, of_day = f"{folder}/rounds.json", f"{folder}/day.json"
    by_way = {way["name"]: way["rounds"] for way in rounds["ways"]}
    for way, each in by_way.items():
        for one in each:
            counted.rounds += 1
            yield from _of_round(f"{way} {one['id']}", one, matrices, of_rounds, counted)
    tours = [one for way, each in by_way.items() if way.startswith(f"{SHOP_TOURS}-") for one in each]
    trips = rounds["trips"]
    counted.trips += len(trips["customer_collects"]) + len(trips["each_alone"])
    activity, metres, duty = kept["activity"], kept["nl"]["metres"], kept["nl"]["duty_s"]
    pooled, van = by_way[POOLED], by_way[POOLED_VAN]
    collected = sum(trip["there_m"] + trip["back_m"] for trip in trips["customer_collects"])
    alone = sum(trip["distance_m"] for trip in trips["each_alone"])
    for what, driven, written in (
        ("metres.pooled", _metres(pooled), metres["pooled"]),
        ("activity.rounds", _metres(pooled), _metres(activity["rounds"])),
        ("metres.shop_tours", _metres(tours), metres["shop_tours"]),
        ("activity.shop_tours", _metres(tours), _metres(activity["shop_tours"])),
        ("metres.pooled_van", _metres(van), metres["pooled_van"]),
        ("activity.pooled_van", _metres(van), _metres(activity["pooled_van"])),
        ("metres.each_alone", alone, metres["each_alone"]),
        ("activity.each_alone", alone, _metres(activity["each_alone"])),
        ("activity.collect_m", collected, sum(activity["collect_m"])),
        ("duty_s.pooled", _duty(pooled), duty["pooled"]),
        ("duty_s.shop_tours", _duty(tours), duty["shop_tours"]),
        ("duty_s.pooled_van", _duty(van), duty["pooled_van"]),
    ):
        if driven != written:
            yield Fault(of_day, f"{what} is {written}, the rounds add up to {driven}")
    yield from _told_rounds(pooled, kept, of_day)


def _of_round(
    name: str, one: Mapping[str, Any], matrices: Mapping[str, Mapping[str, Any]], file: str, counted: Counted
) -> Iterator[Fault]:
    ways = [*(stop["metres"] for stop in one["stops"]), one["way_back_m"]]
    if sum(ways) != one["distance_m"]:
        yield Fault(file, f"{name}: its metres are {one['distance_m']}, its stretches add up to {sum(ways)}")
    if one["matrix"] is None:
        return
    counted.over_matrices += 1
    matrix = matrices[one["matrix"]]
    row = {place: number for number, place in enumerate(matrix["places"])}
    places = [one["start"], *(stop["place"] for stop in one["stops"]), one["start"]]
    follows = [matrix["distances"][row[here]][row[there]] for here, there in pairwise(places)]
    for number, (printed, right) in enumerate(zip(ways, follows, strict=True), 1):
        if printed != right:
            yield Fault(file, f"{name}, stretch {number}: {printed} m, {one['matrix']} has {right}")


def _told_rounds(pooled: Sequence[Mapping[str, Any]], kept: Mapping[str, Any], file: str) -> Iterator[Fault]:
    """Hold the rounds against those of the report, and against the elements of the inventory."""
    driven = {one["id"]: one["distance_m"] for one in pooled}
    told = {one["id"]: one["distance_m"] for one in kept["nl"]["rounds"]}
    elements = {
        element["id"]: sum(each["distance_m"] for one in element["movements"] for each in one["stretches"])
        for element in kept.get("elements", [])
        if element["kind"] == "round"
    }
    for what, others in (("the report", told), ("the inventory", elements)):
        for name in sorted({*driven, *others}):
            if driven.get(name) != others.get(name):
                yield Fault(file, f"{name}: {what} has {others.get(name)} m, the rounds have {driven.get(name)}")


def _metres(rows: Sequence[Mapping[str, Any]]) -> int:
    return sum(row["distance_m"] for row in rows)


def _duty(rows: Sequence[Mapping[str, Any]]) -> int:
    return sum(row["return_s"] - row["leaving_s"] for row in rows)
