"""How the server behaves; where the database is, `data/settings.py` says."""

from collections.abc import Iterable

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from data.settings import PREFIX, variable_at_fault

__all__ = ["COUNTED_IN", "ApiSettings"]

COUNTED_IN = "PROMETHEUS_MULTIPROC_DIR"
"""prometheus-client's own variable: the folder where processes count together. `dorpsronde serve` sets it."""


class ApiSettings(BaseSettings):
    """Settings of `api/`; each is an environment variable with the prefix `DORPSRONDE_`.

    Attributes
    ----------
    hosts: names this server answers to, with commas between; empty is any. See `api/hosts.py`.
    broker_url: of the workers, to tell whether it answers; see `workers/settings.py`.
    metrics_port: where figures for Prometheus are given; none is nowhere. Nobody is asked who they are there.
    metrics_host: the address that this port is opened on.
    without_key: whether pages and POST /api/v1/optimization are for whoever reaches this server; unset, they are where
        it listens to its own machine alone. See `api/asking.py`.
    processes: that answer at one door, on PostgreSQL: as many as there are cores to spare for them.
    solve_slots: problems of `POST /api/v1/optimization` that are planned at the same time; each is a process. What
        answers at one door in several processes shares them out.
    solve_limit_s: the longest search a caller may ask for.
    solve_default_s: the search of a caller who asks for nothing.
    solve_threads: the most threads that a caller may ask for.
    body_bytes: the largest payload of anything else. Own choice: a closure of some thousand corners.
    file_bytes: the largest file that is handed in. Own choice: a hundred thousand rows.
    solve_body_bytes: the largest problem that is read. Own choice: about 1,500 places with metres and seconds.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, frozen=True, extra="forbid")

    hosts: str = ""
    broker_url: str = ""
    metrics_port: int | None = Field(default=None, ge=1, le=65_535)
    metrics_host: str = "127.0.0.1"
    without_key: bool | None = None
    processes: int = Field(default=1, ge=1, le=64)
    solve_slots: int = Field(default=2, ge=1, le=256)
    solve_limit_s: float = Field(default=60.0, gt=0, le=3_600)
    solve_default_s: float = Field(default=5.0, gt=0, le=3_600)
    solve_threads: int = Field(default=4, ge=1, le=64)
    body_bytes: int = Field(default=1_000_000, ge=1_000, le=1_000_000_000)
    file_bytes: int = Field(default=20_000_000, ge=1_000, le=100_000_000)
    solve_body_bytes: int = Field(default=20_000_000, ge=1_000, le=1_000_000_000)

    @property
    def slots_of_each(self) -> int:
        """How many of the slots each process has; at least one."""
        return max(1, self.solve_slots // self.processes)

    @property
    def host_names(self) -> frozenset[str]:
        return frozenset(name.strip().lower() for name in self.hosts.split(",") if name.strip())

    def answering_to(self, names: Iterable[str]) -> "ApiSettings":
        """Give the same settings, with these names where none are set."""
        return self if self.hosts else self.model_copy(update={"hosts": ",".join(names)})

    def on_own_machine(self, names: Iterable[str]) -> "ApiSettings":
        """Give the settings of a server that only its own machine reaches, where they are not set otherwise."""
        return self.answering_to(names).model_copy(update={"without_key": self.without_key is not False})

    @classmethod
    def from_environment(cls) -> "ApiSettings":
        """Read the environment; an empty variable is not set.

        Raises
        ------
        BadInputError
            A value cannot be used; the line names its variable.
        """
        try:
            return cls()
        except ValidationError as fault:
            raise variable_at_fault(fault) from fault
