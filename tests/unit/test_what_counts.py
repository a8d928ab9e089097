"""What counts as an order, and which orders a parcel network would have brought: a day of one, told otherwise."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from data.models.states import OrderKind
from impact.factor_table import load_factors
from impact.order_parts import order_parts
from kernel.text import Text
from maps.report_page import report_page
from rounds.day_report import PlannedDay, assess_day, day_report
from rounds.kept_report import kept_activity_in, kept_report, report_in
from rounds.method_statement import method_statement
from rounds.month_report import month_of
from rounds.plan import PlannedTask, UnassignedOrder
from rounds.recomputed import Again, recomputed_day
from rounds.report_rows import day_row
from tests.planned_day import DAY, ORDER, OTHERS, PLAN, PLANNED

RETURN, CRATES = OrderKind.RETURN, OrderKind.CRATES
WHY = Text("te zwaar", "too heavy")


def assessed(*, at_a_hub: bool = False, left: Any = (), **told: Any) -> PlannedDay:
    """The day with its order told otherwise, or handed on by another square at a hub."""
    order = replace(ORDER, **told)
    tasks = [
        replace(stop, tasks=[PlannedTask(task.kind, order) for task in stop.tasks]) for stop in PLAN.rounds[0].stops
    ]
    plan = replace(
        PLAN, rounds=[replace(PLAN.rounds[0], stops=tasks)], unassigned=[UnassignedOrder(one, WHY) for one in left]
    )
    day = replace(DAY, shops=[replace(shop, is_hub=at_a_hub) for shop in DAY.shops])
    others = replace(OTHERS, collections=[replace(OTHERS.collections[0], order=order)])
    return assess_day(day, PLANNED.effort, plan, others, load_factors("2026.2"))


@pytest.mark.parametrize(
    ("told", "orders"),
    [
        ({}, 1),
        ({"kind": OrderKind.RETURN, "to_shop": True}, 1),
        ({"kind": OrderKind.CRATES, "to_shop": True}, 0),  # no network fetches empty crates
        ({"at_a_hub": True}, 0),  # another square brought it a part of the way
    ],
)
def test_a_parcel_network_would_have_brought_what_it_brings(told: dict[str, Any], orders: int) -> None:
    planned = assessed(**told)
    assert (planned.activity.orders, planned.activity.network_orders) == (1, orders)
    report: Any = day_report(planned, "nl")
    assert (report["co2_g"]["parcel_network"]["high"] > 0) == bool(orders)


def test_a_day_that_was_kept_before_says_what_it_said() -> None:
    """Its document names no orders of a network, and a count of what was asked that no figure is made from."""
    document = json.loads(json.dumps(kept_report(assessed())))
    report = report_in(document, "nl")
    assert document["activity"].pop("network_orders") == 1
    document["activity"]["substitution"]["nothing"] = 0
    assert kept_activity_in(document).activity.network_orders is None
    assert recomputed_day(report, kept_activity_in(document), Again()) == report


def test_a_month_counts_what_its_days_count_and_nothing_of_days_before_that_was_counted() -> None:
    documents = [json.loads(json.dumps(kept_report(assessed(kind=kind, to_shop=True)))) for kind in (RETURN, CRATES)]
    before = json.loads(json.dumps(kept_report(assessed())))
    for number, document in enumerate((*documents, before), 1):
        for lang in ("nl", "en"):
            document[lang]["date"] = f"2026-11-0{number}"
    for name in ("returns", "crates", "on_the_way"):
        del before["nl"]["orders"][name], before["en"]["orders"][name]
    orders = month_of([*documents, before], date(2026, 11, 1), "nl")["orders"]
    assert orders == {"given": 3, "planned": 3, "returns": 1, "crates": 1, "on_the_way": 0, "unassigned": 0}


def parted(rides: int = 2) -> PlannedDay:
    """The day with its order in two legs of a parcel each: the courier took one parcel along; so many are in rounds."""
    legs = [replace(ORDER, id=f"order-1, {n}", name="order-1", parcels=[ORDER.parcels[n - 1]]) for n in (1, 2)]
    rounds = [
        replace(
            PLAN.rounds[0],
            id=f"round-{number}",
            stops=[replace(s, tasks=[PlannedTask(t.kind, leg) for t in s.tasks]) for s in PLAN.rounds[0].stops],
        )
        for number, leg in enumerate(legs[:rides], 1)
    ]
    of_legs = {leg.id: 710 for leg in legs[:rides]}
    collections = [replace(OTHERS.collections[0], order=leg) for leg in legs[:rides]]
    others = replace(OTHERS, collections=collections, direct_m=of_legs, whole_m=of_legs)
    plan = replace(PLAN, rounds=rounds, unassigned=[UnassignedOrder(leg, WHY) for leg in legs[rides:]])
    return assess_day(DAY, PLANNED.effort, plan, others, load_factors("2026.2"))


def test_an_order_whose_parcels_parted_counts_once() -> None:
    planned = parted()
    (order,) = planned.plan.counted
    assert (order.id, order.kg, order.cool_litres) == ("order-1, 1", ORDER.kg, ORDER.cool_litres)
    orders: Any = day_report(planned, "nl")["orders"]
    assert (orders["given"], orders["planned"], orders["on_the_way"]) == (1, 1, 1)
    assert (planned.activity.orders, planned.activity.network_orders, planned.activity.collect_m) == (1, 1, (1_550,))
    assert [facts.orders for facts in planned.facts] == [1, 0]
    document = json.loads(json.dumps(kept_report(planned)))
    kept = kept_activity_in(document)
    legs = {f"order-1, {number}": "order-1" for number in (1, 2)}
    parts = order_parts(kept.activity, kept.elements, kept.orders, legs, network={"order-1"})
    assert {name: part.orders for name, part in parts.items()} == {"order-1": 1}
    assert sum(one.distance_m for one in parts["order-1"].rounds) == planned.plan.distance_m


def test_an_order_of_which_both_legs_wait_is_given_once() -> None:
    legs = [replace(ORDER, id=f"order-2, {number}", name="order-2") for number in (1, 2)]
    other_shop = replace(ORDER, id="x", shop="another", name="order-2")
    document = json.loads(json.dumps(kept_report(assessed(left=[*legs, other_shop]))))
    report = report_in(document, "nl")
    assert (report["orders"]["given"], report["orders"]["planned"], len(report["orders"]["unassigned"])) == (3, 1, 3)
    assert day_row(report)["orders_unassigned"] == 2
    month = month_of([document], DAY.day.replace(day=1), "nl")
    assert (month["orders"]["unassigned"], month["days"][0]["orders_unassigned"]) == (2, 2)
    for told in (report, month):
        sentences = [line for part in method_statement(told, "nl") for line in part.sentences]
        assert "3 bestellingen, 1 gebracht volgens de planning, 2 niet ingepland." in sentences


def test_an_order_of_which_one_leg_waits_is_one_that_waits_everywhere() -> None:
    document = json.loads(json.dumps(kept_report(parted(rides=1))))
    report = report_in(document, "nl")
    assert (report["orders"]["given"], report["orders"]["planned"], report["orders"]["left"]) == (1, 1, 1)
    month = month_of([document], DAY.day.replace(day=1), "nl")
    rows = (day_row(report), month["days"][0])
    assert [month["orders"]["unassigned"], *(row["orders_unassigned"] for row in rows)] == [1, 1, 1]
    for told in (report, month):
        sentences = [line for part in method_statement(told, "nl") for line in part.sentences]
        assert "1 bestellingen, 1 gebracht volgens de planning, 1 niet ingepland." in sentences


def test_the_heading_of_what_is_not_planned_counts_orders_and_no_legs() -> None:
    legs = [replace(ORDER, id=f"order-2, {number}", name="order-2") for number in (1, 2)]
    report = report_in(json.loads(json.dumps(kept_report(assessed(left=legs)))), "nl")
    before = {**report, "orders": {name: count for name, count in report["orders"].items() if name != "left"}}
    for told in (report, before):
        assert "Niet ingepland (1)</h2>" in report_page(told)
