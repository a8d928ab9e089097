"""How this process logs. Read without pydantic: every command needs it, `--help` too."""

import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from kernel.errors import BadInputError

__all__ = ["LogSettings"]

PREFIX = "DORPSRONDE_"
FORMATS = ("plain", "json")
LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}
YES_OR_NO = {"yes": True, "no": False}

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class LogSettings:
    """Settings of the log; each is an environment variable with the prefix `DORPSRONDE_`.

    Attributes
    ----------
    log_format: "plain" for who reads a terminal, "json" for a program that gathers logs: a line an event.
    log_level: of our own lines; those of libraries only from warning on.
    log_fault_texts: whether to log what an unforeseen fault says too. It may hold a customer's name: for finding a
        defect, where that may be read.
    """

    log_format: str = "plain"
    log_level: int = logging.WARNING
    log_fault_texts: bool = False

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "LogSettings":
        """Read the environment; an empty variable is not set. For a program more is told than for a person.

        Raises
        ------
        BadInputError
            A value cannot be used; the line names its variable.
        """
        log_format = _chosen(environment, "log_format", {name: name for name in FORMATS}, "plain")
        usual_level = "info" if log_format == "json" else "warning"
        return cls(
            log_format,
            _chosen(environment, "log_level", LEVELS, usual_level),
            _chosen(environment, "log_fault_texts", YES_OR_NO, "no"),
        )


def _chosen(environment: Mapping[str, str], name: str, values: Mapping[str, Value], usual: str) -> Value:
    variable = PREFIX + name.upper()
    given = environment.get(variable) or usual
    if given.lower() not in values:
        raise BadInputError(
            f"{given!r} is none of {', '.join(values)}", where=variable, way_out="Mend or unset this variable."
        )
    return values[given.lower()]
