"""Figures that the database has already, read when somebody looks: right, whichever process did the work."""

import time
from collections.abc import Iterable
from datetime import datetime, timedelta
from threading import Lock

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import Engine
from sqlalchemy.pool import QueuePool

from data.database import Database
from data.migrate import Schema
from data.repositories.tallies import JobTally
from kernel.errors import StorageError
from kernel.scope import Scope

__all__ = ["StoredFigures"]

SCOPE = Scope.system("metrics")
RECENT = timedelta(hours=24)
KEPT_S = 10.0
"""Between two looks into the database, however many look here. Own choice."""


class StoredFigures(Collector):
    """Plans of the last day, jobs, and the connections themselves."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = Lock()
        self._read_s = -KEPT_S
        self._known: list[Metric] = []

    def describe(self) -> Iterable[Metric]:
        return []  # or registering would read the database

    def collect(self) -> Iterable[Metric]:
        with self._lock:
            if time.monotonic() - self._read_s >= KEPT_S:
                self._known = list(self._read())
                self._read_s = time.monotonic()
            return [*self._known, _connections(self._database.engine)]

    def _read(self) -> Iterable[Metric]:
        try:
            current = self._database.schema() is Schema.CURRENT
            figures = list(self._figures()) if current else []
        except StorageError:
            current, figures = False, []
        up = _gauge("dorpsronde_database_up", "1: it can be read and has the schema of this version.", current)
        return [up, *figures]

    def _figures(self) -> Iterable[Metric]:
        with self._database.read(SCOPE) as work:
            now = work.now
            plans = work.tallies.plans_since(now - RECENT)
            jobs = work.tallies.jobs_since(now - RECENT)
        yield from _of_jobs(jobs, now)
        yield _gauge("dorpsronde_plans_last_day", "Plans made in the last 24 hours.", plans.plans)
        yield _gauge("dorpsronde_plans_last_day_distance_meters", "Of their rounds, as planned.", plans.distance_m)
        yield _gauge("dorpsronde_plans_last_day_duty_seconds", "Of their rounds, waiting included.", plans.duration_s)
        legs = GaugeMetricFamily("dorpsronde_plans_last_day_legs", "In a round, or in none.", labels=("state",))
        legs.add_metric(("assigned",), plans.assigned)
        legs.add_metric(("unassigned",), plans.unassigned)
        yield legs


def _of_jobs(jobs: Iterable[JobTally], now: datetime) -> Iterable[Metric]:
    count = GaugeMetricFamily(
        "dorpsronde_jobs", "Now; of done and superseded ones those of the last 24 hours.", labels=("kind", "state")
    )
    oldest = GaugeMetricFamily(
        "dorpsronde_jobs_oldest_pending_seconds", "Since the oldest could have begun that has not.", labels=("kind",)
    )
    took = GaugeMetricFamily("dorpsronde_jobs_last_day_seconds", "That done jobs took.", labels=("kind",))
    for job in jobs:
        for state, number in job.states.items():
            count.add_metric((job.kind, state), number)
        waited_s = 0.0 if job.overdue_since is None else (now - job.overdue_since).total_seconds()
        oldest.add_metric((job.kind,), waited_s)
        took.add_metric((job.kind,), job.took_s)
    return [count, oldest, took]


def _gauge(name: str, told: str, value: float) -> Metric:
    return GaugeMetricFamily(name, told, value)


def _connections(engine: Engine) -> Metric:
    """Tell the connections of this process, where it keeps several."""
    family = GaugeMetricFamily("dorpsronde_database_connections", "Of this process.", labels=("state",))
    pool = engine.pool
    if isinstance(pool, QueuePool):
        family.add_metric(("in use",), pool.checkedout())
        family.add_metric(("idle",), pool.checkedin())
    return family
