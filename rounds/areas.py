"""Areas: an extract taken in and read once, with its border; again is replaced in one step."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import shapely

from data.border import outline_of, read_border
from data.database import Database
from data.drafts.square import AreaDraft, RoadNetworkDraft
from data.kept_extracts import KeptExtract, KeptExtracts
from data.models.area import Area
from data.place_reader import read_places
from data.places import Places
from kernel.errors import DorpsrondeError, OutputError, StorageError
from kernel.progress import Progress, silent
from kernel.scope import Scope
from rounds.given_name import given_name
from rounds.grounds import drop_ground, ground_file, keep_ground
from rounds.kept_heights import cut_for, drop_heights, with_raster
from rounds.kept_roads import KeptRoads, drop_roads
from rounds.later import Within, nothing_more
from rounds.roads_at import RoadsAt
from routing.network.map_faults import MapFaults
from routing.network.reader import read_network
from routing.network.relief import Relief
from routing.network.road_network import RoadNetwork

__all__ = ["ImportedArea", "extract_of", "import_area", "places_of", "roads_at"]

SCOPE = Scope.system("area import")
NETWORK_VERSION = "7"
"""Of how ways are cut into arcs (routing/network/cutting.py), how turns and slopes are read, and which tags are kept.

Raise it when a metre may come out differently.
"""


@dataclass(frozen=True, slots=True)
class ImportedArea:
    """What was taken in; `goods_shops` have a name and sell what can be delivered, within the border.

    Attributes
    ----------
    outside_share: how much of the border has no extract under it, from 0 to 1.
    relief: where heights are from.
    faults: what was wrong with its roads.
    """

    area: Area
    edges: int
    road_m: int
    addresses: int
    shops: int
    goods_shops: int
    outside_share: float
    relief: Relief
    faults: MapFaults


def import_area(
    database: Database,
    home: Path,
    name: str,
    extract: Path,
    *,
    border_file: Path | None = None,
    elevation: Path | None = None,
    usual_border: shapely.MultiPolygon | None = None,
    progress: Progress = silent,
    within: Within[ImportedArea] = nothing_more,
) -> ImportedArea:
    """Read an extract, keep it with its roads and its base map, and make or replace the area of this name.

    Parameters
    ----------
    elevation: a raster of heights, of which the part under the roads is kept.
    usual_border: where no file draws one; None is the outline of the extract.
    within: called with what was taken in, in the unit of work that stores it.

    Raises
    ------
    BadInputError
        The name does not show, the extract cannot be used, or the border is no polygon, crosses itself or lies
        elsewhere; or the raster of heights cannot be used.
    ConflictError
        A square would be left with areas in two networks.
    StorageError
        It cannot be stored; what was there still is.
    """
    name = given_name(name, "the area")
    network = read_network(extract)
    if elevation is not None:
        network = with_raster(network, elevation)
    progress(0.3)
    places = read_places(extract)
    progress(0.7)
    outline = outline_of(network, places)
    if border_file is None:
        border = usual_border or shapely.MultiPolygon([outline])
    else:
        border = read_border(border_file, outline)
    told = _told(network, places, border, outline)
    with cut_for(network, elevation) as heights:
        kept = KeptExtracts(home).keep(extract, heights.variant)
        at = RoadsAt(str(home), kept.stored_as, kept.sha256)
        had_ground = ground_file(home, kept.sha256).exists()  # of days that are drawn on it, or of other heights
        try:
            heights.keep_beside(kept.path)
            _keep_roads(at, network)
            keep_ground(home, kept.path, kept.sha256, lambda share: progress(0.7 + 0.3 * share))
            draft = _network_draft(extract, kept, network, heights.variant)
            with database.begin(SCOPE) as work:
                area = work.areas.put(draft, [AreaDraft(name, border)])[0]
                KeptExtracts(home).path(kept.stored_as)  # somebody may have tidied up while this was read
                imported = told(area)
                within(work, imported)
        except BaseException:
            if kept.is_new:
                _take_back(database, home, kept, at, had_ground=had_ground)
            raise
    progress(1.0)
    return imported


def extract_of(area: Area, home: Path) -> Path:
    """Find the kept extract of an area.

    Raises
    ------
    StorageError
        It is no longer there.
    """
    return KeptExtracts(home).path(area.road_network.stored_as)


def roads_at(area: Area, home: Path) -> RoadsAt:
    """Say where the roads of an area are; whether they can be used shows when they are opened."""
    return RoadsAt(str(home), area.road_network.stored_as, area.road_network.sha256)


def places_of(area: Area, home: Path, progress: Progress = silent) -> Places:
    """Read the addresses and shops of an area's extract."""
    return read_places(extract_of(area, home), progress)


def _keep_roads(at: RoadsAt, network: RoadNetwork) -> None:
    try:
        KeptRoads.save(at, network)
    except OutputError as fault:
        raise StorageError(
            "the roads cannot be kept there",
            where=str(at.saved.parent),
            way_out="Free some space, or name another folder in DORPSRONDE_HOME. Nothing was changed.",
        ) from fault


def _take_back(database: Database, home: Path, kept: KeptExtract, at: RoadsAt, *, had_ground: bool) -> None:
    """Take away what was just kept, unless something refers to it: another import of the same file may be done.

    One that is not stored yet is told to import again. The database is only read, which it may be where it is busy or
    full; where it does not answer at all, everything stays.
    """
    with suppress(DorpsrondeError, OSError):
        with database.read(SCOPE) as work:
            networks = work.areas.networks()
        if all(one.stored_as != kept.stored_as for one in networks):
            drop_heights(kept.path)
            drop_roads(at)
            KeptExtracts(home).drop(kept)
        if not had_ground and all(one.sha256 != kept.sha256 for one in networks):
            drop_ground(home, kept.sha256)


def _network_draft(extract: Path, kept: KeptExtract, network: RoadNetwork, heights: str) -> RoadNetworkDraft:
    """Other heights make another network of the same extract."""
    return RoadNetworkDraft(
        extract_name=extract.name[-255:],
        stored_as=kept.stored_as,
        sha256=kept.sha256,
        builder_version=NETWORK_VERSION + (f"-{heights}" if heights else ""),
        size_bytes=kept.size_bytes,
        node_count=network.node_count,
        edge_count=network.edge_count,
    )


def _told(
    network: RoadNetwork, places: Places, border: shapely.MultiPolygon, outline: shapely.Polygon
) -> Callable[[Area], ImportedArea]:
    """Count what was read, to be told of the area once it is stored."""
    shapely.prepare(border)
    shops = [shop for shop in places.shops if shapely.contains_xy(border, shop.position.lon, shop.position.lat)]
    doors = [door.position for door in places.addresses]
    inside = sum(bool(shapely.contains_xy(border, at.lon, at.lat)) for at in doors)
    return partial(
        ImportedArea,
        edges=network.edge_count,
        road_m=round(int(network.edge_mm.sum()) / 1000),
        addresses=inside,
        shops=len(shops),
        goods_shops=sum(shop.sells_goods and not shop.unnamed for shop in shops),
        outside_share=border.difference(outline).area / border.area,
        relief=network.relief,
        faults=network.faults,
    )
