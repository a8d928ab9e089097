"""Couriers on rounds, on both databases: who may be assigned, what their key sees, and what is forgotten of them."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest

from data.database import Database
from data.drafts.courier import CourierDraft, DayException
from data.models.states import RoundState
from kernel.errors import BadInputError, ConflictError, DorpsrondeError
from kernel.ids import new_id
from kernel.scope import Own, Role, Scope
from people.keys import create_key, recognise
from rounds.assigning import WishedAssignment, assign
from rounds.courier_keeping import GivenCourier, courier_draft, leave
from tests.asked_village import TEST as MACHINE
from tests.layers import Village, make_village
from tests.stored_square import DAY, NOON, TEST, bike, courier, new_database, order, plan_of
from tests.stores import KINDS, Store, stored

HOUR = timedelta(hours=1)


@pytest.fixture(scope="module", params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with stored(request.param, tmp_path_factory.mktemp("couriers")) as store:
        yield store


@pytest.fixture(scope="module")
def database(store: Store) -> Iterator[Database]:
    database = new_database(store)
    yield database
    database.close()


@pytest.fixture(scope="module")
def village(store: Store, database: Database) -> Village:
    """Anna rides round one from 12:00 until it returns at 18:00."""
    return make_village(store, "proefdorp")


@pytest.fixture
def new(database: Database, village: Village) -> Iterator[str]:
    """A courier of this test alone."""
    draft = courier(f"Koerier {new_id()}")
    with database.begin(TEST) as work:
        made = work.couriers.create(village.square.id, draft).id
    yield made
    with database.begin(TEST) as work:
        for one in work.courier_assignments.page(village.square.id, courier_id=made, after=None, limit=99):
            if one.ends_at > max(work.now, one.begins_at):
                work.courier_assignments.end(village.square.id, one.id)


def put(database: Database, village: Village, who: str, where: str, hours: tuple[int, int] = (0, 6)) -> str:
    """Assign somebody to a round, so many hours after it leaves."""
    wished = WishedAssignment(who, where, *(NOON + one * HOUR for one in hours))
    with database.begin(TEST) as work:
        return assign(work, village.square.id, "Europe/Amsterdam", wished).id


def rounds_of(database: Database, village: Village, days: int, count: int) -> list[str]:
    """Plan so many rounds of one order each, so many days later; they leave as all of this village do."""
    day = DAY + timedelta(days=days)
    with database.begin(TEST) as work:
        drafts = [order(village.ids["bakery"], f"{days}-{number}", planned_for=day) for number in range(count)]
        work.orders.add(village.square.id, drafts)
        legs = [[leg.id] for leg in work.legs.to_plan(village.square.id, day)]
        return [one.id for one in work.plans.save(village.square.id, day, plan_of(village.square, legs)).rounds]


def change(database: Database, village: Village, who: str, **changed: object) -> None:
    with database.begin(TEST) as work:
        work.couriers.change(village.square.id, who, replace(courier(who), **changed))  # type: ignore[arg-type]


def test_a_courier_rides_two_rounds_one_after_the_other(database: Database, village: Village, new: str) -> None:
    with database.begin(TEST) as work:
        whole = assign(work, village.square.id, "Europe/Amsterdam", WishedAssignment(new, village.ids["two"]))
        assert (whole.begins_at, whole.ends_at) == (NOON, NOON + 6 * HOUR)
        work.courier_assignments.end(village.square.id, whole.id)
    put(database, village, new, village.ids["two"], (0, 3))
    with pytest.raises(ConflictError, match="on this round on 2026-12-01 12:00-15:00"):
        put(database, village, new, village.ids["two"], (2, 4))
    put(database, village, new, village.ids["two"], (3, 4))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"profiles": frozenset({"van", "foot"})}, "may not ride a cargo-bike"),
        ({"exceptions": [DayException(DAY)]}, "is not available on 2026-12-01 12:00-18:00; on that day: not at all"),
        ({"weekly": courier("").weekly[:1]}, "is not available"),
        ({"active": False}, "is not available"),
    ],
)
def test_who_may_not_or_cannot_is_refused_in_words(
    database: Database, village: Village, new: str, changed: dict[str, object], said: str
) -> None:
    change(database, village, new, **changed)
    with pytest.raises(ConflictError, match=said):
        put(database, village, new, village.ids["two"])


def test_a_courier_of_one_vehicle_rides_no_other(database: Database, village: Village, new: str) -> None:
    change(database, village, new, vehicles=frozenset({village.ids["bike one"]}))
    with pytest.raises(ConflictError, match="may not ride Fiets 2"):
        put(database, village, new, village.ids["two"])
    with pytest.raises(DorpsrondeError, match="there is no vehicle"):
        change(database, village, new, vehicles=frozenset({village.ids["hall"]}))


def test_a_vehicle_has_no_more_couriers_than_seats(database: Database, village: Village, new: str) -> None:
    with pytest.raises(ConflictError, match="round 1 has a courier then"):
        put(database, village, new, village.ids["one"], (4, 6))
    with database.begin(TEST) as work:
        bikes = {one.id: one.name for one in work.vehicles.all(village.square.id)}
        name = bikes[village.ids["bike one"]]
        work.vehicles.change(village.square.id, village.ids["bike one"], replace(bike(name), crew=2))
    put(database, village, new, village.ids["one"], (4, 6))
    with database.begin(TEST) as work:
        third = work.couriers.create(village.square.id, courier("A third")).id
    with pytest.raises(ConflictError, match="all its 2 seats"):
        put(database, village, third, village.ids["one"], (3, 5))
    put(database, village, third, village.ids["two"], (5, 6))


def test_times_outside_the_round_and_rounds_that_are_not_given_are_refused(
    database: Database, village: Village, new: str
) -> None:
    with pytest.raises(BadInputError, match=r"begins_at: is not within the round.*12:00-18:00"):
        put(database, village, new, village.ids["two"], (-1, 2))
    with pytest.raises(BadInputError, match="ends before it begins"):
        put(database, village, new, village.ids["two"], (3, 2))
    (proposed,) = rounds_of(database, village, 3, 1)
    with pytest.raises(ConflictError, match="only proposed"):
        put(database, village, new, proposed)


def test_of_two_at_once_one_gets_the_courier(database: Database, village: Village, new: str) -> None:
    rounds = rounds_of(database, village, 4, 2)
    with database.begin(TEST) as work:
        for one in rounds:
            work.rounds.set_state(one, RoundState.RELEASED)
    together = Barrier(len(rounds))

    def asked(round_id: str) -> str:
        together.wait()
        try:
            return put(database, village, new, round_id) and "in"
        except ConflictError as refused:
            return str(refused)

    with ThreadPoolExecutor(len(rounds)) as pool:
        said = sorted(pool.map(asked, rounds))
    assert said[1:] == ["in"]
    assert "is on another round on 2026-12-01" in said[0]


def test_a_couriers_key_sees_the_rounds_they_are_on_and_no_other(
    database: Database, village: Village, new: str
) -> None:
    own = Own(couriers=frozenset({new}))
    scope = Scope(Role.COURIER, frozenset({village.square.id}), own)
    written = create_key(database, MACHINE, "Telefoon", scope).written

    def seen() -> list[str]:
        asker = recognise(database, written).asker
        with database.read(asker.scope, asker.principal) as work:
            assert [one.id for one in work.couriers.page(village.square.id, after=None, limit=9)] == [new]
            return [village.called(one.id) for one in work.rounds.of_day(village.square.id, DAY)]

    assert seen() == []
    assignment = put(database, village, new, village.ids["two"], (1, 2))
    assert seen() == ["two"]
    with database.begin(TEST) as work:
        work.courier_assignments.end(village.square.id, assignment)
    assert seen() == [], "it had not begun: it never was"


def test_what_was_ridden_is_seen_for_two_weeks(database: Database, village: Village) -> None:
    own = Own(couriers=frozenset({village.ids["anna"]}))
    scope = Scope(Role.COURIER, frozenset({village.square.id}), own)
    written = create_key(database, MACHINE, "Telefoon", scope).written
    for days, seen in ((13, {village.ids["one"]}), (15, set())):
        later = Database(database.engine, lambda days=days: NOON + timedelta(days=days))
        assert recognise(later, written).asker.scope.own == replace(own, rounds=frozenset(seen))


def test_who_leaves_is_forgotten_and_who_still_rides_does_not_leave(
    database: Database, village: Village, new: str
) -> None:
    assignment = put(database, village, new, village.ids["two"], (4, 5))
    with pytest.raises(ConflictError, match="still rides: 1 assignment"), database.begin(TEST) as work:
        leave(work, village.square.id, new)
    with database.begin(TEST) as work:
        work.courier_assignments.end(village.square.id, assignment)
        gone = leave(work, village.square.id, new)
        assert (gone.name, gone.phone, gone.weekly, gone.active) == ("–", "", [], False)
        known = [event.details for event in work.events.of(village.square.id)]
    assert "+31612345678" not in str(known)
    assert "Koerier" not in str(known)
    with pytest.raises(ConflictError, match="has left"), database.begin(TEST) as work:
        leave(work, village.square.id, new)
    with pytest.raises(ConflictError, match="has left"):
        change(database, village, new)
    with pytest.raises(ConflictError, match="has left"):
        put(database, village, new, village.ids["two"])


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (GivenCourier("Noor", frozenset({"tank"})), "profiles: tank is no kind of vehicle"),
        (GivenCourier("Noor", frozenset({"van"}), phone="12"), "phone: "),
        (GivenCourier("\u200b", frozenset({"van"})), "the courier has no name"),
        (GivenCourier("Noor", frozenset({"van"}), exceptions=[DayException(DAY, 60)]), "exceptions/0: has a start"),
        (GivenCourier("Noor", frozenset({"van"}), exceptions=[DayException(DAY, 60, 60)]), "exceptions/0: does not"),
    ],
)
def test_a_courier_that_cannot_be_read_is_told_why(given: GivenCourier, said: str) -> None:
    with pytest.raises(BadInputError, match=said):
        courier_draft(given)


def test_a_telephone_number_is_kept_as_e164() -> None:
    assert courier_draft(GivenCourier(" Noor ", frozenset({"van"}), phone="06 12 34 56 78")) == CourierDraft(
        "Noor", frozenset({"van"}), phone="+31612345678"
    )
