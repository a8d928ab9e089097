"""What a worker does for each kind of job: a table of kinds, each a use case of another room.

A handler writes its effect and closes its job in one unit of work (`undertaking.close`). One without an effect in the
database just returns; its job is closed then. A new kind is a row here and one in `rounds.later.RULES`.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from data.kept_uploads import KeptUploads
from data.models.plan import Plan
from data.work import Work
from kernel.errors import BadInputError
from kernel.progress import Progress
from kernel.text import Text
from rounds.known_places import KnownPlaces
from rounds.later import JobKind
from routing.solver.engine import Effort, Standing
from workers.efforts import search_s
from workers.undertaking import Undertaking

__all__ = ["HANDLERS", "Handler"]

Handler = Callable[[Undertaking], None]
STEPS = {"Planning the rounds": (10.0, 50.0), "Solving the baselines": (50.0, 95.0), "Saving the plan": (95.0, 99.0)}
"""From which percent to which the steps of a day's planning are; opening and measuring come before."""


def plan(undertaking: Undertaking) -> None:
    """Plan a day of a square."""
    from rounds.day_planning import plan_stored_day

    def step(title: Text) -> Progress:
        return undertaking.within(*STEPS.get(title.en, (0.0, 10.0)), title)

    def best(standing: Standing) -> None:
        undertaking.tell(best_m=standing.distance_m, unassigned=standing.unassigned)

    def saved(work: Work, stored: Plan) -> None:
        undertaking.close(
            work,
            {
                "plan_id": stored.id,
                "version": stored.version,
                "rounds": len(stored.rounds),
                "unassigned": len(stored.unassigned),
                "distance_m": stored.distance_m,
            },
        )

    plan_stored_day(
        undertaking.database,
        undertaking.home,
        slug_of(undertaking),
        day_of(undertaking),
        effort=effort_of(undertaking),
        step=step,
        from_now=True,
        best=best,
        within=saved,
    )


def import_area(undertaking: Undertaking) -> None:
    """Take in an area: from a file that was handed in, or downloaded by the name of a place."""
    from rounds import areas

    def stored(work: Work, done: areas.ImportedArea) -> None:
        faults = done.faults.told()
        said = None if faults is None else {"nl": faults.nl, "en": faults.en}
        undertaking.close(work, {"area_id": done.area.id, "name": done.area.name, "map_faults": said})

    name, reading = undertaking.argument("name"), undertaking.within(0.0, 99.0)
    where = (undertaking.database, undertaking.home, name)
    place = undertaking.lease.arguments.get("place")
    if place is None:
        extract = KeptUploads(undertaking.home).path(undertaking.argument("upload"))
        areas.import_area(*where, extract, progress=reading, within=stored)
        return
    from gateways.settings import MapServers
    from rounds.place_import import import_place

    import_place(*where, place, MapServers.from_environment(), progress=reading, within=stored)


def import_orders(undertaking: Undertaking) -> None:
    """Take in a spreadsheet of orders; rows that fail are kept as a file to mend."""
    from rounds.imported import HowToImport, Imported
    from rounds.intake.verdict import Outcome
    from rounds.order_import import OrdersFile
    from rounds.order_import import import_orders as take_in

    given = undertaking.lease.arguments
    uploads = KeptUploads(undertaking.home)
    day = given.get("day")
    file = OrdersFile(
        uploads.path(undertaking.argument("upload")),
        date.fromisoformat(undertaking.argument("today")),
        given.get("shop"),
        None if day is None else date.fromisoformat(day),
        bool(given.get("invented")),
    )
    how = HowToImport(bool(given.get("dry_run")), bool(given.get("partial")), bool(given.get("keep_uncertain")))

    def closed(work: Work, imported: Imported) -> None:
        judgement = imported.judgement
        mend = uploads.keep(imported.rows_to_mend(lang_of(undertaking)).encode(), ".csv") if judgement.to_mend else None
        undertaking.close(
            work,
            {
                "stored": imported.stored,
                "new": imported.new,
                "changed": imported.changed,
                "same": imported.same,
                "mended": judgement.count(Outcome.MENDED),
                "waiting": judgement.count(Outcome.WAITS),
                "failing": judgement.count(Outcome.FAILS),
                "notes": [{"nl": note.nl, "en": note.en} for note in imported.notes],
                "rows_to_mend": mend,
            },
        )

    done = take_in(undertaking.database, undertaking.home, slug_of(undertaking), file, how, within=closed)
    if not done.stored:
        with undertaking.database.begin(undertaking.scope) as work:
            closed(work, done)


def report_day(undertaking: Undertaking) -> None:
    """Give the report that was kept of a day, with what was ridden since and what it cost by the square's own costs."""
    from rounds.told_report import told_day

    keep_report(undertaking, told_day, day_of(undertaking))


def report_month(undertaking: Undertaking) -> None:
    """Sum the days of a month, with what they cost likewise."""
    from rounds.told_report import told_month

    keep_report(undertaking, told_month, day_of(undertaking).replace(day=1))


def what_if(undertaking: Undertaking) -> None:
    """Replay days with changes; nothing of them is written but what came of it, as the job's result."""
    from rounds.asked_what_if import AskedWhatIf, answer_what_if

    asked = AskedWhatIf.read(undertaking.lease.arguments)
    share, begun = 99.0 / asked.steps, count()

    def step(title: Text) -> Progress:
        at = next(begun)
        return undertaking.within(at * share, (at + 1) * share, title)

    report = answer_what_if(undertaking.database, undertaking.home, slug_of(undertaking), asked, step)
    close_with(undertaking, report)


def web_delivery(undertaking: Undertaking) -> None:
    """Do what a message of a web shop asks."""
    from rounds.web_delivery import do_delivery

    do_delivery(
        undertaking.database,
        known_places(undertaking.home),
        undertaking.lease.square_id or "",
        undertaking.argument("delivery_id"),
        undertaking.close,
    )


def relay(undertaking: Undertaking) -> None:
    """Tell the other square of a relay what this one knows."""
    from kernel.scope import Scope
    from rounds.relaying import squares_of, tell

    relay_id = undertaking.argument("relay_id")
    both = squares_of(undertaking.database, undertaking.lease.square_id or "", relay_id)
    with undertaking.database.begin(Scope.system(f"job: {undertaking.lease.kind}", both)) as work:
        tell(work, relay_id)
        undertaking.close(work)


def recurring_orders(undertaking: Undertaking) -> None:
    """Make the orders of the days ahead that come again by themselves.

    A job's result is read by more people than an order's address: it tells numbers, and `orders waiting` the reasons.
    """
    from rounds.recurring_orders import Made, make_recurring_orders

    def closed(work: Work, made: Made) -> None:
        failing = [ref for ref, _ in made.failing]
        told = {"new": len(made.new), "closed": made.closed, "waiting": made.waiting, "failing": failing}
        undertaking.close(work, told)

    places = known_places(undertaking.home)
    make_recurring_orders(undertaking.database, places, undertaking.scope, slug_of(undertaking), closed)


def tell_webhooks(undertaking: Undertaking) -> None:
    """Write what webhooks are to be told of events."""
    from rounds.webhook_telling import tell_webhooks as tell

    square_id = undertaking.lease.square_id or ""
    with undertaking.database.begin(undertaking.scope) as work:
        new = tell(work, square_id, undertaking.argument("events"))
        undertaking.close(work, {"deliveries": new})


def call_webhook(undertaking: Undertaking) -> None:
    """Send what is due to a webhook."""
    from gateways.webhook_door import door_from_environment
    from rounds.webhook_calls import call_webhook as call

    square_id, webhook_id = undertaking.lease.square_id or "", undertaking.argument("webhook_id")
    call(undertaking.database, door_from_environment(), square_id, webhook_id, undertaking.close)


HANDLERS: dict[str, Handler] = {
    JobKind.PLAN: plan,
    JobKind.IMPORT_AREA: import_area,
    JobKind.IMPORT_ORDERS: import_orders,
    JobKind.REPORT_DAY: report_day,
    JobKind.REPORT_MONTH: report_month,
    JobKind.WHAT_IF: what_if,
    JobKind.WEB_DELIVERY: web_delivery,
    JobKind.RECURRING_ORDERS: recurring_orders,
    JobKind.RELAY: relay,
    JobKind.TELL_WEBHOOKS: tell_webhooks,
    JobKind.CALL_WEBHOOK: call_webhook,
}


@cache
def known_places(home: Path) -> KnownPlaces:
    """Give the maps that this process keeps open: reading one takes longer than a hundred orders."""
    return KnownPlaces(home)


def keep_report(undertaking: Undertaking, told: Callable[..., Mapping[str, Any]], first: date) -> None:
    """Keep a report as what came of the job; who reads the job and no costs is shown it without: `JobShown`."""
    report = told(
        undertaking.database,
        undertaking.home,
        slug_of(undertaking),
        first,
        lang_of(undertaking),
        costs_for=undertaking.scope,
    )
    close_with(undertaking, report)


def close_with(undertaking: Undertaking, report: Mapping[str, Any]) -> None:
    with undertaking.database.begin(undertaking.scope) as work:
        undertaking.close(work, {"report": report})


def slug_of(undertaking: Undertaking) -> str:
    """Find the slug of the job's square: jobs say ids, people say slugs."""
    with undertaking.database.read(undertaking.scope) as work:
        return work.squares.with_id(undertaking.lease.square_id or "").slug


def day_of(undertaking: Undertaking) -> date:
    said = undertaking.argument("day")
    try:
        return date.fromisoformat(said)
    except (TypeError, ValueError) as fault:
        raise BadInputError(f"{said!r} is no day", way_out="Write it as 2026-12-01 and ask again.") from fault


def lang_of(undertaking: Undertaking) -> str:
    return str(undertaking.lease.arguments.get("lang", "nl"))


def effort_of(undertaking: Undertaking) -> Effort:
    """Give how hard a day is searched: what was asked for, else a share of the time until its deadline."""
    given, settings = undertaking.lease.arguments, undertaking.settings
    seed, iterations = int(given.get("seed", 1)), given.get("iterations")
    if iterations is not None:
        return Effort(None, int(iterations), seed, settings.threads)
    if (asked_s := given.get("time_limit_s")) is not None:
        return Effort(max(0.1, min(float(asked_s), settings.solve_s)), None, seed, settings.threads)
    lease, day = undertaking.lease, day_of(undertaking)
    with undertaking.database.read(undertaking.scope) as work:
        days = work.calendar.between(lease.square_id or "", day, day)
    orders = sum(sum(one.orders.values()) for one in days)
    with undertaking.database.look_at_queue() as queue:
        waiting = queue.waiting_until(lease.deadline_at, lease.kind)
        limit_s = search_s(queue.now, lease.deadline_at, waiting, settings.processes, settings.solve_s, orders=orders)
    return Effort(limit_s, None, seed, settings.threads)
