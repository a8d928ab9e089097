"""What an event means to who is told, and that the page tells all of it."""

import re
from pathlib import Path
from typing import Any

import pytest

from data.drafts.event import EventKind
from data.models.event import Event
from data.models.leg import Leg
from data.models.order import Order
from data.models.parcel import Parcel
from data.models.states import CustodianKind, LegState, OrderKind, OrderState, RoundState
from data.repositories.listeners import TELL_WEBHOOKS, TOLD
from data.repositories.stories import Story
from rounds.later import RULES, JobKind
from rounds.webhook_kinds import OF_ORDERS, PING, WebhookKind, kind_of
from workers.handlers import HANDLERS

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "webhooks.md"
HOUSEHOLD, SHOP, ROUND, NOBODY = (
    CustodianKind.HOUSEHOLD, CustodianKind.SHOP, CustodianKind.ROUND, CustodianKind.NOBODY,
)  # fmt: skip
DROPPED, FAILED, CANCELLED, COLLECTED, LOST = (
    LegState.DROPPED, LegState.FAILED, LegState.CANCELLED, LegState.COLLECTED, LegState.LOST_OR_DAMAGED,
)  # fmt: skip


def event(kind: EventKind, **details: Any) -> Event:
    return Event(kind=kind.value, details=details)


def story(kind: OrderKind, having: list[CustodianKind], legs: list[LegState]) -> Story:
    parcels = [Parcel(custodian=one) for one in having]
    return Story(Order(kind=kind), parcels, [Leg(state=one) for one in legs], {}, {}, [], {})


@pytest.mark.parametrize(
    ("kind", "having", "legs", "due"),
    [
        (OrderKind.DELIVERY, [HOUSEHOLD], [DROPPED], "order.delivered"),
        (OrderKind.DELIVERY, [HOUSEHOLD, HOUSEHOLD], [FAILED, DROPPED], "order.delivered"),
        (OrderKind.DELIVERY, [SHOP], [CANCELLED], "order.cancelled"),  # before anybody came for it
        (OrderKind.DELIVERY, [SHOP], [FAILED, DROPPED], "order.returned"),
        (OrderKind.DELIVERY, [SHOP, HOUSEHOLD], [DROPPED, DROPPED], "order.returned"),  # the worst is told
        (OrderKind.DELIVERY, [NOBODY, HOUSEHOLD], [LOST, DROPPED], "order.lost"),
        (OrderKind.RETURN, [SHOP], [DROPPED], "order.delivered"),
        (OrderKind.RETURN, [HOUSEHOLD], [CANCELLED], "order.cancelled"),
        (OrderKind.CRATES, [SHOP], [DROPPED], "order.delivered"),
    ],
)
def test_an_end_is_told_by_who_has_the_parcels(
    kind: OrderKind, having: list[CustodianKind], legs: list[LegState], due: str
) -> None:
    assert kind_of(event(EventKind.ORDER_STATE, to="ended"), story(kind, having, legs)) == due


def test_every_state_of_orders_and_rounds_means_something_or_nothing() -> None:
    told = story(OrderKind.DELIVERY, [SHOP], [CANCELLED])
    orders = {state: kind_of(event(EventKind.ORDER_STATE, to=state.value), told) for state in OrderState}
    assert set(orders.values()) <= OF_ORDERS
    assert kind_of(event(EventKind.ORDER_RECEIVED, state="received"), told) == "order.waiting"
    assert kind_of(event(EventKind.ORDER_RECEIVED, state="accepted"), told) == "order.accepted"
    assert kind_of(event(EventKind.ORDER_CHANGED, fields=["number"], state="received"), told) == "order.waiting"
    assert kind_of(event(EventKind.ORDER_CHANGED, fields=["note"]), told) is None
    rounds = {state: kind_of(event(EventKind.ROUND_STATE, to=state.value), None) for state in RoundState}
    assert rounds == {
        RoundState.PROPOSED: None,
        RoundState.RELEASED: "round.released",
        RoundState.UNDER_WAY: "round.started",
        RoundState.COMPLETED: "round.completed",
    }
    legs = {state: kind_of(event(EventKind.LEG_STATE, to=state.value), told) for state in LegState}
    assert {state for state, kind in legs.items() if kind} == {FAILED}


def test_what_is_not_asked_for_means_nothing() -> None:
    for kind in set(EventKind) - TOLD:
        assert kind_of(event(kind), None) is None, kind


def test_the_page_tells_every_kind() -> None:
    told = set(re.findall(r"`([a-z]+(?:\.[a-z_]+)?)`", PAGE.read_text("utf-8")))
    assert {*WebhookKind, PING} <= told
    assert {one for one in told if one.startswith(("order.", "round.", "incident.", "plan."))} <= set(WebhookKind)


def test_what_is_asked_for_with_an_event_is_a_job_that_somebody_does() -> None:
    assert JobKind.TELL_WEBHOOKS == TELL_WEBHOOKS
    assert {JobKind.TELL_WEBHOOKS, JobKind.CALL_WEBHOOK} <= set(RULES) & set(HANDLERS)
