"""Thirty squares with one cut-off: a worker as in production plans them all; when is the last one done, and how well?

Whole it takes half an hour: `.venv/bin/python -m bench squares`. `--seeds 3` takes three squares, `--seconds 5` a
search of at most five seconds.
"""

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bench.figure import Figure
from bench.limits import Limits
from bench.whole_demo import DORPSRONDE
from cli.demo import demo_extract
from data.database import Database
from data.drafts.shop import VehicleDraft
from data.drafts.square import SquareDraft
from data.models.job import Job, JobState
from data.place_reader import read_places
from data.settings import DatabaseSettings
from kernel.scope import Scope
from rounds.areas import import_area
from rounds.day_clock import DayClock
from rounds.day_planning import plan_stored_day
from rounds.later import JobKind
from rounds.sample_day import DUTY, SampleSize, invent_orders
from rounds.squares import create_square
from routing.solver.engine import Effort

__all__ = ["measure"]

SQUARES, ORDERS = 30, 60
SEARCH_S = 20.0
GOAL_MIN = 20
AREA = "Helsinki"
ZONE = "Europe/Amsterdam"
AFTER = timedelta(minutes=1)
"""From making the squares until their cut-off: the worker starts within it."""
COMPARED = 3
"""Squares that are planned once more with the whole search, to compare."""
BENCH = Scope.system("a bench")


def measure(limits: Limits) -> Iterator[Figure]:
    """Make the squares, let their cut-off come, wait for the last plan."""
    squares, search_s = limits.seeds or SQUARES, limits.seconds or SEARCH_S
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        database = Database.open(DatabaseSettings(home=home))
        cutoff = datetime.now(ZoneInfo(ZONE)).replace(second=0, microsecond=0) + AFTER
        day = cutoff.date() + timedelta(days=1)
        slugs = make_squares(database, home, squares, day)
        cutoff = datetime.now(ZoneInfo(ZONE)).replace(second=0, microsecond=0) + AFTER
        set_cutoffs(database, cutoff)
        with working(home, search_s):
            jobs = all_ended(database, squares, cutoff + timedelta(minutes=3 * GOAL_MIN))
        yield from told(jobs, cutoff, squares)
        yield from compared(database, home, slugs[:COMPARED], day, search_s)
        database.close()


def make_squares(database: Database, home: Path, squares: int, day: date) -> list[str]:
    """Give each square the shops of the map, four bikes and a day of its own orders."""
    extract = demo_extract()
    places = read_places(extract)
    import_area(database, home, AREA, extract)
    slugs = [f"plein-{number}" for number in range(1, squares + 1)]
    for seed, slug in enumerate(slugs, 1):
        square = create_square(database, home, SquareDraft(slug, slug, ZONE), AREA, from_map=True).square
        with database.read(BENCH) as work:
            shops = work.shops.all(square.id)
        size = SampleSize(orders=ORDERS, bikes=4)
        orders = invent_orders(shops, places, DayClock(day, ZONE), size=size, seed=seed)
        with database.begin(BENCH) as work:
            work.vehicles.put(square.id, [bike(number) for number in range(1, size.bikes + 1)])
            work.orders.add(square.id, orders)
    return slugs


def bike(number: int) -> VehicleDraft:
    return VehicleDraft(f"bike-{number}", "cargo-bike", 150_000, 800_000, *DUTY, cool_volume_ml=60_000)


def set_cutoffs(database: Database, cutoff: datetime) -> None:
    with database.begin(BENCH) as work:
        for square in work.squares.all():
            work.squares.set_cutoff(square.id, cutoff.hour * 3_600 + cutoff.minute * 60)


@contextmanager
def working(home: Path, search_s: float) -> Iterator[None]:
    """Run `dorpsronde worker` beside."""
    environment = os.environ | {
        "DORPSRONDE_HOME": str(home), "DORPSRONDE_DATABASE_URL": "", "DORPSRONDE_BROKER_URL": "",
        "DORPSRONDE_SOLVE_S": str(search_s), "DORPSRONDE_TICK_S": "1",
    }  # fmt: skip
    worker = subprocess.Popen([DORPSRONDE, "worker"], env=environment, stdout=subprocess.DEVNULL)
    try:
        yield
    finally:
        worker.send_signal(signal.SIGTERM)
        worker.wait()


def all_ended(database: Database, squares: int, until: datetime) -> Sequence[Job]:
    """Look at the database until every square's job has ended, or it takes three times as long as hoped for."""
    while True:
        with database.read(BENCH) as work:
            jobs = [job for job in work.jobs.all(limit=200) if job.kind == JobKind.PLAN]
        ended = [job for job in jobs if job.ended_at is not None]
        if len(ended) >= squares or datetime.now(until.tzinfo) > until:
            return jobs
        time.sleep(1)


def told(jobs: Sequence[Job], cutoff: datetime, squares: int) -> Iterator[Figure]:
    done = [job for job in jobs if job.state is JobState.DONE and job.ended_at is not None]
    what = f"{squares} squares of {ORDERS} orders with one cut-off"
    goal = f"{SQUARES} of {SQUARES} within {GOAL_MIN} min"
    last_s = max(((job.ended_at - cutoff).total_seconds() for job in done if job.ended_at), default=0.0)
    yield Figure(what, f"{len(done)} planned, the last after {last_s / 60:.1f} min", goal)
    took_s = [(job.ended_at - job.begun_at).total_seconds() for job in done if job.ended_at and job.begun_at]
    if took_s:
        yield Figure("- a job, from begin to end", f"{min(took_s):.1f} to {max(took_s):.1f} s")


def compared(database: Database, home: Path, slugs: Sequence[str], day: date, search_s: float) -> Iterator[Figure]:
    """Plan some of them again, each searched for the whole time, and compare what both drive."""
    for slug in slugs:
        with database.read(BENCH) as work:
            plan = work.plans.of_day(work.squares.get(slug).id, day)
        if plan is None:
            continue
        again = plan_stored_day(database, home, slug, day, effort=Effort(search_s, None, 1)).stored
        more = plan.distance_m / max(1, again.distance_m) - 1
        yield Figure(
            f"- {slug}: metres beside a search of {search_s:.0f} s, unassigned",
            f"{more:+.1%}; {len(plan.unassigned)} beside {len(again.unassigned)}",
            "as good",
        )
