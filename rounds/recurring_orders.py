"""Orders that come again by themselves: agreed once, made ahead, each day once, paused and ended."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from data.database import Database
from data.models.recurring_order import RecurringOrder
from data.repositories.recurring_orders import RecurringDraft
from data.work import Work
from kernel.errors import BadInputError
from kernel.principal import Principal
from kernel.scope import Scope
from kernel.text import Text
from rounds.intake.given_document import given_document, given_of
from rounds.intake.given_order import GivenOrder
from rounds.intake.recurrence import Recurrence, read_rule
from rounds.known_places import KnownPlaces
from rounds.later import JobKind, Within, later, nothing_more
from rounds.order_intake import OrderTaker, PreparedOrder, store_prepared
from rounds.stored_counters import shop_of

__all__ = [
    "HORIZON_DAYS", "Made", "agree_on_recurring_order", "ask_for_recurring_orders", "end_recurring_order",
    "make_recurring_orders", "pause_recurring_order", "recurring_orders_of",
]  # fmt: skip

HORIZON_DAYS = 14
"""How far ahead orders are made: a household sees two weeks. Our own choice."""
MOST_PAUSES = 50
LONGEST_REF = 60
WORK = "recurring orders"


@dataclass(slots=True)
class Made:
    """What was made of a square's recurring orders, by the numbers of the orders.

    Attributes
    ----------
    known: made before, and left as they are whatever became of them.
    closed: their shop is closed that day.
    waiting: of the new, those whose address is not found or not ours any more: a person mends or cancels them.
    failing: could not be kept at all, and why; they are tried again the next time. Of a rule that cannot be read it is
        the name of all its orders.
    """

    new: list[str] = field(default_factory=list[str])
    known: list[str] = field(default_factory=list[str])
    closed: list[str] = field(default_factory=list[str])
    waiting: list[str] = field(default_factory=list[str])
    failing: list[tuple[str, Text]] = field(default_factory=list[tuple[str, Text]])


def agree_on_recurring_order(
    database: Database,
    places: KnownPlaces,
    scope: Scope,
    slug: str,
    given: GivenOrder,
    *,
    rule: str,
    starts_on: date | None = None,
    principal: Principal | None = None,
) -> RecurringOrder:
    """Keep an order that comes again, and ask for those of the days ahead: `make_recurring_orders` makes them.

    Parameters
    ----------
    given: the order, without a day; its number is the name of all of them.
    starts_on: from when the rule is counted; None is today, on the square's clock.

    Raises
    ------
    NotFoundError
        There is no such square in the scope.
    BadInputError
        The rule cannot be read or names no day, the order cannot be taken in as it is, or its address is not sure.
    ConflictError
        The shop has one of this name.
    """
    recurrence = read_rule(rule)
    if not 0 < len(given.order_ref) <= LONGEST_REF:
        raise BadInputError(f"its number has 1 to {LONGEST_REF} characters", where="order_ref")
    with database.read(scope, principal) as work:
        taker = OrderTaker.on_square(work, places, slug)
    today = _today(work, taker)
    starts_on = starts_on or today
    recurrence.refuse_without_days(starts_on, today + timedelta(days=1))
    prepared = taker.prepare(replace(given, day=today))
    if prepared.draft is None or prepared.waits:
        why = [one.text.en for one in prepared.faults] or [one.en for one in prepared.waits]
        raise BadInputError("; ".join(why), where=f"recurring order {given.order_ref}")
    written = recurrence.rule + (f";UNTIL={recurrence.until:%Y%m%d}" if recurrence.until else "")
    given = replace(given, order_ref=prepared.order_ref)
    draft = RecurringDraft(prepared.draft.shop_id, given.order_ref, written, starts_on, given_document(given))
    with database.begin(scope, principal) as work:
        agreed = work.recurring_orders.add(taker.square.id, draft)
        later(work, JobKind.RECURRING_ORDERS, taker.square.id, {})  # the day's job may have run: the first is tomorrow
        return agreed


def make_recurring_orders(
    database: Database, places: KnownPlaces, scope: Scope, slug: str, within: Within[Made] = nothing_more
) -> Made:
    """Make the orders of the days ahead, each once, whatever became of it; in one transaction.

    Parameters
    ----------
    within: called in that unit of work.

    Raises
    ------
    NotFoundError
        There is no such square in the scope.
    StorageError
        The database cannot be written; it is as it was.
    """
    made = Made()
    with database.read(scope) as work:
        taker = OrderTaker.on_square(work, places, slug)
        today = _today(work, taker)
        due = [
            (one, day)
            for one in work.recurring_orders.standing(taker.square.id)
            for day in _days_ahead(one, today, made)
        ]
        fresh = [(one, day) for one, day in due if not _is_known(work, one, day)]
    made.known.extend(_ref(one, day) for one, day in due if (one, day) not in fresh)
    prepared = [(one, _prepared(taker, one, day, made)) for one, day in fresh]
    with database.begin(scope) as work:
        standing = {one.id: one for one in work.recurring_orders.standing(taker.square.id)}  # as agreed by now
        for one, order in prepared:
            if order is not None and order.draft is not None:
                _store(work, standing.get(one.id), order, order.draft.planned_for, made)
        within(work, made)
    return made


def ask_for_recurring_orders(database: Database) -> list[str]:
    """Ask once a day, of each square that has any, for the orders of the days ahead; returns the jobs' ids."""
    with database.read(Scope.system(WORK)) as work:
        due = [
            (square.id, work.now.astimezone(ZoneInfo(square.timezone)).date())
            for square in work.squares.all()
            if work.recurring_orders.standing(square.id)
        ]
        due = [(square_id, day) for square_id, day in due if work.outbox.asked(square_id, _once(day)) is None]
    asked: list[str] = []
    for square_id, day in due:
        with database.begin(Scope.system(WORK, [square_id])) as work:
            asked.append(later(work, JobKind.RECURRING_ORDERS, square_id, {}, once=_once(day)))
    return asked


def recurring_orders_of(database: Database, scope: Scope, slug: str) -> Sequence[RecurringOrder]:
    """List those of a square that have not ended, each with its shop.

    Raises
    ------
    NotFoundError
        There is no such square in the scope.
    """
    with database.read(scope) as work:
        return work.recurring_orders.standing(work.squares.get(slug).id)


def pause_recurring_order(
    database: Database, scope: Scope, recurring_id: str, first: date, last: date
) -> RecurringOrder:
    """Leave days out besides those that are; orders that were made already stay, and are cancelled as any.

    Raises
    ------
    NotFoundError, ConflictError
        There is none in the scope, or it was ended.
    BadInputError
        The pause ends before it begins, or there are too many.
    """
    if last < first:
        raise BadInputError(f"the pause ends on {last}, before it begins on {first}", where="pause")
    with database.begin(scope) as work:
        pauses = [*_pauses(work.recurring_orders.get(recurring_id)), (first, last)]
        if len(pauses) > MOST_PAUSES:
            raise BadInputError(f"it has {MOST_PAUSES} pauses already", way_out="End it, and agree on a new one.")
        return work.recurring_orders.pause(recurring_id, pauses)


def end_recurring_order(database: Database, scope: Scope, recurring_id: str) -> RecurringOrder:
    """Make no more orders of it.

    Raises
    ------
    NotFoundError, ConflictError
        There is none in the scope, or it was ended before.
    """
    with database.begin(scope) as work:
        return work.recurring_orders.end(recurring_id)


def _prepared(taker: OrderTaker, one: RecurringOrder, day: date, made: Made) -> PreparedOrder | None:
    if not shop_of(taker.shops[one.shop_id], day).hours:
        made.closed.append(_ref(one, day))
        return None
    given = replace(given_of(one.given), shop=one.shop_id, order_ref=_ref(one, day), day=day)
    prepared = taker.prepare(given, agreed=True)
    if prepared.faults:
        nl, en = (
            "; ".join(fault.text.nl for fault in prepared.faults),
            "; ".join(fault.text.en for fault in prepared.faults),
        )
        made.failing.append((_ref(one, day), Text(nl, en)))
    return prepared


def _store(work: Work, one: RecurringOrder | None, order: PreparedOrder, day: date, made: Made) -> None:
    """Store an order, unless what it is of was ended, or left out that day, while it was looked up."""
    if one is None or not _days(one, day, day):
        return
    if _is_known(work, one, day):
        made.known.append(order.order_ref)
        return
    verdict = store_prepared(work, one.square_id, order)
    made.new.append(order.order_ref)
    if verdict.waits:
        made.waiting.append(order.order_ref)


def _is_known(work: Work, one: RecurringOrder, day: date) -> bool:
    return work.order_changes.day_of(one.square_id, one.shop_id, _ref(one, day)) is not None


def _days_ahead(one: RecurringOrder, today: date, made: Made) -> list[date]:
    """Give the days for which orders are made; a rule that cannot be read keeps no other's from being made."""
    try:
        return _days(one, today + timedelta(days=1), today + timedelta(days=HORIZON_DAYS))
    except BadInputError as fault:
        made.failing.append((one.order_ref, Text(f"de regel is niet te lezen: {one.rule}", str(fault))))
        return []


def _days(one: RecurringOrder, first: date, last: date) -> list[date]:
    recurrence: Recurrence = read_rule(one.rule)
    return recurrence.days(one.starts_on, first, last, _pauses(one))


def _pauses(one: RecurringOrder) -> list[tuple[date, date]]:
    return [(date.fromisoformat(first), date.fromisoformat(last)) for first, last in one.pauses]


def _ref(one: RecurringOrder, day: date) -> str:
    return f"{one.order_ref} {day.isoformat()}"


def _once(day: date) -> str:
    return f"recurring:{day.isoformat()}"


def _today(work: Work, taker: OrderTaker) -> date:
    return work.now.astimezone(ZoneInfo(taker.square.timezone)).date()
