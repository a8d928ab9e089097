"""From order to ended, over HTTP and on both databases: a return, and what another square brings on from a hub."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from data.models.states import LegState, OrderState
from kernel.scope import Role
from rounds.day_planning import plan_stored_day
from routing.solver.engine import Effort
from tests.asked_village import DAY, TEST, AskedVillage, asked_village
from tests.stored_square import bike
from tests.stores import KINDS, stored
from workers.handlers import HANDLERS
from workers.settings import WorkerSettings
from workers.undertaking import Undertaking

EFFORT = Effort(time_limit_s=None, iterations=5, seed=1)


@dataclass
class Told:
    """A village over HTTP, and the folder it is kept in."""

    asked: AskedVillage
    home: Path

    def plan(self, slug: str, day: Any = DAY) -> None:
        plan_stored_day(self.asked.database, self.home, slug, day, effort=EFFORT)

    def on(self, slug: str, method: str, path: str, body: Any = None) -> Any:
        """Ask as a dispatcher of both squares."""
        key = self.asked.key(Role.DISPATCHER, self.asked.square, self.asked.other)
        answer = self.asked.ask(method, f"/api/v1/squares/{slug}{path}", body, as_=key)
        assert answer.status_code < 300, answer.text
        return answer.json()

    def round_with(self, slug: str, leg_id: str, day: Any = DAY) -> dict[str, Any]:
        rounds = self.on(slug, "GET", f"/rounds?day={day}")["items"]
        whole = [self.on(slug, "GET", f"/rounds/{one['id']}") for one in rounds]
        return next(one for one in whole if leg_id in {t["leg_id"] for stop in one["stops"] for t in stop["tasks"]})

    def release(self, slug: str, leg_id: str, day: Any = DAY) -> dict[str, Any]:
        one = self.round_with(slug, leg_id, day)
        self.on(slug, "POST", f"/rounds/{one['id']}/release", {})
        return one

    def say(self, slug: str, kind: str, leg_id: str, **more: Any) -> None:
        (answer,) = self.on(slug, "POST", "/events", {"events": [{"kind": kind, "leg_id": leg_id, **more}]})["answers"]
        assert answer["outcome"] == "taken", answer

    def work_off(self, kind: str = "relay") -> None:
        """Do the jobs of a kind that wait, as a worker does; the others are left."""
        while True:
            with self.asked.database.queue() as queue:
                queue.relay()
                lease = queue.claim("worker:1", timedelta(minutes=1))
            if lease is None:
                return
            if lease.kind == kind:
                HANDLERS[kind](Undertaking(lease, self.asked.database, self.home, WorkerSettings()))


@pytest.fixture(scope="module", params=KINDS)
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, village: Path) -> Iterator[Told]:
    with stored(request.param, tmp_path_factory.mktemp("stories")) as store, asked_village(store, village) as asked:
        with asked.database.begin(TEST.scope) as work:
            work.vehicles.put(asked.other.id, [bike("Bakfiets 1")])
        yield Told(asked, store.home)


def test_a_return_is_collected_at_the_door_and_handed_in_at_its_shop(told: Told) -> None:
    asked = told.asked
    back = asked.post("/orders", asked.order("RETOUR", 2, kind="return", parcels=[{"weight_g": 700}])).json()
    brought = asked.post("/orders", asked.order("HEEN", 3)).json()
    told.plan("proefdorp")
    leg = back["legs"][0]["id"]
    one = told.release("proefdorp", leg)
    tasks = [(task["leg_id"], task["kind"], stop["name"]) for stop in one["stops"] for task in stop["tasks"]]
    assert (leg, "pickup", "Dwarsstraat 1 2, Proefdorp") in tasks
    assert (leg, "delivery", "Bakker Bart") in tasks
    assert brought["legs"][0]["id"] in {leg_id for leg_id, _, _ in tasks}, "in the same round"
    page = asked.client.get(f"/squares/proefdorp/days/{DAY}").text
    sheet = asked.client.get(f"/squares/proefdorp/days/{DAY}/sheets/{one['number']}").text
    english = asked.client.get(f"/squares/proefdorp/days/{DAY}/sheets/{one['number']}?lang=en").text
    assert "<b>Inleveren</b> RETOUR" in page
    assert all(word in sheet for word in ("Inleveren", "bij Klant Proef", "retour"))
    assert all(word in english for word in ("Hand in", "at Klant Proef", "return"))
    told.say("proefdorp", "leg.collected", leg, round_id=one["id"])
    assert told.on("proefdorp", "GET", f"/orders/{back['id']}")["state"] == "under way"
    told.say("proefdorp", "leg.dropped", leg, round_id=one["id"])
    with asked.database.read(TEST.scope) as work:
        order = work.orders.get(back["id"])
    assert (order.state, [one.state for one in order.legs]) == (OrderState.ENDED, [LegState.DROPPED])
    assert [parcel.custodian_shop_id for parcel in order.parcels] == [asked.shops["Bakker Bart"]]
    report = work_report(told)
    assert (report["orders"]["planned"], report["orders"]["returns"]) == (2, 1)


def work_report(told: Told, day: Any = DAY) -> dict[str, Any]:
    with told.asked.database.read(TEST.scope) as work:
        plan = work.plans.told(told.asked.square.id, day)
    assert plan is not None
    return plan.report["en"]


def test_a_return_that_nobody_hands_over_is_tried_again_at_the_same_hours(told: Told) -> None:
    asked, day = told.asked, DAY + timedelta(days=1)
    back = asked.post("/orders", asked.order("DICHT", 4, kind="return", day=day.isoformat())).json()
    told.plan("proefdorp", day)
    leg = back["legs"][0]["id"]
    one = told.release("proefdorp", leg, day)
    told.say("proefdorp", "leg.not_collected", leg, round_id=one["id"], then="retry", reason="niemand thuis")
    with asked.database.read(TEST.scope) as work:
        first, again = work.orders.get(back["id"]).legs
    assert (first.state, again.state, again.planned_for) == (LegState.FAILED, LegState.PLANNED, day + timedelta(days=1))
    assert again.window_start_at - first.window_start_at == timedelta(days=1)
    assert again.window_end_at - first.window_end_at == timedelta(days=1)
    told.plan("proefdorp", day + timedelta(days=1))
    assert told.round_with("proefdorp", again.id, day + timedelta(days=1))["stops"][0]["name"].startswith("Dwars")
    assert [work_report(told, on)["orders"]["planned"] for on in (day, day + timedelta(days=1))] == [1, 0]
    assert work_report(told, day + timedelta(days=1))["orders"]["on_the_way"] == 1


def test_orders_whose_parcels_part_count_once_on_their_day_and_not_again_on_the_next(told: Told) -> None:
    """Of each order two parcels are taken along; the third is brought later that day, or waits for the day after."""
    asked, day = told.asked, DAY + timedelta(days=3)
    parcels = [{"weight_g": grams} for grams in (700, 800, 900)]
    today, later = (
        asked.post("/orders", asked.order(ref, 6, day=day.isoformat(), parcels=parcels)).json()
        for ref in ("VANDAAG", "MORGEN")
    )
    told.plan("proefdorp", day)
    one = told.release("proefdorp", today["legs"][0]["id"], day)
    with asked.database.read(TEST.scope) as work:
        taken = [parcel.id for parcel in work.orders.get(today["id"]).parcels[:2]]
        left = work.orders.get(later["id"]).parcels[2].id
    leg = later["legs"][0]["id"]
    told.say("proefdorp", "leg.collected", today["legs"][0]["id"], round_id=one["id"], parcels=taken)
    told.say("proefdorp", "leg.not_collected", leg, round_id=one["id"], parcels=[left], then="retry", reason="zoek")
    told.plan("proefdorp", day)
    with asked.database.read(TEST.scope) as work:
        parted = work.orders.get(today["id"]).legs[1].id
    assert told.round_with("proefdorp", parted, day)["id"] != one["id"]
    told.plan("proefdorp", day + timedelta(days=1))
    on_both = [work_report(told, on)["orders"] for on in (day, day + timedelta(days=1))]
    assert [(counts["planned"], counts["on_the_way"]) for counts in on_both] == [(2, 1), (0, 1)]
    assert on_both[0]["given"] == 2


def hub_of(told: Told, name: str, hours: str = "") -> str:
    made = {"name": name, "place": {"lon": 5.502, "lat": 52.1025}, "attended": True, "opening_hours": hours}
    return told.on("proefdorp", "POST", "/hubs", made)["id"]


def unassigned(told: Told, slug: str, day: Any) -> dict[str, str]:
    with told.asked.database.read(TEST.scope) as work:
        plan = work.plans.told(work.squares.get(slug).id, day)
        assert plan is not None
        return {left.leg.order.order_ref: left.reason_en or "" for left in plan.unassigned}


def test_what_is_handed_on_is_brought_over_two_squares_each_planning_its_own_leg(told: Told) -> None:
    asked, day = told.asked, DAY + timedelta(days=7)
    hub = hub_of(told, "Dorpshuis", "Mo-Su 08:00-16:30")
    wide = {"window_start": "08:00", "window_end": "21:00", "day": day.isoformat()}
    order = asked.post("/orders", asked.order("OVER", 5, **wide)).json()
    told.on("verderop", "POST", "/orders", asked.order("EIGEN", 6, **wide))
    handed = [
        told.on("proefdorp", "POST", f"/orders/{order['id']}/hand-on", {"hub": hub, "to_square": "verderop"})
        for _ in range(2)
    ]
    assert handed[0]["legs"] == handed[1]["legs"], "told twice"
    to_hub, onward = [leg["id"] for leg in handed[0]["legs"] if leg["state"] == "planned"]
    (theirs,) = told.on("verderop", "GET", f"/orders?order_ref={order['id'][-12:]}-OVER")["items"]
    there = theirs["legs"][0]["id"]
    told.plan("verderop", day)
    assert "waits until a released round brings it to Dorpshuis (Proefdorp)" in str(unassigned(told, "verderop", day))
    told.plan("proefdorp", day)
    assert unassigned(told, "proefdorp", day) == {}, "the leg from the hub is the other square's to plan"
    one = told.release("proefdorp", to_hub, day)
    at_hub = next(stop for stop in one["stops"] if stop["name"] == "Dorpshuis")
    told.work_off()
    told.plan("verderop", day)
    taken = told.round_with("verderop", there, day)
    collects = next(stop for stop in taken["stops"] if stop["name"] == "Dorpshuis (Proefdorp)")
    assert collects["leaving_at"] > at_hub["leaving_at"]
    assert collects["arrival_at"] < f"{day}T15:30", "16:30 on its clock"
    told.say("proefdorp", "leg.collected", to_hub, round_id=one["id"])
    told.say("proefdorp", "leg.dropped", to_hub, round_id=one["id"])
    told.work_off()
    told.release("verderop", there, day)
    told.say("verderop", "leg.collected", there, round_id=taken["id"])
    told.say("verderop", "leg.dropped", there, round_id=taken["id"])
    told.work_off()
    with asked.database.read(TEST.scope) as work:
        first, second = work.orders.get(order["id"]), work.orders.get(theirs["id"])
    assert first.state is second.state is OrderState.ENDED
    assert {leg.id: leg.state for leg in first.legs}[onward] is LegState.DROPPED
    assert {parcel.custodian.value for one in (first, second) for parcel in one.parcels} == {"household"}


def test_by_a_hub_of_ones_own_the_second_leg_waits_for_the_first(told: Told) -> None:
    asked, day = told.asked, DAY + timedelta(days=8)
    hub = hub_of(told, "Buurthuis")
    wide = {"window_start": "08:00", "window_end": "21:00", "day": day.isoformat()}
    order = asked.post("/orders", asked.order("ZELF", 7, **wide)).json()
    legs = told.on("proefdorp", "POST", f"/orders/{order['id']}/hand-on", {"hub": hub})["legs"]
    assert told.on("proefdorp", "POST", f"/orders/{order['id']}/hand-on", {"hub": hub})["legs"] == legs
    to_hub, onward = [leg["id"] for leg in legs if leg["state"] == "planned"]
    for _ in range(2):  # a round that is only proposed promises nothing to the plan after it
        told.plan("proefdorp", day)
        assert "waits until a released round brings it to Buurthuis" in unassigned(told, "proefdorp", day)["ZELF"]
    one = told.release("proefdorp", to_hub, day)
    with asked.database.queue() as queue:
        queue.relay()
    with asked.database.read(TEST.scope) as work:
        assert work.jobs.lives(asked.square.id, f"plan:{day}"), "released, the day is planned again"
    told.plan("proefdorp", day)
    next_round = told.round_with("proefdorp", onward, day)
    at_hub = next(stop for stop in one["stops"] if stop["name"] == "Buurthuis")
    collects = next(stop for stop in next_round["stops"] if stop["name"] == "Buurthuis")
    assert collects["leaving_at"] > at_hub["leaving_at"]
    with asked.database.read(TEST.scope) as work:
        plan = work.plans.told(asked.square.id, day)
    assert plan is not None
    counts = plan.report["en"]["orders"]
    assert (counts["planned"], counts["on_the_way"]) == (1, 1)
    told.say("proefdorp", "leg.not_collected", to_hub, round_id=one["id"], then="retry", reason="winkel dicht")
    key = asked.key(Role.DISPATCHER, asked.square)
    refused = asked.ask("POST", f"/api/v1/squares/proefdorp/rounds/{next_round['id']}/release", {}, as_=key)
    assert refused.status_code == 409
    assert "order ZELF in round 2 is not at Buurthuis by then" in refused.json()["detail"]


def test_an_order_of_which_no_leg_is_planned_is_one_on_the_page(told: Told) -> None:
    asked, day = told.asked, DAY + timedelta(days=10)
    heavy = asked.post("/orders", asked.order("ZWAAR", 2, day=day.isoformat(), parcels=[{"weight_g": 190_000}])).json()
    told.on("proefdorp", "POST", f"/orders/{heavy['id']}/hand-on", {"hub": hub_of(told, "Schuur")})
    for _ in range(2):
        told.plan("proefdorp", day)
    page = asked.client.get(f"/squares/proefdorp/days/{day}?lang=nl").text
    assert '<a href="#unassigned">1</a>' in page
    assert '<h2 id="unassigned">Niet ingepland (1)</h2>' in page
    assert page.count('data-label="Niet ingepland">1<') == 2, "of this version, and of the one before"


def test_whoever_may_not_change_orders_on_both_squares_hands_nothing_on(told: Told) -> None:
    asked = told.asked
    order = asked.post("/orders", asked.order("NIET", 8, day=(DAY + timedelta(days=9)).isoformat())).json()
    hub = hub_of(told, "Kerk")
    path, body = f"/orders/{order['id']}/hand-on", {"hub": hub, "to_square": "verderop"}
    one_square = asked.key(Role.DISPATCHER, asked.square)
    assert asked.post(path, body, as_=one_square).status_code == 404
    assert asked.post(path, {"hub": order["id"]}, as_=one_square).status_code == 404
    assert asked.post(path, {"hub": hub}, as_=asked.key(Role.HUB_KEEPER, asked.square)).status_code == 403
    assert len(asked.get(f"/orders/{order['id']}").json()["legs"]) == 1
