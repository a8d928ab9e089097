"""What a worker does for each kind of job, in this process: the effect, and what the job says afterwards."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import floor
from pathlib import Path
from typing import Any

import pytest
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from data.database import Database
from data.drafts.square import SquareDraft
from data.kept_uploads import KeptUploads
from data.models.job import Job, JobState
from data.models.states import OrderState
from gateways.traces import Traces
from kernel.errors import BadInputError, NotFoundError
from rounds.areas import import_area
from rounds.day_clock import DayClock
from rounds.later import RULES, JobKind, later, plan_later
from rounds.releasing import release_rounds
from rounds.squares import create_square
from tests.shown_village import DAY, TEST, bike, order
from tests.spans import kept_by
from tests.stored_square import cost_sheet
from tests.stores import Store
from workers.consumer import do_next
from workers.handlers import HANDLERS, Handler
from workers.settings import WorkerSettings
from workers.undertaking import Undertaking

SETTINGS = WorkerSettings(solve_s=0.5)
DAY_CLOCK = DayClock(DAY, "Europe/Amsterdam")
QUICK = {"iterations": 5}


@dataclass
class Village:
    """A square of the made-up village with nine orders, and somebody who does jobs."""

    database: Database
    home: Path
    square_id: str

    def ask(self, kind: JobKind, arguments: dict[str, Any], square_id: str | None = "", **how: Any) -> str:
        with self.database.begin(TEST) as work:
            return later(work, kind, self.square_id if square_id == "" else square_id, arguments, **how)

    def do(self, handlers: dict[str, Handler] | None = None, traces: Traces | None = None) -> str | None:
        with self.database.queue() as queue:
            queue.relay()
        return do_next(self.database, self.home, SETTINGS, "a test:1", handlers, traces=traces)

    def done(self, kind: JobKind, arguments: dict[str, Any], square_id: str | None = "") -> Job:
        job_id = self.ask(kind, arguments, square_id)
        assert self.do() == job_id
        return self.job(job_id)

    def job(self, job_id: str) -> Job:
        with self.database.read(TEST) as work:
            return work.jobs.get(job_id)


@pytest.fixture
def here(store: Store, village: Path) -> Iterator[Village]:
    database = Database.open(store.settings(), clock=lambda: DAY_CLOCK.moment(-9 * 3_600))
    import_area(database, store.home, "Proefdorp", village)
    draft = SquareDraft("proefdorp", "Proefdorp")
    square = create_square(database, store.home, draft, "Proefdorp", from_map=True).square
    with database.begin(TEST) as work:
        work.vehicles.put(square.id, [bike("Bakfiets 1")])
        shops = work.shops.all(square.id)
        work.orders.add(square.id, [order(shops[number % 3], f"P-{number}", number) for number in range(1, 10)])
    yield Village(database, store.home, square.id)
    database.close()


def test_every_kind_of_job_has_a_rule_and_somebody_who_does_it() -> None:
    assert set(RULES) == set(HANDLERS) == {kind.value for kind in JobKind}


def test_a_day_is_planned_and_the_job_says_what_came_of_it(here: Village) -> None:
    job = here.done(JobKind.PLAN, {"day": DAY.isoformat(), **QUICK})
    assert (job.state, job.done_percent, job.error) == (JobState.DONE, 100, None)
    with here.database.read(TEST) as work:
        plan = work.plans.of_day(here.square_id, DAY)
        orders = work.orders.of_day(here.square_id, DAY)
    assert plan is not None
    assert job.result == {
        "plan_id": plan.id,
        "version": 1,
        "rounds": len(plan.rounds),
        "unassigned": len(plan.unassigned),
        "distance_m": plan.distance_m,
    }
    assert {one.state for one in orders} == {OrderState.PLANNED}


def test_a_day_that_is_planned_while_it_lasts_has_no_round_that_left_already(here: Village) -> None:
    three, eight = (DAY_CLOCK.moment(hour * 3_600) for hour in (15, 20))
    here.database._clock = lambda: three
    assert here.done(JobKind.PLAN, {"day": DAY.isoformat(), **QUICK}).state is JobState.DONE
    with here.database.read(TEST) as work:
        rounds = work.rounds.of_day(here.square_id, DAY)
    assert min(one.leaving_at for one in rounds) >= three, "though duty begins at one o'clock"
    with here.database.begin(TEST) as work:
        work.orders.add(here.square_id, [order(work.shops.all(here.square_id)[0], "LAAT", 10)])
    here.database._clock = lambda: eight
    refused = here.done(JobKind.PLAN, {"day": DAY.isoformat(), **QUICK})
    assert (refused.state, refused.attempt) == (JobState.DEAD, 1), "trying again would change nothing"
    assert "of 9 orders in rounds that were to leave by now and that nobody released, 9 would be in none" in (
        refused.error or ""
    )
    with here.database.read(TEST) as work:
        stand = work.rounds.of_day(here.square_id, DAY)
        assert [one.id for one in stand] == [one.id for one in rounds], "what stood stays"
    release_rounds(here.database, "proefdorp", DAY)
    assert here.done(JobKind.PLAN, {"day": DAY.isoformat(), **QUICK}).state is JobState.DONE
    with here.database.read(TEST) as work:
        plan = work.plans.of_day(here.square_id, DAY)
    assert plan is not None
    assert [one.id for one in plan.rounds] == [one.id for one in rounds]
    (late,) = plan.unassigned
    assert "closes at 18:00" in late.reason_en, "and the late one is told why"


def test_rounds_that_were_to_leave_by_now_are_planned_from_now_on_where_all_still_fit(here: Village) -> None:
    assert here.done(JobKind.PLAN, {"day": DAY.isoformat(), **QUICK}).state is JobState.DONE
    three = DAY_CLOCK.moment(15 * 3_600)
    with here.database.read(TEST) as work:
        assert min(one.leaving_at for one in work.rounds.of_day(here.square_id, DAY)) < three
    here.database._clock = lambda: three
    assert here.done(JobKind.PLAN, {"day": DAY.isoformat(), **QUICK}).state is JobState.DONE
    with here.database.read(TEST) as work:
        plan = work.plans.of_day(here.square_id, DAY)
    assert plan is not None
    assert min(one.leaving_at for one in plan.rounds) >= three
    assert plan.unassigned == []


def test_a_job_is_a_span_that_says_how_it_ended_and_nothing_that_it_was_asked_for(here: Village) -> None:
    def refuse(_undertaking: Undertaking) -> None:
        raise BadInputError("Mevrouw Jansen is not in")

    exporter = InMemorySpanExporter()
    job_id = here.ask(JobKind.PLAN, {"day": "Jansen"})
    here.do({JobKind.PLAN: refuse}, kept_by(exporter))
    (span,) = exporter.get_finished_spans()
    assert span.name == "job plan"
    assert dict(span.attributes or {}) == {"job.id": job_id, "job.attempt": 1, "job.state": "failed"}
    assert "Jansen" not in span.to_json()


def test_a_newer_plan_of_a_day_takes_the_place_of_an_older_one(here: Village) -> None:
    with here.database.begin(TEST) as work:
        older, newer = (plan_later(work, here.square_id, DAY) for _ in range(2))
    assert here.do() == newer
    assert here.do() is None
    assert (here.job(older).state, here.job(newer).state) == (JobState.SUPERSEDED, JobState.DONE)


def test_a_plan_that_was_superseded_while_it_was_made_is_not_saved(
    here: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the last moment: just before it would be saved."""
    older = here.ask(JobKind.PLAN, {"day": DAY.isoformat(), **QUICK}, supersedes="plan")
    told = Undertaking.told

    def tell(self: Undertaking, percent: float, **details: Any) -> None:
        if details.get("step_en") == "Saving the plan":
            here.ask(JobKind.PLAN, {"day": DAY.isoformat(), **QUICK}, supersedes="plan")
            with here.database.queue() as queue:
                queue.relay()
        told(self, percent, **details)

    monkeypatch.setattr(Undertaking, "told", tell)
    assert here.do() == older
    assert here.job(older).state is JobState.SUPERSEDED
    with here.database.read(TEST) as work:
        assert work.plans.of_day(here.square_id, DAY) is None


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"day": "2027-01-01"}, "has no orders for 2027-01-01"),
        ({"day": "tomorrow"}, "'tomorrow' is no day"),
        ({"day": 7}, "7 is no day"),
    ],
)
def test_what_a_person_has_to_mend_is_dead_at_once_with_a_line(
    here: Village, arguments: dict[str, Any], told: str
) -> None:
    job = here.done(JobKind.PLAN, arguments)
    assert (job.state, job.attempt) == (JobState.DEAD, 1)
    assert told in (job.error or "")


def failing_with(fault: Exception) -> dict[str, Handler]:
    def fail(undertaking: Undertaking) -> None:
        raise fault

    return {JobKind.PLAN.value: fail}


def test_a_fault_of_ours_is_tried_again_and_its_text_is_told_to_nobody(here: Village) -> None:
    job_id = here.ask(JobKind.PLAN, {"day": DAY.isoformat()})
    here.do(failing_with(ValueError("secret of a shop")))
    job = here.job(job_id)
    assert (job.state, job.attempt, job.due_at > job.created_at) == (JobState.PENDING, 1, True)
    assert job.error == f"a fault of ours; the log says which, under job {job_id}"


def test_a_kind_that_no_worker_knows_is_dead_not_lost(here: Village) -> None:
    job_id = here.ask(JobKind.PLAN, {"day": DAY.isoformat()})
    here.do({})
    assert "no worker here knows a job of kind 'plan'" in (here.job(job_id).error or "")


ORDERS = """shop,order_ref,recipient,street,number,lon,lat,weight_kg
{shop},NIEUW-1,Klant,Dwarsstraat 1,1,5.5010,52.1001,2
{shop},NIEUW-2,Klant,Dwarsstraat 1,2,5.5012,52.1001,2
{shop},STUK,Klant,Dwarsstraat 1,2,5.5012,52.1001,duizend ton
"""


def test_a_spreadsheet_is_taken_in_and_its_bad_rows_are_kept_to_be_mended(here: Village) -> None:
    with here.database.read(TEST) as work:
        shop = work.shops.all(here.square_id)[0].name
    uploads = KeptUploads(here.home)
    upload = uploads.keep(ORDERS.format(shop=shop).encode(), ".csv")
    arguments = {"upload": upload, "today": "2026-11-29", "day": DAY.isoformat(), "partial": True}
    job = here.done(JobKind.IMPORT_ORDERS, arguments)
    assert job.state is JobState.DONE, job.error
    assert job.result is not None
    assert (job.result["stored"], job.result["new"], job.result["failing"]) == (True, 2, 1)
    assert "STUK" in uploads.path(job.result["rows_to_mend"]).read_text()
    again = here.done(JobKind.IMPORT_ORDERS, arguments)
    assert again.result is not None
    assert (again.result["new"], again.result["same"]) == (0, 2)


def test_an_area_is_taken_in_from_a_file_that_was_handed_in(here: Village, village: Path) -> None:
    nowhere = b'<way id="999999"><nd ref="1"/><tag k="highway" v="path"/></way></osm>'
    upload = KeptUploads(here.home).keep(village.read_bytes().replace(b"</osm>", nowhere), ".osm")
    job = here.done(JobKind.IMPORT_AREA, {"name": "Elders", "upload": upload}, None)
    assert job.state is JobState.DONE, job.error
    with here.database.read(TEST) as work:
        assert job.result == {
            "area_id": work.areas.get("Elders").id,
            "name": "Elders",
            "map_faults": {"nl": "1 weg zonder lengte weggelaten", "en": "1 road without length left out"},
        }


@pytest.mark.parametrize("name", ["../../etc/passwd", "a" * 64 + ".csv", "/etc/passwd", ""])
def test_no_name_of_a_file_leads_out_of_its_folder(here: Village, name: str) -> None:
    with pytest.raises(NotFoundError):
        KeptUploads(here.home).path(name)


@pytest.mark.parametrize("kind", [JobKind.REPORT_DAY, JobKind.REPORT_MONTH])
def test_a_report_is_the_jobs_result_with_what_it_cost(here: Village, kind: JobKind) -> None:
    here.done(JobKind.PLAN, {"day": DAY.isoformat(), **QUICK})
    with here.database.begin(TEST) as work:
        work.cost_sheets.create(here.square_id, cost_sheet(DAY))
    job = here.done(kind, {"day": DAY.isoformat(), "lang": "en"})
    assert job.state is JobState.DONE, job.error
    assert job.result is not None
    report = job.result["report"]
    assert report["orders"]["given"] == 9
    hours = Fraction(report["duty_s"]["pooled"], 3_600)
    assert report["costs"]["cost_cents"] == {
        "couriers": floor(2_400 * hours + Fraction(1, 2)), "vehicles": 800, "hubs": 1_000, "platform": 9_000,
        "total": floor(2_400 * hours + Fraction(1, 2)) + 10_800,
    }  # fmt: skip
    assert json.dumps(job.result)


def test_a_job_sees_no_square_but_its_own(here: Village) -> None:
    seen: list[Callable[[], object]] = []

    def look(undertaking: Undertaking) -> None:
        with here.database.read(undertaking.scope) as work:
            seen.extend(work.squares.all())

    with here.database.begin(TEST) as work:
        work.squares.create(SquareDraft("ander", "Ander"), ["Proefdorp"])
    here.ask(JobKind.PLAN, {"day": date(2026, 12, 1).isoformat()})
    here.do({JobKind.PLAN.value: look})
    assert [one.slug for one in seen] == ["proefdorp"]
