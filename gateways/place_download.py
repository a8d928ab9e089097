"""A place by its name: its border from Nominatim and what OpenStreetMap has there from Overpass, through OSMnx.

OSMnx makes tables and graphs, which keep neither relations nor nodes that are shared; what we want is what it was
answered. Its mode `cache_only_mode` is made for that: it asks politely (one request after the other, pauses as the
server says, large places in parts), keeps each answer as a file and stops. docs/adr/0013-area-by-place.md.
"""

import re
import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import osmnx
import shapely
from pyproj import Geod

from gateways.overpass_extract import write_extract
from gateways.settings import MapServers
from kernel.errors import BadInputError, NotFoundError, StorageError, UnavailableError
from kernel.polygons import polygons_of
from kernel.progress import Progress, silent
from kernel.quoting import quoted

__all__ = ["MAX_KM2", "DownloadedPlace", "download_place"]

Tags = Mapping[str, bool | Sequence[str]]

MAX_KM2 = 500
"""A large municipality of the Netherlands; beyond it a public server is the wrong place to ask. Our own choice."""
MARGIN_DEG, COARSE_DEG = 0.005, 0.001
"""What is asked for reaches some 300 to 500 m further than the border, as far as a door may be from its road, and
is drawn coarsely, as OSMnx repeats it in the query for each kind of object."""
MAX_NAME = 200

_ELLIPSOID = Geod(ellps="WGS84")
_EXTRACT = "Or download an extract, for example from download.geofabrik.de, and give it as FILE."


@dataclass(frozen=True, slots=True)
class DownloadedPlace:
    """A place as it was answered.

    Attributes
    ----------
    name: as Nominatim writes it.
    border: in degrees lon, lat.
    extract: a file in the folder that was given.
    """

    name: str
    border: shapely.MultiPolygon
    extract: Path


def download_place(
    place: str, tags: Tags, folder: Path, servers: MapServers, progress: Progress = silent
) -> DownloadedPlace:
    """Ask for a place and for all objects there that have any of these tags.

    Parameters
    ----------
    place: as one would type it into a map: "Borne, Overijssel".
    tags: by key; True is any value.
    folder: empty; the answers and the extract are left in it.

    Raises
    ------
    NotFoundError
        Nominatim knows no such place.
    BadInputError
        The place is a point, not an area; it is too large; or there are no roads.
    UnavailableError
        A server does not answer, or not as it should.
    StorageError
        The answers cannot be written to the folder.
    """
    _refuse_no_name(place)
    answers = folder / "answers"
    with _osmnx_stopping_at_answers(answers, servers):
        name, border = _place(place, servers)
        progress(0.1)
        _refuse_large(name, border)
        _ask(border, tags, servers)
    progress(0.9)
    plain = re.sub(r"[^\w-]+", "-", place).strip("-")[:60]
    extract = folder / f"{plain}.osm.pbf"
    with _told(servers.overpass_url, folder):
        roads = write_extract(_answers_of_overpass(answers), extract)
    if not roads:
        raise BadInputError("OpenStreetMap has no roads there", where=name, way_out="Name a larger place.")
    progress(1.0)
    return DownloadedPlace(name, border, extract)


def _refuse_no_name(place: str) -> None:
    if not re.search(r"\w", place) or len(place) > MAX_NAME:
        raise BadInputError(
            f"{quoted(place[:40])} is no name of a place", where="--place", way_out="Write for example --place 'Vaduz'."
        )


def _place(place: str, servers: MapServers) -> tuple[str, shapely.MultiPolygon]:
    """Find the name and the border of the most important place of this name that has one."""
    with _told(servers.nominatim_url, None):
        try:
            found = osmnx.geocode_to_gdf(place).iloc[0]
        except TypeError as fault:
            if "Polygon" not in str(fault):
                raise
            raise BadInputError(
                f"OpenStreetMap knows {quoted(place)} as a point, not as an area",
                way_out=f"Name the municipality or village it lies in. {_EXTRACT}",
            ) from fault
        return str(found["display_name"]), polygons_of(found.geometry)


def _refuse_large(name: str, border: shapely.MultiPolygon) -> None:
    square_m, _ = _ELLIPSOID.geometry_area_perimeter(shapely.orient_polygons(border))
    km2 = abs(square_m) / 1e6
    if km2 > MAX_KM2:
        raise BadInputError(
            f"it is {km2:,.0f} km², more than the {MAX_KM2} km² that may be asked of a public server",
            where=name,
            way_out=f"Name a smaller place. {_EXTRACT}",
        )


def _ask(border: shapely.MultiPolygon, tags: Tags, servers: MapServers) -> None:
    wanted = shapely.simplify(shapely.buffer(border, MARGIN_DEG, quad_segs=2), COARSE_DEG)
    asked: dict[str, bool | str | list[str]] = {
        key: value if isinstance(value, bool) else list(value) for key, value in tags.items()
    }
    try:
        with _told(servers.overpass_url, None):
            osmnx.features_from_polygon(wanted, asked)
    except InterruptedError:  # its sign that every answer has been kept
        return


def _answers_of_overpass(folder: Path) -> list[Path]:
    """Pass over Nominatim's: it answers with a list, Overpass with an object."""
    return [path for path in sorted(folder.glob("*.json")) if path.read_text("utf-8").lstrip().startswith("{")]


@contextmanager
def _told(server: str, folder: Path | None) -> Iterator[None]:
    """Turn what OSMnx, its HTTP library and an answer of another form raise into one line.

    OSMnx's own errors are ValueErrors, those of its HTTP library OSErrors.
    """
    try:
        yield
    except InterruptedError:
        raise
    except OSError as fault:
        if fault.errno is not None:  # of this machine; errors of the network have no number
            raise StorageError(
                f"the answers cannot be kept ({fault.strerror})",
                where=str(folder or fault.filename or ""),
                way_out="Free some space in the folder for temporary files (TMPDIR). Nothing was changed.",
            ) from fault
        raise _unavailable(server, _reason(fault)) from fault
    except (ValueError, KeyError, AttributeError, TypeError, RuntimeError) as fault:
        if isinstance(fault, ValueError) and "returned 0 results" in str(fault):
            raise NotFoundError(
                "OpenStreetMap knows no such place", where="--place", way_out="Add the region or the country to it."
            ) from fault
        raise _unavailable(server, "its answer cannot be read") from fault


def _unavailable(server: str, reason: str) -> UnavailableError:
    return UnavailableError(
        f"no answer ({reason})", where=server, way_out=f"Try again later; nothing was changed. {_EXTRACT}"
    )


def _reason(fault: OSError) -> str:
    """Say in a few words what the HTTP library says in many."""
    response = getattr(fault, "response", None)
    if response is not None:
        return f"{response.status_code} {response.reason}".strip()
    kind = type(fault).__name__
    return {"ConnectionError": "it cannot be reached", "ReadTimeout": "it takes too long"}.get(kind, kind)


@contextmanager
def _osmnx_stopping_at_answers(folder: Path, servers: MapServers) -> Iterator[None]:
    """Set OSMnx up for one place; what it changes for the whole process is put back.

    It would wait and ask again for ever where a server is overloaded: here the first refusal is told.
    """
    wanted: dict[str, Any] = {
        "nominatim_url": servers.nominatim_url,
        "overpass_url": servers.overpass_url,
        "cache_folder": folder,
        "use_cache": True,
        "cache_only_mode": True,
        "log_console": False,
        "log_file": False,
        "doh_url_template": None,  # names are looked up as everywhere on this machine, and nowhere else
        "http_user_agent": f"dorpsronde/{version('dorpsronde')} (OSMnx {osmnx.__version__})",
        "http_referer": "dorpsronde",
        "requests_kwargs": {"hooks": {"response": _refuse_what_is_no_answer}},
    }
    before = {name: getattr(osmnx.settings, name) for name in wanted}
    lookup = socket.getaddrinfo  # OSMnx binds a server's name to one address and leaves it so
    try:
        for name, value in wanted.items():
            setattr(osmnx.settings, name, value)
        yield
    finally:
        socket.getaddrinfo = lookup
        for name, value in before.items():
            setattr(osmnx.settings, name, value)


def _refuse_what_is_no_answer(response: Any, **_: object) -> None:
    """Raise for a status of refusal, a page of somebody in between (a hotel, a proxy), and half an answer.

    Overpass ends half-way with status 200 and a remark, when it runs out of time or memory; OSMnx would log that.
    Source: wiki.openstreetmap.org/wiki/Overpass_API/Overpass_QL, "Error handling".
    """
    response.raise_for_status()
    if "html" in response.headers.get("content-type", ""):
        raise ValueError("a page, not an answer")
    if b'"remark"' in response.content:  # may be a tag of that name
        document = response.json()
        if isinstance(document, dict) and "remark" in document:
            raise UnavailableError(
                f"could not answer whole ({document['remark']})",
                where=response.url,
                way_out=f"Try again later, or name a smaller place; nothing was changed. {_EXTRACT}",
            )
