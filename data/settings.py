"""Where the database is. Read from the environment where a process starts, then handed on."""

import os
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kernel.errors import BadInputError

__all__ = ["PREFIX", "DatabaseSettings", "variable_at_fault"]

PREFIX = "DORPSRONDE_"
"""Of every environment variable of ours."""
FILE_NAME = "dorpsronde.db"


class DatabaseSettings(BaseModel):
    """Settings of `data/`; each is an environment variable with the prefix `DORPSRONDE_`.

    Attributes
    ----------
    home: folder of everything that stays: the database, kept extracts. Made when first needed.
    database_url: of SQLAlchemy; empty is the SQLite file `dorpsronde.db` in `home`.
    database_owner_url: on PostgreSQL, of who owns the tables; for `db migrate` alone.
    busy_timeout_s: how long a writer waits for another one before it gives up.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    home: Path = Path("dorpsronde-data")
    database_url: str = ""
    database_owner_url: str = ""
    busy_timeout_s: float = Field(default=15.0, ge=0, le=600)

    @property
    def url(self) -> str:
        return self.database_url or f"sqlite:///{self.home.absolute() / FILE_NAME}"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "DatabaseSettings":
        """Read `DORPSRONDE_HOME`, `DORPSRONDE_DATABASE_URL` and so on; an empty one is not set.

        Raises
        ------
        BadInputError
            A value cannot be used; the line names its variable.
        """
        names = {name: PREFIX + name.upper() for name in cls.model_fields}
        given = {name: environment[variable] for name, variable in names.items() if environment.get(variable)}
        try:
            return cls.model_validate(given)
        except ValidationError as fault:
            raise variable_at_fault(fault) from fault


def variable_at_fault(fault: ValidationError) -> BadInputError:
    """Say which variable cannot be used, and why."""
    first = fault.errors()[0]
    return BadInputError(
        f"{first['input']!r}: {first['msg'].lower()}",
        where=PREFIX + str(first["loc"][0]).upper(),
        way_out="Mend or unset this variable.",
    )
