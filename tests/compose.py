"""`docker-compose.yml` as Docker reads it: merged, and filled in from an environment."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

__all__ = ["COMPOSE", "OURS", "REPOSITORY", "composed", "filled_in"]

REPOSITORY = Path(__file__).parents[1]
COMPOSE = REPOSITORY / "docker-compose.yml"
OURS = ("migrate", "api", "worker", "beat")
"""Services that run our own command."""
ASKED = re.compile(r"\$\{(?P<name>[A-Z_]+)(?::(?P<how>[-?])(?P<word>[^}]*))?\}")
"""Source: docs.docker.com/reference/compose-file/interpolation."""


def composed(environment: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Read the file; without an environment as it stands."""
    document = yaml.safe_load(COMPOSE.read_text("utf-8"))
    return document if environment is None else filled_in(document, environment)


def filled_in(value: Any, environment: Mapping[str, str]) -> Any:
    match value:
        case dict():
            return {key: filled_in(inner, environment) for key, inner in value.items()}
        case list():
            return [filled_in(inner, environment) for inner in value]
        case str():
            return ASKED.sub(lambda asked: _found(asked, environment), value)
        case _:
            return value


def _found(asked: re.Match[str], environment: Mapping[str, str]) -> str:
    given = environment.get(asked["name"], "")
    if given or asked["how"] == "-":
        return given or asked["word"]
    raise KeyError(f"{asked['name']}: {asked['word']}")
