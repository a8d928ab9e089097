"""What reports take beside their kept days: rides, and starting measurements, as files of a bundle."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from data.models.starting_measurement import StartingMeasurement
from impact.elements import Carrier, Energy, Known, Purpose, Stretch, Tier
from rounds.ridden_day import Meter, RiddenDay
from rounds.ridden_round import RiddenRound

__all__ = ["measured_document", "measured_from", "ridden_document", "ridden_from"]

MEASURED = ("name", "version", "measured_by", "method", "source", "orders", "flows")


def ridden_document(ridden: RiddenDay) -> dict[str, Any]:
    """Write a day as it was ridden."""
    return asdict(ridden)


def ridden_from(document: Mapping[str, Any]) -> RiddenDay:
    """Read what `ridden_document` wrote; raises KeyError, TypeError or ValueError where it is another.

    Earlier bundles do not say how many readings waited.
    """
    return RiddenDay(
        rounds={name: _round(one) for name, one in document["rounds"].items()},
        meters=tuple(
            Meter(
                tuple(meter["rounds"]), meter["driven_m"], None if meter["energy"] is None else _energy(meter["energy"])
            )
            for meter in document["meters"]
        ),
        beeline_ways=document["beeline_ways"],
        readings_waiting=document.get("readings_waiting", 0),
    )


def measured_document(measured: Sequence[StartingMeasurement], first_planned: date | None) -> dict[str, Any]:
    """Write starting measurements and the first day that was ever planned, days as 2026-12-01."""
    return {
        "first_planned": first_planned and first_planned.isoformat(),
        "measurements": [
            {name: getattr(one, name) for name in MEASURED}
            | {"first_day": one.first_day.isoformat(), "last_day": one.last_day.isoformat()}
            for one in measured
        ],
    }


def measured_from(document: Any) -> tuple[list[StartingMeasurement], date | None]:
    """Read what `measured_document` wrote; raises KeyError, TypeError or ValueError where it is another.

    Earlier bundles have the list alone: nobody knows the first day.
    """
    says_first = _says_the_first_day(document)
    rows, first = (document["measurements"], document["first_planned"]) if says_first else (document, None)
    measured = [
        StartingMeasurement(
            **{name: one[name] for name in MEASURED},
            first_day=date.fromisoformat(one["first_day"]),
            last_day=date.fromisoformat(one["last_day"]),
        )
        for one in rows
    ]
    return measured, None if first is None else date.fromisoformat(first)


def _says_the_first_day(document: object) -> bool:
    return isinstance(document, dict)


def _round(one: Mapping[str, Any]) -> RiddenRound:
    numbers: dict[str, Any] = {name: value for name, value in one.items() if name != "stretches"}
    stretches = tuple(
        Stretch(each["distance_m"], Purpose(each["purpose"]), Known(each["known"])) for each in one["stretches"]
    )
    return RiddenRound(stretches=stretches, **numbers)


def _energy(one: Mapping[str, Any]) -> Energy:
    return Energy(Carrier(one["carrier"]), one["amount"], Tier(one["tier"]), one["from_battery"])
