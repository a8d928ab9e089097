"""How workers behave; where the database is, `data/settings.py` says."""

import os
from datetime import timedelta
from typing import Any

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from data.settings import PREFIX, variable_at_fault
from routing.solver.engine import DEFAULT_THREADS

__all__ = ["WorkerSettings"]


class WorkerSettings(BaseSettings):
    """Settings of `workers/`; each is an environment variable with the prefix `DORPSRONDE_`.

    Attributes
    ----------
    broker_url: redis://HOST/0 or amqp://USER:PASSWORD@HOST//; empty is a folder in the home folder, for one machine.
    queue: of the broker; two installations on one broker name two.
    worker_processes: jobs that one worker does at the same time; 0 is one for every two cores.
    lease_s: how long a job is a worker's without being renewed; it is renewed after a third of it.
    ring_again_s: after which workers are called again for the jobs that go first, where nobody came for them.
    poll_s: how often the relay looks into the outbox.
    tick_s: how often the clock asks the database what is due.
    solve_s: the longest search for the rounds of one day; see `workers.efforts`.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, frozen=True, extra="forbid")

    broker_url: str = ""
    queue: str = Field(default="dorpsronde", pattern=r"^[A-Za-z0-9_-]{1,100}$")
    worker_processes: int = Field(default=0, ge=0, le=256)
    lease_s: float = Field(default=30.0, ge=0.5, le=3_600)
    ring_again_s: float = Field(default=60.0, ge=0.1, le=3_600)
    poll_s: float = Field(default=0.2, ge=0.01, le=60)
    tick_s: float = Field(default=60.0, ge=0.1, le=3_600)
    solve_s: float = Field(default=20.0, ge=0.1, le=3_600)

    @property
    def lease(self) -> timedelta:
        return timedelta(seconds=self.lease_s)

    @property
    def again_after(self) -> timedelta:
        return timedelta(seconds=self.ring_again_s)

    @property
    def processes(self) -> int:
        return self.worker_processes or max(1, cores() // DEFAULT_THREADS)

    @property
    def threads(self) -> int:
        """Give the threads of one search, so that all searches of this worker have a core for each."""
        return max(1, min(DEFAULT_THREADS, cores() // self.processes))

    @classmethod
    def from_environment(cls, **given: Any) -> "WorkerSettings":
        """Read the environment, what is given here first; an empty variable is not set.

        Raises
        ------
        BadInputError
            A value cannot be used; the line names its variable.
        """
        try:
            return cls(**{name: value for name, value in given.items() if value is not None})
        except ValidationError as fault:
            raise variable_at_fault(fault) from fault


def cores() -> int:
    return len(os.sched_getaffinity(0))
