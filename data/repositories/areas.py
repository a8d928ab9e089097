"""Areas and the road networks they lie in: replaced in one step, read by everyone."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import Select, select, update
from sqlalchemy.orm import joinedload

from data.drafts.event import EventDraft, EventKind
from data.drafts.square import AreaDraft, RoadNetworkDraft
from data.geometry import as_multipolygon
from data.models.area import Area
from data.models.plan import Plan
from data.models.road_network import RoadNetwork
from data.models.round import Round
from data.models.square import Square, SquareArea
from data.names import name_key
from data.repositories.base import Repository, refuse_twice
from kernel.errors import ConflictError, NotFoundError
from kernel.ids import new_id
from kernel.quoting import quoted
from kernel.rights import Thing

__all__ = ["Areas", "NetworkUses"]


@dataclass(frozen=True, slots=True)
class NetworkUses:
    """Ids of the road networks that something needs.

    Attributes
    ----------
    ridden: areas lie in them, or days that are not over were planned on them.
    measured: these, and those of every round that was ever released: its metres can be measured again.
    drawn: these, and those of every plan.
    """

    ridden: frozenset[str]
    measured: frozenset[str]
    drawn: frozenset[str]


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
            raise NotFoundError(f"there is no area {quoted(name)}", way_out=f"Areas here: {known}.")
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

    def uses(self, first: date) -> NetworkUses:
        """Say which networks are needed, by whichever square; days from the first on are not over.

        Raises
        ------
        NotAllowedError
            The scope is bounded: what another square needs cannot be seen.
        """
        self._may_write_everywhere()
        not_over = select(Plan.id).where(Plan.day >= first)
        ridden = self._ids(
            select(Area.road_network_id),
            select(Plan.road_network_id).where(Plan.id.in_(not_over)),
            select(Round.road_network_id).where(Round.plan_id.in_(not_over)),
        )
        measured = ridden | self._ids(select(Round.road_network_id).where(Round.released_at.is_not(None)))
        drawn = measured | self._ids(select(Plan.road_network_id), select(Round.road_network_id))
        return NetworkUses(ridden, measured, drawn)

    def _ids(self, *queries: Select[str]) -> frozenset[str]:
        return frozenset(found for query in queries for found in self._session.scalars(query.distinct()))

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
                    f"square {slug} also serves {quoted(stale)}, which lies in an earlier road network",
                    way_out="Replace all areas of the square together, from one extract.",
                )

    def _tell_squares(self, replaced: set[str], network_id: str) -> None:
        serving = select(SquareArea.square_id, SquareArea.area_id).where(SquareArea.area_id.in_(replaced))
        for square_id, area_id in self._session.execute(serving).all():
            details = {"area_id": area_id, "road_network_id": network_id}
            self._record(square_id, [EventDraft(EventKind.AREA_REPLACED, details=details)])
