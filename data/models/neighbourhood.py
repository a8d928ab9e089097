"""A neighbourhood of a statistical division: a polygon with its code, and the district and municipality around it."""

from datetime import datetime

from shapely import MultiPolygon
from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from data.base import Base, Tenancy, key, moment, text, whole
from data.geometry import GeometryType

__all__ = ["Neighbourhood"]


class Neighbourhood(Base):
    """One polygon of the division of a year; importing that year's again replaces those of the same code.

    Attributes
    ----------
    year: of the division: the same code may be another place in another year.
    code, district_code, municipality_code: as CBS has them, BU, WK and GM with digits; "" where there is none.
    border: in degrees lon, lat.
    """

    __tablename__ = "neighbourhoods"
    __table_args__ = (UniqueConstraint("year", "code"),)
    tenancy = Tenancy.SHARED

    id: Mapped[str] = key()
    year: Mapped[int] = whole(1900, 2200)
    code: Mapped[str] = text(40, empty=False)
    name: Mapped[str] = text(120)
    district_code: Mapped[str] = text(40)
    district_name: Mapped[str] = text(120)
    municipality_code: Mapped[str] = text(40)
    municipality_name: Mapped[str] = text(120)
    border: Mapped[MultiPolygon] = mapped_column(GeometryType("MULTIPOLYGON"))
    imported_at: Mapped[datetime] = moment()
