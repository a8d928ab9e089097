"""A kept day is made again to the gram with the factors of its time, whatever versions come after it."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import rounds.kept_activity
from impact.factor_table import load_factors
from impact.substitution import Answer, Reply
from kernel.errors import BadInputError, StorageError
from rounds.day_report import assess_day
from rounds.delivery_day import Shop
from rounds.driven_log import COLUMNS, read_log
from rounds.kept_report import KIND, carried_in, kept_activity_in, kept_report, order_names_in, report_in
from rounds.plan import PlannedTask
from rounds.recomputed import Again, month_figures, recomputed_day, unmatched_note
from tests.planned_day import DAY, ORDER, OTHERS, PLAN, PLANNED, SHOP

NOW = date(2026, 11, 24)
GRID = [row for row in load_factors("2026.2").drawn if row.id == "electricity.grid"]


def kept(version: str = "2026.2") -> dict[str, Any]:
    """The document of a day, as it comes back from the database."""
    planned = assess_day(DAY, PLANNED.effort, PLAN, OTHERS, load_factors(version))
    return json.loads(json.dumps(kept_report(planned)))


def kept_before() -> dict[str, Any]:
    """The document of a day as the version before kept it, with its factors: without elements and loops."""
    document = kept()
    old = {name: document[name] for name in ("nl", "en", "lines")}
    activity = {
        name: value for name, value in document["activity"].items() if name not in {"each_alone", "substitution"}
    }
    for lang in ("nl", "en"):
        old[lang]["co2_g"]["factor_set"] = "2026.1"
    return {"kept": "dorpsronde/kept-day/1", **old, "activity": activity}


def test_a_kept_day_comes_out_again_as_it_was_said() -> None:
    document = kept()
    for lang in ("nl", "en"):
        report = report_in(document, lang)
        assert recomputed_day(report, kept_activity_in(document), Again()) == report


def test_a_new_version_changes_no_old_report(monkeypatch: pytest.MonkeyPatch) -> None:
    document, before = kept(), kept_before()
    figures = month_figures({NOW: kept_activity_in(document)}, {}), month_figures({NOW: kept_activity_in(before)}, {})
    dearer = [replace(row, low=row.low + 100, central=row.central + 100, high=row.high + 100) for row in GRID]
    newer = replace(load_factors("2026.2").with_own("x", dearer), version="2026.9")
    monkeypatch.setattr("impact.factor_table.LATEST", "2026.9")
    monkeypatch.setattr(
        rounds.kept_activity, "load_factors", lambda version: newer if version == "2026.9" else load_factors(version)
    )
    again = month_figures({NOW: kept_activity_in(document)}, {}), month_figures({NOW: kept_activity_in(before)}, {})
    assert again == figures
    assert figures[1][0]["co2_g"]["factor_set"] == "2026.1"


OF_BEFORE = {
    "project": (15, 28, 46),
    "customer_collects": (8, 20, 38),
    "shop_tours": (266, 317, 369),
    "parcel_network": (72, 122, 196),
    "pooled_van": (128, 192, 278),
}
"""Printed for this day by the code of before elements were kept."""


def test_a_day_of_before_has_its_grams_and_no_section_that_it_never_had() -> None:
    found, _ = month_figures({NOW: kept_activity_in(kept_before())}, {})
    assert {name: (each["low"], each["central"], each["high"]) for name, each in ranges(found["co2_g"])} == OF_BEFORE
    assert found["saved_g"]["customer_collects"] == {"low": -30, "central": -8, "high": 13, "probability": 0.2648}
    assert {"headline", "inventory", "indicators"} & set(found) == set()
    assert found["decomposition"]["each_alone_g"]["central"] > 0


def ranges(co2_g: dict[str, Any]) -> list[tuple[str, dict[str, int]]]:
    return [(name, each) for name, each in co2_g.items() if name != "factor_set"]


def test_days_of_two_versions_make_one_month_each_with_its_own() -> None:
    days = {NOW: kept_activity_in(kept()), date(2026, 11, 25): kept_activity_in(kept_before())}
    found, _ = month_figures(days, {})
    assert found["co2_g"]["factor_set"] == "2026.1, 2026.2"
    assert found["inventory"]["coverage"] == {"served": 2, "in_chains": 1, "with_activity": 1}
    vans = [(row["central"], row.get("factor_set")) for row in found["factors"] if row["id"] == "diesel_van.driving"]
    assert vans == [(316.9, None), (317, "2026.1")], "every factor that was drawn is told"
    held, _ = month_figures(days, {}, load_factors("2026.2"))
    assert held["co2_g"]["factor_set"] == "2026.2"
    assert all("factor_set" not in row for row in held["factors"])


def test_made_again_with_an_older_set_nothing_stays_of_the_newer() -> None:
    document = kept()
    again = Again(factors=load_factors("2026.1"))
    found = recomputed_day(report_in(document, "nl"), kept_activity_in(document), again)
    assert found["co2_g"]["factor_set"] == "2026.1"
    assert {"headline", "inventory", "making_g"} & set(found) == set()
    assert "2026.2" not in json.dumps(found)


def test_a_set_whose_numbers_were_changed_is_found_out() -> None:
    document = kept()
    document["made_with"]["digest"] = "0" * 64
    with pytest.raises(StorageError, match=r"factor set 2026\.2 has other numbers than when this day was planned"):
        month_figures({NOW: kept_activity_in(document)}, {})


@pytest.mark.parametrize(
    ("answer", "grams"),
    [
        (Answer.NOT_BOUGHT, 0),
        (Answer.NO_CAR, 0),
        (Answer.CAR_ON_THE_WAY, 0),
        (Answer.WEB_SHOP, "parcel_network"),
        (Answer.SHOP_BRINGS, "shop_tours"),
        (None, "customer_collects"),
        (Answer.UNKNOWN, "customer_collects"),
    ],
)
def test_an_answer_decides_what_its_order_is_compared_with(answer: Answer | None, grams: int | str) -> None:
    document = kept()
    again = Again(replies={NOW: [Reply("order-1", "2026-1", answer)]})
    found = recomputed_day(report_in(document, "nl"), kept_activity_in(document), again)
    expected = found["co2_g"][grams] if isinstance(grams, str) else {"low": 0, "central": 0, "high": 0}
    assert found["headline"]["mix_g"] == expected
    is_known = answer not in {None, Answer.UNKNOWN}
    assert (found["headline"]["asked"], found["headline"]["answered"]) == (1, int(is_known))
    assert found["headline"]["basis"] == ("answers" if is_known else "default")
    if grams == 0:
        assert found["headline"]["saved_g"]["high"] < 0  # an increase, and shown as one


def test_one_who_would_have_driven_for_it_counts_the_whole_way() -> None:
    """1,550 m by car, shared with half an order more at the mode; neither walkers nor ways driven anyhow take off."""
    document = kept()
    again = Again(replies={NOW: [Reply("order-1", "2026-1", Answer.OWN_CAR_TRIP)]})
    found = recomputed_day(report_in(document, "nl"), kept_activity_in(document), again)
    assert 1.55 * 140 / 3 < found["headline"]["mix_g"]["low"] < found["headline"]["mix_g"]["high"] < 1.55 * 230


def by_a_hub() -> dict[str, Any]:
    """The day with its order brought to a hub in one leg, and by another round on from there."""
    to_hub = replace(ORDER, id="order-1, 2", name="order-1", delivery_hub="hub")
    onward = replace(ORDER, id="order-1, 3", name="order-1", pickup_hub="hub")
    rounds = [
        replace(
            PLAN.rounds[0],
            id=name,
            stops=[
                replace(stop, tasks=[PlannedTask(task.kind, leg) for task in stop.tasks])
                for stop in PLAN.rounds[0].stops
            ],
        )
        for name, leg in (("round-1", to_hub), ("round-2", onward))
    ]
    day = replace(DAY, shops=[*DAY.shops, Shop("hub", "Dorpshuis", SHOP, [(0, 86_399)], is_hub=True)])
    others = replace(
        OTHERS,
        collections=[replace(OTHERS.collections[0], order=onward)],
        direct_m={"order-1, 2": 300, "order-1, 3": 410},
        whole_m={"order-1, 3": 710},
    )
    planned = assess_day(day, PLANNED.effort, replace(PLAN, rounds=rounds), others, load_factors("2026.2"))
    return json.loads(json.dumps(kept_report(planned)))


def test_a_day_with_a_leg_to_a_hub_comes_out_again_as_it_was_said() -> None:
    document = by_a_hub()
    report = report_in(document, "nl")
    assert recomputed_day(report, kept_activity_in(document), Again()) == report


def test_an_order_by_a_hub_is_one_order_of_the_rounds_and_its_way_is_the_whole_one() -> None:
    indicators = by_a_hub()["nl"]["indicators"]
    assert (indicators["loops"], indicators["orders"], indicators["orders_per_loop"]) == (2, 1, 0.5)
    assert indicators["km_per_order"] == 2 * 2.83
    assert indicators["shop_to_customer_m"] == 710
    assert indicators["goods_kg_km"] == pytest.approx(4.0 * (0.300 + 0.410), abs=0.001)


def test_an_answer_is_found_though_the_order_came_by_a_hub() -> None:
    document = by_a_hub()
    again = Again(replies={NOW: [Reply("order-1", "2026-1", Answer.NO_CAR)]})
    headline = recomputed_day(report_in(document, "nl"), kept_activity_in(document), again)["headline"]
    assert (headline["orders"], headline["answered"], headline["mix_g"]["high"]) == (1, 1, 0)


def test_answers_of_orders_that_were_not_brought_are_counted_aloud() -> None:
    replies = {NOW: [Reply("order-9", "2026-1", Answer.NO_CAR)]}
    (note,) = unmatched_note({NOW: kept_activity_in(kept())}, replies)
    assert note.en == "Answers that do not count, because their order was not brought: 1."


# -- what was driven and metered, in place of the plan -------------------------------------------

HEAD = ",".join(COLUMNS)


def logged(
    folder: Path, *rows: str, orders: bool = False, day: Callable[[], dict[str, Any]] | None = None
) -> dict[str, Any]:
    file = folder / "driven.csv"
    file.write_text("\n".join([HEAD, *rows]), encoding="utf-8")
    document = (day or kept)()
    again = Again(log=read_log(file), orders=orders)
    return recomputed_day(report_in(document, "nl"), kept_activity_in(document), again)


def test_what_was_driven_and_metered_stands_in_the_place_of_the_plan(tmp_path: Path) -> None:
    found = logged(
        tmp_path,
        "round-1,round,,cargo_bike,carrying,driven,900,electricity,100,primary",
        "round-1,round,,cargo_bike,failed_attempt,driven,300,,,",
        "round-1,round,,car,way_to_depot,estimated,2000,,,",
        "farm,collection,round-1,diesel_van,own_trip,estimated,5000,diesel,500,modelled",
        "hub,hub,all,,,,,electricity,50,primary",
        orders=True,
    )
    inventory = found["inventory"]
    assert inventory["metres"] == {
        "carrying": {"driven": 900},
        "failed_attempt": {"driven": 300},
        "way_to_depot": {"estimated": 2_000},
        "own_trip": {"estimated": 5_000},
    }
    assert inventory["data_g"]["primary"] == pytest.approx(0.150 * 244, abs=1)
    assert inventory["data_g"]["modelled"] == pytest.approx(0.5 * 3_251, abs=1)
    assert [each["id"] for each in inventory["elements"]] == ["farm", "hub", "round-1"]
    assert inventory["orders_g"]["order-1"] == inventory["total_g"]
    assert found["co2_g"]["project"]["low"] > kept()["nl"]["co2_g"]["project"]["high"]  # five kilometres by diesel van


def test_a_hub_of_the_plan_is_an_element_and_stays_one_when_its_rounds_were_logged(tmp_path: Path) -> None:
    planned = by_a_hub()["nl"]["inventory"]
    (hub,) = [each for each in planned["elements"] if each["kind"] == "hub"]
    assert hub == {"id": "hub-1", "kind": "hub", "distance_m": 0, "orders": 1, "g": {"ttw": 0, "wtt": 2, "wtw": 2}}
    found = logged(tmp_path, "round-2,round,,cargo_bike,carrying,driven,2830,,,", day=by_a_hub)
    assert hub in found["inventory"]["elements"]
    assert found["co2_g"]["project"] == by_a_hub()["nl"]["co2_g"]["project"]


@pytest.mark.parametrize(
    "row", ["hub-1,hub,,,,,,electricity,50,primary", "Dorpshuis,hub,round-2,,,,,electricity,50,primary"]
)
def test_a_hub_with_a_meter_is_handled_once(tmp_path: Path, row: str) -> None:
    found = logged(tmp_path, row, day=by_a_hub)
    hubs = [(each["orders"], each["g"]["wtw"]) for each in found["inventory"]["elements"] if each["kind"] == "hub"]
    assert hubs == [(1, 12)]  # 0.05 kWh of 244 g
    assert found["co2_g"]["project"] == by_a_hub()["nl"]["co2_g"]["project"]


@pytest.mark.parametrize(
    ("row", "line"),
    [
        ("round-1,round,,cargo_bike,carrying,driven,-5,,,", "line 2: distance_m: '-5' is no whole number"),
        ("round-1,round,,cargo_bike,carrying,driven,5,diesel,1,default", "diesel by default. Leave it out"),
        ("round-1,round,,moped,carrying,driven,5,,,", "line 2: 'moped' is no vehicle; use one of bicycle"),
        ("round-1,round,,car,fun,driven,5,,,", "'fun' is no purpose"),
        ("x,delivery,,car,carrying,driven,5,,,", "line 2, x: serves no round. There is: round-1; or write all"),
        ("x,delivery,round-7,car,carrying,driven,5,,,", "serves round-7, which was not planned"),
        ("x,hub,all,car,,,,,,", "a hub that moves"),
        ("round-1,hub,all,,,,,electricity,50,primary", "round-1: the plan has it as a round. Give it another name"),
        (",round,,car,carrying,driven,5,,,", "it names no element"),
        ("round-1,round", "2 values for 10 columns"),
    ],
)
def test_a_log_that_cannot_be_is_refused_with_its_line(tmp_path: Path, row: str, line: str) -> None:
    with pytest.raises(BadInputError) as caught:
        logged(tmp_path, row)
    assert line in str(caught.value)


def test_energy_is_told_once_for_a_vehicle(tmp_path: Path) -> None:
    row = "round-1,round,,cargo_bike,carrying,driven,5,electricity,100,primary"
    with pytest.raises(BadInputError, match="cargo_bike has its energy twice"):
        logged(tmp_path, row, row)


def test_the_range_of_the_only_order_is_the_rounds_own(tmp_path: Path) -> None:
    found = logged(tmp_path, orders=True)
    assert found["inventory"]["orders_range_g"] == {"order-1": found["co2_g"]["project"]}


def test_a_leg_belongs_to_the_order_that_its_name_has_without_its_number() -> None:
    """Two legs of order 12; two orders whose numbers look like those; two that were left in hubs, one by one leg."""
    legs = {"12, 1": ("a", 1), "12, 2": ("a", 2), "7": ("b", 1), "7, 1": ("c", 1), "9, 1": ("d", 1), "9, 2": ("d", 2)}
    legs |= {"8, 1": ("e", 1)}
    shipments = {name: {"order": order, "day": str(NOW), "leg": leg} for name, (order, leg) in legs.items()}
    document = {"kept": KIND, "orders": ["12", "7"], "shipments": shipments}
    carried = carried_in(document)
    assert carried is not None
    assert {leg: (one.name, one.order_id) for leg, one in carried.items()} == {
        "12, 1": ("12", "a"), "12, 2": ("12", "a"), "7": ("7", "b"), "7, 1": ("7, 1", "c"), "9, 1": ("9", "d"),
        "9, 2": ("9", "d"), "8, 1": ("8, 1", "e"),
    }  # fmt: skip
    numbered = {"a": ("5", "shop", "Een"), "z": ("5", "other", "Twee")}
    assert order_names_in(document, numbered)["a"] == "12", "by the report, not by what is called so now"
    assert order_names_in({"kept": KIND}, numbered) == {"a": "5 (Een)", "z": "5 (Twee)"}
