"""An area: a polygon that squares serve, with the road network it lies in."""

from datetime import datetime

from shapely import MultiPolygon
from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from data.base import Base, Tenancy, key, moment, reference, text
from data.geometry import GeometryType
from data.models.road_network import RoadNetwork

__all__ = ["Area"]


class Area(Base):
    """A named border. Importing it again replaces border and network in one step; released rounds keep theirs.

    Attributes
    ----------
    name_key: the name as it is compared; see `data.names`.
    border: in degrees lon, lat.
    """

    __tablename__ = "areas"
    __table_args__ = (
        ForeignKeyConstraint(["road_network_id"], ["road_networks.id"]),
        Index("ix_areas_border", "border", postgresql_using="gist").ddl_if(dialect="postgresql"),
    )
    tenancy = Tenancy.SHARED

    id: Mapped[str] = key()
    name: Mapped[str] = text(120, empty=False)
    name_key: Mapped[str] = text(240, empty=False, unique=True)
    border: Mapped[MultiPolygon] = mapped_column(GeometryType("MULTIPOLYGON"))
    road_network_id: Mapped[str] = reference(index=True)
    imported_at: Mapped[datetime] = moment()

    road_network: Mapped[RoadNetwork] = relationship(lazy="raise", viewonly=True)
