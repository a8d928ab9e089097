"""Each figure of a report and of the drawn day is the one it is said to be: a day with no two figures alike."""

from dataclasses import asdict

import pytest

import rounds.day_report
from impact.activities import DayActivity, VehicleClass, VehicleMetres
from impact.baselines import Baseline
from impact.factors import FactorSet
from maps.day_view import TaskView
from rounds.day_report import assess_day, day_report
from rounds.showing import day_view
from tests.planned_day import DAY, DEPOT, DOOR, EXTRACT, ORDER, OTHERS, PLAN, PLANNED, SHOP


def test_what_was_driven_is_handed_to_impact_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[DayActivity, FactorSet, int]] = []
    monkeypatch.setattr(
        rounds.day_report, "assess", lambda activity, factors, *, seed: asked.append((activity, factors, seed))
    )
    assess_day(DAY, PLANNED.effort, PLAN, OTHERS, PLANNED.factors)
    assert asked == [
        (
            DayActivity(
                orders=1,
                network_orders=1,
                rounds=(VehicleMetres(VehicleClass.CARGO_BIKE, 2_830, garage_trips=0),),
                hub_orders=0,
                supply_orders=0,
                collect_m=(1_550,),
                shop_tours=(VehicleMetres(VehicleClass.SHOP_FLEET, 1_450, garage_trips=0),),
                pooled_van=(VehicleMetres(VehicleClass.ELECTRIC_VAN, 2_250, garage_trips=0),),
                each_alone=(VehicleMetres(VehicleClass.ELECTRIC_VAN, 1_590, garage_trips=0),),
            ),
            PLANNED.factors,
            42,
        )
    ]


def test_an_order_that_no_car_can_collect_counts_no_metres_for_us(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[DayActivity] = []
    monkeypatch.setattr(rounds.day_report, "assess", lambda activity, *_, **__: asked.append(activity))
    others = type(OTHERS)(**{name: getattr(OTHERS, name) for name in OTHERS.__slots__} | {"collections": []})
    assess_day(DAY, PLANNED.effort, PLAN, others, PLANNED.factors)
    assert asked[0].collect_m == (0,)


def test_the_report_says_each_figure_in_its_place() -> None:
    report = day_report(PLANNED, "nl")
    assert report["orders"] == {
        "given": 2,
        "planned": 1,
        "returns": 0,
        "crates": 0,
        "on_the_way": 0,
        "left": 1,
        "unassigned": [{"id": "order-2", "reason": "te zwaar"}],
    }
    assert report["shops"] == 1
    assert report["rounds"] == [
        {
            "id": "round-1",
            "vehicle": "bike-7",
            "vehicle_class": "cargo_bike",
            "stops": 2,
            "orders": 1,
            "distance_m": 2_830,
            "duration_s": 4_100,
            "kg": 4.0,
            "litres": 12.0,
        }
    ]
    assert report["metres"] == {
        "pooled": 2_830,
        "shop_tours": 1_450,
        "pooled_van": 2_250,
        "customer_collects": 202,
        "each_alone": 1_590,
        "parcel_network": None,
    }
    assert report["metres_range"] == {"customer_collects": {"low": 201, "central": 202, "high": 203}}
    assert report["duty_s"] == {"pooled": 4_100, "shop_tours": 3_700, "pooled_van": 3_500}
    assert report["co2_g"] == {
        "project": {"low": 1, "central": 2, "high": 3},
        **{str(baseline): asdict(PLANNED.assessment.baselines_g[baseline]) for baseline in Baseline},
        "factor_set": "2026.1",
    }
    assert report["saved_g"] == {str(baseline): asdict(PLANNED.assessment.saved_g[baseline]) for baseline in Baseline}
    assert report["headline"] == {
        "baseline": "likely_mix",
        "basis": "answers",
        "orders": 1,
        "asked": 3,
        "answered": 2,
        "mix_g": {"low": 301, "central": 302, "high": 303},
        "saved_g": {"low": -401, "central": 402, "high": 403, "probability": 0.7},
        "inputs": [{"factor": "van.stem", "rank_correlation": -0.5, "share_percent": 60}],
    }
    assert report["decomposition"] == {
        "vehicle": "electric_van",
        "each_alone_g": {"low": 501, "central": 502, "high": 503},
        "pooling_g": {"low": 601, "central": 602, "high": 603, "probability": 0.8},
        "vehicle_g": {"low": 701, "central": 702, "high": 703, "probability": 0.9},
    }
    planning = report["planning"]
    assert isinstance(planning, dict)
    assert (planning["time_limit_s"], planning["iterations"]) == (None, 9)


def test_reasons_and_notes_are_in_the_language_asked_for() -> None:
    dutch, english = day_report(PLANNED, "nl"), day_report(PLANNED, "en")
    assert "iets ontbreekt" in str(dutch["notes"])
    assert "something is missing" in str(english["notes"])
    assert "too heavy" in str(english["orders"])


def test_the_drawn_day_shows_the_plan() -> None:
    view = day_view(DAY, PLAN, OTHERS, EXTRACT)
    (drawn,) = view.rounds
    assert (drawn.id, drawn.vehicle, drawn.start, drawn.start_place) == ("round-1", "bike-7", DEPOT, "Het Boek")
    assert (drawn.leaving_s, drawn.return_s, drawn.duration_s, drawn.distance_m) == (46_900, 51_000, 4_100, 2_830)
    assert (drawn.kg, drawn.litres) == (4.0, 12.0)
    assert list(drawn.line) == [(place.lon, place.lat) for place in (DEPOT, SHOP, DOOR, DEPOT)]
    pickup, delivery = drawn.stops
    assert (pickup.place, pickup.address) == ("Bakker Bart", "Markt 7, Proefdorp")
    assert delivery.address == ""
    assert (pickup.number, pickup.arrival_s, pickup.leaving_s, pickup.leg_distance_m) == (1, 47_000, 47_200, 700)
    assert (delivery.number, delivery.place, delivery.leg_distance_m) == (2, "Brink 1, Proefdorp", 710)
    assert list(pickup.tasks) == [TaskView("pickup", "order-1", "Bakker Bart", 4.0, 12.0, "Bakker Bart", None, "cool")]
    assert list(delivery.tasks) == [
        TaskView("delivery", "order-1", "Klant 1", 4.0, 12.0, "Bakker Bart", ORDER.window, "cool")
    ]


def test_each_baseline_with_metres_is_a_layer_and_a_way_back_along_the_same_roads_is_drawn_once() -> None:
    layers = {baseline.id: baseline.lines for baseline in day_view(DAY, PLAN, OTHERS, EXTRACT).baselines}
    assert set(layers) == {"shop_tours", "pooled_van", "customer_collects"}
    assert len(layers["pooled_van"]) == 3
    assert len(layers["shop_tours"]) == 2  # the way of no metres from the shop to itself is not drawn
    assert len(layers["customer_collects"]) == 1


def test_what_drives_empty_and_what_is_shared_by_follow_from_the_plan() -> None:
    """Out to the shop and back from the door are empty, 700 + 1,420 m; 4.0004 kg go 710 m the shortest way."""
    inventory = day_report(PLANNED, "nl")["inventory"]
    assert isinstance(inventory, dict)
    assert inventory["metres"] == {"carrying": {"planned": 710}, "empty": {"planned": 2_120}}
    assert inventory["tonne_km"] == 0.00284
    assert inventory["coverage"] == {"served": 1, "in_chains": 1, "with_activity": 1}
    grams = round(2.830 * 0.03 / 0.88 * 244)
    assert inventory["total_g"] == {"ttw": 0, "wtt": grams, "wtw": grams}
    assert "order-1" not in str(inventory)  # a report is read by many, and an order is a household
    indicators = day_report(PLANNED, "nl")["indicators"]
    assert isinstance(indicators, dict)
    assert indicators["empty_share"] == round(2_120 / 2_830, 3)
    assert indicators["detour"] == round(2_830 / 710, 3)
    assert indicators["first_attempt_success"] is None
    assert indicators["load_by_mass"] == round(4.0 * 710 / (150 * 2_830), 3)
