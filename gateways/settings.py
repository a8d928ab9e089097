"""Whom we ask. Read from the environment where a process starts, then handed on."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from kernel.errors import BadInputError

__all__ = ["MapServers"]


@dataclass(frozen=True, slots=True)
class MapServers:
    """Where OpenStreetMap is asked for places and for what is there; their own public servers by default.

    Source: nominatim.org/release-docs, wiki.openstreetmap.org/wiki/Overpass_API.
    """

    nominatim_url: str = "https://nominatim.openstreetmap.org/"
    overpass_url: str = "https://overpass-api.de/api"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "MapServers":
        """Read `DORPSRONDE_NOMINATIM_URL` and `DORPSRONDE_OVERPASS_URL`; an empty one is not set.

        Raises
        ------
        BadInputError
            One is no address of a server; the line names its variable.
        """
        names = {"nominatim_url": "DORPSRONDE_NOMINATIM_URL", "overpass_url": "DORPSRONDE_OVERPASS_URL"}
        given = {name: environment[variable] for name, variable in names.items() if environment.get(variable)}
        for name, url in given.items():
            parts = urlsplit(url)
            if parts.scheme not in {"http", "https"} or not parts.netloc:
                raise BadInputError(
                    f"{url!r} is no address of a server", where=names[name], way_out="Write it as https://HOST/PATH."
                )
        return cls(**given)
