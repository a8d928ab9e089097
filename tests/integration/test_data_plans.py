"""Plans on both real databases: what is released stays, what is replaced is history, a leg is never in two rounds."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event
from sqlalchemy.exc import SQLAlchemyError

from data.database import Database
from data.drafts.plan import PlanDraft
from data.models.plan import Plan
from data.models.states import RoundState
from kernel.errors import BadInputError, ConflictError, NotFoundError
from kernel.ids import new_id
from tests.stored_square import (
    DAY,
    NOON,
    TEST,
    StoredSquare,
    leg_ids,
    plan_of,
    store_orders,
    store_square,
)


@pytest.fixture
def square(database: Database, square: StoredSquare) -> StoredSquare:
    store_orders(database, square, ["1", "2", "3", "4"])
    return square


@pytest.fixture
def legs(database: Database, square: StoredSquare) -> list[str]:
    return leg_ids(database, square)


def save(database: Database, square: StoredSquare, draft: PlanDraft) -> Plan:
    with database.begin(TEST) as work:
        return work.plans.save(square.id, DAY, draft)


def release(database: Database, round_id: str) -> None:
    with database.begin(TEST) as work:
        work.rounds.set_state(round_id, RoundState.RELEASED)


def refusal(database: Database, square: StoredSquare, draft: PlanDraft, error: type[Exception]) -> str:
    with pytest.raises(error) as refused:
        save(database, square, draft)
    return str(refused.value)


def in_rounds(plan: Plan) -> list[list[str]]:
    return [list(dict.fromkeys(task.leg_id for stop in one.stops for task in stop.tasks)) for one in plan.rounds]


def test_a_plan_is_read_as_it_was_saved(database: Database, square: StoredSquare, legs: list[str]) -> None:
    saved = save(database, square, plan_of(square, [legs[:2], legs[2:3]], legs[3:]))
    with database.read(TEST) as work:
        plan = work.plans.of_day(square.id, DAY, lines=True, report=True)
    assert plan is not None
    assert plan.id == saved.id
    assert in_rounds(plan) == [legs[:2], legs[2:3]]
    assert [(one.leg_id, one.reason_nl, one.reason_en) for one in plan.unassigned] == [
        (legs[3], "geen plaats meer", "no room left")
    ]
    assert (plan.version, plan.distance_m, plan.duration_s) == (1, 8_000, 2 * 6 * 3_600)
    assert (plan.co2_low_g, plan.co2_central_g, plan.co2_high_g, plan.factor_set) == (10, 20, 30, "2026.1")
    assert plan.report == {"orders": {"given": 2}}
    first = plan.rounds[0]
    assert (first.number, first.state, first.vehicle.name) == (1, RoundState.PROPOSED, "Fiets 1")
    assert [stop.number for stop in first.stops] == [1, 2, 3, 4]
    assert first.stops[0].arrival_at == NOON + timedelta(minutes=10)
    assert list(first.stops[0].path_line.coords) == [(5.51, 52.11), (5.52, 52.12)]
    assert first.stops[0].tasks[0].leg.order.recipient == "Klant Proef"


def test_lines_and_report_are_loaded_only_where_asked_for(
    database: Database, square: StoredSquare, legs: list[str]
) -> None:
    save(database, square, plan_of(square, [legs]))
    with database.read(TEST) as work:
        plan = work.plans.of_day(square.id, DAY)
    assert plan is not None
    for column in (
        lambda: plan.report,
        lambda: plan.rounds[0].way_back_line,
        lambda: plan.rounds[0].stops[0].path_line,
    ):
        with pytest.raises(SQLAlchemyError, match=r"deferred load|raiseload"):
            column()


def test_a_day_without_a_plan_has_none(database: Database, square: StoredSquare) -> None:
    with database.read(TEST) as work:
        assert work.plans.of_day(square.id, DAY) is None
        assert work.rounds.of_day(square.id, DAY) == []


def test_a_plan_is_read_in_at_most_six_queries(database: Database, square: StoredSquare, legs: list[str]) -> None:
    save(database, square, plan_of(square, [legs[:1], legs[1:2]], legs[2:]))
    asked: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda _c, _k, statement, *_: asked.append(statement))
    with database.read(TEST) as work:
        work.plans.of_day(square.id, DAY, lines=True, report=True)
    assert len([one for one in asked if one.startswith("SELECT")]) <= 6


def test_planning_again_replaces_what_was_proposed_and_keeps_it_as_history(
    database: Database, square: StoredSquare, legs: list[str]
) -> None:
    first = save(database, square, plan_of(square, [legs[:2]], legs[2:]))
    second = save(database, square, plan_of(square, [legs[2:], legs[:2]]))
    assert (second.id, second.version) == (first.id, 2)
    assert in_rounds(second) == [legs[2:], legs[:2]]
    assert second.unassigned == []
    with database.read(TEST) as work:
        made, replaced = work.events.of(square.id, plan_id=first.id)
    assert made.kind == "plan.made"
    before = replaced.details["before"]
    assert (before["version"], before["distance_m"], before["co2_g"]) == (1, 5_000, [10, 20, 30])
    assert before["rounds"][0]["tasks"] == [[kind, leg] for leg in legs[:2] for kind in ("pickup", "delivery")]
    assert [left["leg"] for left in before["unassigned"]] == legs[2:]


def test_a_released_round_stays_as_it_is(database: Database, square: StoredSquare, legs: list[str]) -> None:
    first = save(database, square, plan_of(square, [legs[:1], legs[1:2]], legs[2:]))
    kept = first.rounds[1]
    release(database, kept.id)
    with database.read(TEST) as work:
        assert [leg.id for leg in work.legs.to_plan(square.id, DAY)] == [legs[0], *legs[2:]]
        assert work.legs.ids_to_plan(square.id, DAY) == {legs[0], *legs[2:]}
    second = save(database, square, plan_of(square, [[legs[2]], [legs[0]], [legs[3]]]))
    assert [one.number for one in second.rounds] == [1, 2, 3, 4]
    stays = second.rounds[1]
    assert (stays.id, stays.state, stays.released_at) == (kept.id, RoundState.RELEASED, NOON)
    assert [stop.id for stop in stays.stops] == [stop.id for stop in kept.stops]
    assert second.distance_m == 12_000, "the released round's metres are the day's too"


def test_a_leg_of_a_released_round_is_not_planned_again(
    database: Database, square: StoredSquare, legs: list[str]
) -> None:
    first = save(database, square, plan_of(square, [legs[:1]], legs[1:]))
    release(database, first.rounds[0].id)
    for draft in (plan_of(square, [legs]), plan_of(square, [legs[1:]], legs[:1])):
        assert "is in round 1 of 2026-12-01, which is released" in refusal(database, square, draft, ConflictError)
    with database.read(TEST) as work:
        plan = work.plans.of_day(square.id, DAY)
    assert plan is not None
    assert (plan.version, in_rounds(plan)) == (1, [legs[:1]])


def test_a_leg_in_another_days_round_is_planned_there_first(
    database: Database, square: StoredSquare, legs: list[str]
) -> None:
    save(database, square, plan_of(square, [legs]))
    with pytest.raises(ConflictError, match="Plan that day again first"), database.begin(TEST) as work:
        work.plans.save(square.id, DAY + timedelta(days=1), plan_of(square, [legs[:1]]))


def test_a_leg_unassigned_one_day_may_ride_the_next_and_both_plans_say_so(
    database: Database, square: StoredSquare, legs: list[str]
) -> None:
    save(database, square, plan_of(square, [legs[1:]], legs[:1]))
    with database.begin(TEST) as work:
        work.plans.save(square.id, DAY + timedelta(days=1), plan_of(square, [legs[:1]]))
        both = work.plans.between(square.id, DAY, DAY + timedelta(days=1))
    assert [plan.distance_m for plan in both] == [7_000, 3_000]
    assert [plan.report for plan in both] == [{"orders": {"given": 2}}] * 2


def twice(draft: PlanDraft) -> PlanDraft:
    return replace(draft, rounds=[draft.rounds[0], draft.rounds[0]])


def backwards(draft: PlanDraft) -> PlanDraft:
    first = draft.rounds[0]
    return replace(draft, rounds=[replace(first, stops=first.stops[::-1])])


def without_delivery(draft: PlanDraft) -> PlanDraft:
    first = draft.rounds[0]
    return replace(draft, rounds=[replace(first, stops=first.stops[:-1], distance_m=first.distance_m - 1_000)])


def metres_added(draft: PlanDraft) -> PlanDraft:
    return replace(draft, rounds=[replace(draft.rounds[0], distance_m=1)])


def also_unassigned(draft: PlanDraft) -> PlanDraft:
    leg = draft.rounds[0].leg_ids[0]
    left = plan_of(StoredSquare("", "", "", [], "", ["", ""]), [], [leg]).unassigned
    return replace(draft, unassigned=left)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (twice, "is twice in the plan"),
        (backwards, "goes back in time"),
        (without_delivery, "collect it once and then bring it once"),
        (metres_added, "not the sum of its paths"),
        (also_unassigned, "is twice in the plan"),
    ],
)
def test_a_plan_that_cannot_be_ridden_is_refused(
    database: Database, square: StoredSquare, legs: list[str], change, told: str
) -> None:
    assert told in refusal(database, square, change(plan_of(square, [legs[:2]])), BadInputError)
    with database.read(TEST) as work:
        assert work.plans.of_day(square.id, DAY) is None


def test_a_plan_with_what_is_not_there_is_refused(database: Database, square: StoredSquare, legs: list[str]) -> None:
    assert "no leg" in refusal(database, square, plan_of(square, [[square.hub]]), NotFoundError)
    assert "no vehicle" in refusal(
        database, square, plan_of(replace(square, bikes=[square.hub] * 2), [legs]), NotFoundError
    )
    assert "road network" in refusal(
        database, square, plan_of(replace(square, network=square.hub), [legs]), NotFoundError
    )


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_whatever_is_planned_and_released_a_leg_is_in_one_round_at_most_and_none_is_lost(
    database: Database, data: st.DataObject
) -> None:
    """Plan what there is to plan in any partition, release any round, again and again."""
    square = store_square(database, f"dorp-{new_id()}")
    store_orders(database, square, ["1", "2", "3", "4"])
    for _ in range(3):
        waiting = leg_ids(database, square)
        cut = data.draw(st.lists(st.integers(0, 3), min_size=len(waiting), max_size=len(waiting)))
        parts = [[leg for leg, part in zip(waiting, cut, strict=True) if part == number] for number in range(4)]
        plan = save(database, square, plan_of(square, [part for part in parts[1:] if part], parts[0]))
        placed = [leg for one in in_rounds(plan) for leg in one] + [left.leg_id for left in plan.unassigned]
        assert len(placed) == len(set(placed)) == 4
        assert plan.distance_m == sum(one.distance_m for one in plan.rounds)
        proposed = [one.id for one in plan.rounds if one.state is RoundState.PROPOSED]
        if proposed and data.draw(st.booleans()):
            release(database, data.draw(st.sampled_from(proposed)))
