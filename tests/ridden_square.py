"""A square with a released round of two orders, and what its courier says of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from data.database import Database
from data.drafts.event import EventKind
from data.models.order import Order
from data.models.states import IncidentKind, RoundState
from kernel.principal import Principal, PrincipalKind
from kernel.scope import Own, Role, Scope
from rounds.lifecycles.said import Answer, Said
from rounds.riding import take_in
from tests.stored_square import (
    DAY,
    TEST,
    StoredSquare,
    leg_ids,
    new_database,
    plan_of,
    store_orders,
    store_square,
)  # fmt: skip
from tests.stores import Store

__all__ = ["PHONE", "Ride", "custodians", "ridden_square"]

PHONE = Principal(PrincipalKind.DEVICE, "phone-1")


@dataclass
class Ride:
    """A square with a released round of two orders."""

    database: Database
    square: StoredSquare
    orders: list[str]
    legs: list[str]
    round: str
    numbers: int = 0

    @property
    def courier(self) -> Scope:
        return Scope(Role.COURIER, frozenset({self.square.id}), Own(rounds=frozenset({self.round})))

    def said(self, kind: EventKind, **more: object) -> Said:
        self.numbers += 1
        return Said(kind, **({"device_id": "phone-1", "seq": self.numbers} | more))

    def take(self, *said: Said, scope: Scope | None = None) -> list[Answer]:
        with self.database.begin(scope or self.courier, PHONE) as work:
            return take_in(work, self.square.id, said)

    def say(self, kind: EventKind, **more: object) -> Answer:
        (answer,) = self.take(self.said(kind, **more))
        return answer

    def order(self, number: int = 0) -> Order:
        with self.database.read(TEST) as work:
            return work.orders.get(self.orders[number])

    def incidents(self) -> list[IncidentKind]:
        with self.database.read(TEST) as work:
            return [one.kind for one in work.incidents.open(self.square.id)]


@contextmanager
def ridden_square(store: Store) -> Iterator[Ride]:
    database = new_database(store)
    square = store_square(database)
    orders = store_orders(database, square, ["1", "2"])
    legs = leg_ids(database, square)
    with database.begin(TEST) as work:
        one = work.plans.save(square.id, DAY, plan_of(square, [legs])).rounds[0].id
        work.rounds.set_state(one, RoundState.RELEASED)
        legs = [work.orders.get(order_id).legs[0].id for order_id in orders]
    yield Ride(database, square, orders, legs, one)
    database.close()


def custodians(known: Order) -> set[str]:
    return {parcel.custodian.value for parcel in known.parcels}
