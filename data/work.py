"""A unit of work: every repository, bound to one transaction, one scope and one asker."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from functools import cached_property

from sqlalchemy import insert
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from data.models.system_act import SystemAct
from data.policy_settings import hand_over
from data.repositories.api_keys import ApiKeys
from data.repositories.areas import Areas
from data.repositories.board import Board
from data.repositories.calendar import Calendar
from data.repositories.closures import Closures
from data.repositories.cost_sheets import CostSheets
from data.repositories.courier_assignments import CourierAssignments
from data.repositories.couriers import Couriers
from data.repositories.crates import Crates
from data.repositories.customer_replies import CustomerReplies
from data.repositories.events import Events
from data.repositories.history import Asker
from data.repositories.hubs import Hubs
from data.repositories.idempotency_keys import IdempotencyKeys
from data.repositories.incidents import Incidents
from data.repositories.jobs import Jobs
from data.repositories.legs import Legs
from data.repositories.neighbourhoods import Neighbourhoods
from data.repositories.order_changes import OrderChanges
from data.repositories.orders import Orders
from data.repositories.outbox import Outbox
from data.repositories.parcels import Parcels
from data.repositories.plans import Plans
from data.repositories.producers import Producers
from data.repositories.proofs import Proofs
from data.repositories.publications import Publications
from data.repositories.recurring_orders import RecurringOrders
from data.repositories.relays import Relays
from data.repositories.rides import Rides
from data.repositories.rounds import Rounds
from data.repositories.served import Served
from data.repositories.shops import Shops
from data.repositories.slot_templates import SlotTemplates
from data.repositories.squares import Squares
from data.repositories.starting_measurements import StartingMeasurements
from data.repositories.stories import Stories
from data.repositories.tallies import Tallies
from data.repositories.tariffs import Tariffs
from data.repositories.vehicle_readings import VehicleReadings
from data.repositories.vehicles import Vehicles
from data.repositories.web_deliveries import WebDeliveries
from data.repositories.web_shops import WebShops
from data.repositories.webhook_deliveries import WebhookDeliveries
from data.repositories.webhooks import Webhooks
from data.repositories.whereabouts import Whereabouts
from kernel.ids import new_id
from kernel.principal import Principal
from kernel.scope import Role, Scope

__all__ = ["Work"]


class Work:
    """What a use case holds while it reads and writes; made by `Database.begin` and `Database.read`."""

    def __init__(self, session: Session, scope: Scope, principal: Principal, now: datetime, *, writing: bool) -> None:
        self._session = session
        self._asker = Asker(scope, principal, now, writing)
        self._done_as_system: set[str] = set()

    @property
    def role(self) -> Role:
        """As whom somebody asks."""
        return self._asker.role or self._asker.scope.role

    @property
    def principal(self) -> Principal:
        """Who asks."""
        return self._asker.principal

    @property
    def now(self) -> datetime:
        """The moment at which the unit of work began; every row it writes says this one."""
        return self._asker.now

    @cached_property
    def squares(self) -> Squares:
        return Squares(self._session, self._asker)

    @cached_property
    def areas(self) -> Areas:
        return Areas(self._session, self._asker)

    @cached_property
    def shops(self) -> Shops:
        return Shops(self._session, self._asker)

    @cached_property
    def hubs(self) -> Hubs:
        return Hubs(self._session, self._asker)

    @cached_property
    def vehicles(self) -> Vehicles:
        return Vehicles(self._session, self._asker)

    @cached_property
    def couriers(self) -> Couriers:
        return Couriers(self._session, self._asker)

    @cached_property
    def courier_assignments(self) -> CourierAssignments:
        return CourierAssignments(self._session, self._asker)

    @cached_property
    def slot_templates(self) -> SlotTemplates:
        return SlotTemplates(self._session, self._asker)

    @cached_property
    def tariffs(self) -> Tariffs:
        return Tariffs(self._session, self._asker)

    @cached_property
    def producers(self) -> Producers:
        return Producers(self._session, self._asker)

    @cached_property
    def cost_sheets(self) -> CostSheets:
        return CostSheets(self._session, self._asker)

    @cached_property
    def vehicle_readings(self) -> VehicleReadings:
        return VehicleReadings(self._session, self._asker)

    @cached_property
    def rides(self) -> Rides:
        return Rides(self._session, self._asker)

    @cached_property
    def orders(self) -> Orders:
        return Orders(self._session, self._asker)

    @cached_property
    def order_changes(self) -> OrderChanges:
        return OrderChanges(self._session, self._asker)

    @cached_property
    def legs(self) -> Legs:
        return Legs(self._session, self._asker)

    @cached_property
    def parcels(self) -> Parcels:
        return Parcels(self._session, self._asker)

    @cached_property
    def plans(self) -> Plans:
        return Plans(self._session, self._asker)

    @cached_property
    def rounds(self) -> Rounds:
        return Rounds(self._session, self._asker)

    @cached_property
    def board(self) -> Board:
        return Board(self._session, self._asker)

    @cached_property
    def calendar(self) -> Calendar:
        return Calendar(self._session, self._asker)

    @cached_property
    def closures(self) -> Closures:
        return Closures(self._session, self._asker)

    @cached_property
    def events(self) -> Events:
        return Events(self._session, self._asker)

    @cached_property
    def stories(self) -> Stories:
        return Stories(self._session, self._asker)

    @cached_property
    def relays(self) -> Relays:
        return Relays(self._session, self._asker)

    @cached_property
    def incidents(self) -> Incidents:
        return Incidents(self._session, self._asker)

    @cached_property
    def idempotency_keys(self) -> IdempotencyKeys:
        return IdempotencyKeys(self._session, self._asker)

    @cached_property
    def jobs(self) -> Jobs:
        return Jobs(self._session, self._asker)

    @cached_property
    def outbox(self) -> Outbox:
        return Outbox(self._session, self._asker)

    @cached_property
    def whereabouts(self) -> Whereabouts:
        return Whereabouts(self._session, self._asker)

    @cached_property
    def tallies(self) -> Tallies:
        return Tallies(self._session, self._asker)

    @cached_property
    def api_keys(self) -> ApiKeys:
        return ApiKeys(self._session, self._asker)

    @cached_property
    def crates(self) -> Crates:
        return Crates(self._session, self._asker)

    @cached_property
    def customer_replies(self) -> CustomerReplies:
        return CustomerReplies(self._session, self._asker)

    @cached_property
    def starting_measurements(self) -> StartingMeasurements:
        return StartingMeasurements(self._session, self._asker)

    @cached_property
    def recurring_orders(self) -> RecurringOrders:
        return RecurringOrders(self._session, self._asker)

    @cached_property
    def web_shops(self) -> WebShops:
        return WebShops(self._session, self._asker)

    @cached_property
    def web_deliveries(self) -> WebDeliveries:
        return WebDeliveries(self._session, self._asker)

    @cached_property
    def proofs(self) -> Proofs:
        return Proofs(self._session, self._asker)

    @cached_property
    def webhooks(self) -> Webhooks:
        return Webhooks(self._session, self._asker)

    @cached_property
    def webhook_deliveries(self) -> WebhookDeliveries:
        return WebhookDeliveries(self._session, self._asker)

    @cached_property
    def neighbourhoods(self) -> Neighbourhoods:
        return Neighbourhoods(self._session, self._asker)

    @cached_property
    def publications(self) -> Publications:
        return Publications(self._session, self._asker)

    @cached_property
    def served(self) -> Served:
        return Served(self._session, self._asker)

    @contextmanager
    def as_system(self, name: str, square_id: str) -> Iterator["Work"]:
        """Go on as our own work on a square, in the same transaction: what follows from what somebody says.

        The audit trail and the events keep who it was, and in which role.
        """
        asker = self._asker
        scope = Scope.system(name, [square_id])
        inner = Work(self._session, scope, asker.principal, asker.now, writing=asker.writing)
        inner._asker = replace(inner._asker, role=asker.role or asker.scope.role)
        hand_over(self._session, scope, asker.principal)
        try:
            if name not in self._done_as_system:
                inner.leave_trail()
                self._done_as_system.add(name)
            yield inner
        except BaseException:
            with suppress(SQLAlchemyError):  # of a transaction that the database has given up already
                hand_over(self._session, asker.scope, asker.principal)
            raise
        hand_over(self._session, asker.scope, asker.principal)

    def leave_trail(self) -> None:
        """Say in the audit trail which system work this is, in the transaction of what it does."""
        scope = self._asker.scope
        if scope.role is Role.SYSTEM:
            row = {"id": new_id(), "work": scope.work, "who": str(self._asker.principal), "at": self.now}
            self._session.execute(insert(SystemAct), [row])
