"""The audit trail of system work: which of our own jobs and commands opened the database to write, and when."""

from datetime import datetime

from sqlalchemy.orm import Mapped

from data.base import Base, Tenancy, key, moment, text

__all__ = ["SystemAct"]


class SystemAct(Base):
    """One unit of system work that was committed.

    Attributes
    ----------
    work: the name of the scope: "orders import".
    who: the principal, as text.
    """

    __tablename__ = "system_acts"
    tenancy = Tenancy.PLATFORM
    asker_column = "who"

    id: Mapped[str] = key()
    work: Mapped[str] = text(80, empty=False)
    who: Mapped[str] = text(120, empty=False)
    at: Mapped[datetime] = moment(index=True)
