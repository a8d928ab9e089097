"""A road network: which extract it was built from, by which version of our builder."""

from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped

from data.base import Base, Tenancy, key, moment, text, whole

__all__ = ["RoadNetwork"]


class RoadNetwork(Base):
    """One extract as it was read once; never changed, so that a round's metres can be measured again.

    Attributes
    ----------
    extract_name: the file's name as it was given.
    stored_as: path of the kept extract, relative to the home folder.
    sha256: of the extract's bytes, 64 hexadecimal digits.
    builder_version: of the code that cuts ways into arcs; another version may give another metre.
    extract_at: as of when the extract is, where it says so.
    """

    __tablename__ = "road_networks"
    __table_args__ = (
        UniqueConstraint("sha256", "builder_version"),
        CheckConstraint("length(sha256) = 64 AND sha256 = lower(sha256)", name="sha256_hex"),
    )
    tenancy = Tenancy.SHARED

    id: Mapped[str] = key()
    extract_name: Mapped[str] = text(255, empty=False)
    stored_as: Mapped[str] = text(255, empty=False)
    sha256: Mapped[str] = text(64)
    builder_version: Mapped[str] = text(40, empty=False)
    size_bytes: Mapped[int] = whole(0, 2**53)
    node_count: Mapped[int] = whole(0)
    edge_count: Mapped[int] = whole(0)
    extract_at: Mapped[datetime | None] = moment()
    imported_at: Mapped[datetime] = moment()
