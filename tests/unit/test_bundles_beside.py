"""A bundle has what a report takes beside its days, rides and starting measurements; nobody changes it unseen."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from data.models.starting_measurement import StartingMeasurement
from impact.elements import Carrier, Energy, Known, Purpose, Stretch, Tier
from rounds.bundles.beside import measured_document, measured_from
from rounds.bundles.period import Period
from rounds.bundles.verifying import verified
from rounds.ridden_day import Meter, RiddenDay
from rounds.ridden_round import RiddenRound
from rounds.stored_rides import Rode
from tests.kept_square import DATE, MONTH, bundle_file, days_of
from tests.sealed_bundles import faults, files_of, resealed


def a_ride() -> RiddenDay:
    stretches = (
        Stretch(4_100, Purpose.CARRYING, Known.ESTIMATED),
        Stretch(900, Purpose.FAILED_ATTEMPT, Known.ESTIMATED),
    )
    told = RiddenRound(
        stretches=stretches, empty_m=300, visits=2, gram_metres=9, millilitre_metres=8, attempts=1, first_time=0,
        duty_s=None, untold=1,
    )  # fmt: skip
    meter = Meter(("round-1",), 5_400, Energy(Carrier.ELECTRICITY, 61, Tier.PRIMARY, from_battery=True))
    return RiddenDay({"round-1": told}, [meter], beeline_ways=1)


def a_measurement() -> StartingMeasurement:
    return StartingMeasurement(
        name="Nulmeting", version=2, first_day=DATE, last_day=DATE, measured_by="Gemeente", method="geteld",
        source="lijst", orders=40,
        flows=[{"kind": "shop_trips", "by": "diesel_van", "trips": 3, "distance_m": 81_000, "parcels": 0}],
    )  # fmt: skip


@pytest.mark.parametrize("period", [None, MONTH])
def test_what_was_ridden_and_measured_before_comes_along(tmp_path: Path, period: Period | None) -> None:
    plain = days_of(DATE, period=period)
    before = DATE - timedelta(days=1)
    days = replace(plain, rode=Rode({DATE: a_ride()}), measured=[a_measurement()], first_planned=before)
    file, _ = bundle_file(tmp_path, days)
    assert verified(file).faults == []
    report = json.loads(files_of(file.read_bytes())["report.en.json"])
    assert report["ridden"]["metres"]["driven"] == 5_400
    assert report["inventory"]["total_g"] != plain.report("en")["inventory"]["total_g"]
    assert [one["name"] for one in report["starting_measurements"]] == ["Nulmeting"]
    assert f"after the first planned day of this square ({before})" in report["notes"][-1]
    for name, change in (
        (f"days/{DATE}/ridden.json", lambda ridden: ridden["meters"][0].update(driven_m=5_401)),
        (
            "starting-measurements.json",
            lambda measured: measured["measurements"][0]["flows"][0].update(distance_m=91_000),
        ),
        ("starting-measurements.json", lambda measured: measured.update(first_planned=None)),
    ):
        changed = resealed(change, name, files_of(file.read_bytes()))
        assert faults(changed, tmp_path, lambda path: verified(path).faults), name


def test_an_earlier_bundle_has_its_measurements_alone_and_no_first_day() -> None:
    document = measured_document([a_measurement()], DATE)
    (one,), first = measured_from(document["measurements"])
    assert (one.name, one.version, first) == ("Nulmeting", 2, None)
