"""Areas and the road networks they lie in: replaced in one step, read by everyone."""

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from data.drafts.event import EventDraft, EventKind
from data.drafts.square import AreaDraft, RoadNetworkDraft
from data.geometry import as_multipolygon
from data.models.area import Area
from data.models.road_network import RoadNetwork
from data.models.square import Square, SquareArea
from data.names import name_key
from data.repositories.base import Repository, refuse_twice
from kernel.errors import ConflictError, NotFoundError
from kernel.ids import new_id
from kernel.rights import Thing

__all__ = ["Areas"]


class Areas(Repository):
    """What extracts tell; shared by all squares."""

    thing = Thing.AREAS

    def put(self, network: RoadNetworkDraft, areas: Sequence[AreaDraft]) -> list[Area]:
        """Make areas in a road network, or replace border and network of those that exist, by name, in one step.

        An extract that was read before by the same version of the builder keeps its row; an earlier network
        stays for the rounds that were measured on it.

        Raises
        ------
        BadInputError
            A border is no polygon on the globe, or two areas have one name.
        ConflictError
            A square would be left with areas in two networks; the line names the area to give as well.
        """
        self._may_write_everywhere()
        keys = [name_key(area.name) for area in areas]
        refuse_twice(keys, "areas")
        network_id = self._network(network)
        known = dict(self._session.execute(select(Area.name_key, Area.id).where(Area.name_key.in_(keys))).all())
        for key, area in zip(keys, areas, strict=True):
            self._put_one(area, key, network_id, known.get(key))
        self._refuse_split_squares()
        self._tell_squares(set(known.values()), network_id)
        return [self.get(area.name) for area in areas]

    def get(self, name: str) -> Area:
        """Find an area by its name, with its road network.

        Raises
        ------
        NotFoundError
            There is none; the line names those there are.
        """
        query = self._select(Area).where(Area.name_key == name_key(name)).options(joinedload(Area.road_network))
        area = self._first(query)
        if area is None:
            known = ", ".join(area.name for area in self.all()[:10]) or "none yet"
            raise NotFoundError(f"there is no area {name!r}", way_out=f"Areas here: {known}.")
        return area

    def all(self) -> list[Area]:
        """List the areas by name, with their road networks."""
        return self._all(self._select(Area).order_by(Area.name).options(joinedload(Area.road_network)))

    def page(self, *, after: str | None, limit: int) -> list[Area]:
        """List areas as they were made, with their road networks, a page of them."""
        return self._page(self._select(Area).options(joinedload(Area.road_network)), after, limit)

    def by_id(self, area_id: str) -> Area:
        """Find an area by its id, with its road network.

        Raises
        ------
        NotFoundError
            There is none.
        """
        query = self._select(Area).where(Area.id == area_id).options(joinedload(Area.road_network))
        return self._one(query, f"area {area_id}")

    def networks(self) -> list[RoadNetwork]:
        """List every road network that was ever imported, the newest first."""
        return self._all(self._select(RoadNetwork).order_by(RoadNetwork.imported_at.desc(), RoadNetwork.id.desc()))

    def network(self, network_id: str) -> RoadNetwork:
        """Find a road network: an area's, or the earlier one of a released round."""
        return self._one(self._select(RoadNetwork).where(RoadNetwork.id == network_id), f"road network {network_id}")

    def _network(self, draft: RoadNetworkDraft) -> str:
        same = select(RoadNetwork.id).where(
            RoadNetwork.sha256 == draft.sha256, RoadNetwork.builder_version == draft.builder_version
        )
        known = self._session.scalar(same)
        if known is not None:
            return known
        network_id = new_id()
        self._insert(RoadNetwork, [{**asdict(draft), "id": network_id, "imported_at": self._now}])
        return network_id

    def _put_one(self, draft: AreaDraft, key: str, network_id: str, known_id: str | None) -> None:
        values = {
            "name": draft.name,
            "border": as_multipolygon(draft.border),
            "road_network_id": network_id,
            "imported_at": self._now,
        }
        if known_id is None:
            self._insert(Area, [{**values, "id": new_id(), "name_key": key}])
        else:
            self._session.execute(update(Area).where(Area.id == known_id).values(values))

    def _refuse_split_squares(self) -> None:
        """Hold that all areas of a square lie in one network."""
        pairs = self._session.execute(
            select(Square.slug, Area.name, Area.road_network_id)
            .join(SquareArea, SquareArea.square_id == Square.id)
            .join(Area, Area.id == SquareArea.area_id)
            .order_by(Area.imported_at, Area.name)
        )
        first: dict[str, tuple[str, str]] = {}
        for slug, name, network_id in pairs:
            stale, other_id = first.setdefault(slug, (name, network_id))
            if other_id != network_id:
                raise ConflictError(
                    f"square {slug} also serves {stale!r}, which lies in an earlier road network",
                    way_out="Replace all areas of the square together, from one extract.",
                )

    def _tell_squares(self, replaced: set[str], network_id: str) -> None:
        serving = select(SquareArea.square_id, SquareArea.area_id).where(SquareArea.area_id.in_(replaced))
        for square_id, area_id in self._session.execute(serving).all():
            details = {"area_id": area_id, "road_network_id": network_id}
            self._record(square_id, [EventDraft(EventKind.AREA_REPLACED, details=details)])
