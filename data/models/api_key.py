"""A key: what a program shows to say who it is, and how far it sees."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from data.base import Base, Tenancy, choice, document, key, moment, text
from kernel.scope import Role

__all__ = ["ApiKey"]


class ApiKey(Base):
    """One key. It is revoked, never deleted: what was done with it can be told.

    Attributes
    ----------
    name: what it is for, in its maker's words.
    squares: ids; NULL is every square.
    own: ids of what is its own, by "shops", "hubs", "rounds", "orders", "couriers"; NULL for a role that sees all of
        its squares.
    prefix: the part of the key that everyone may know; it finds the row.
    secret_sha256: of the part that nobody else may know, 64 hexadecimal digits.
    made_by: a principal, as text.
    expires_at: from when on it opens nothing; NULL is never.
    used_on: the last day, in UTC, on which it was shown; no finer, as it may be one person's.
    """

    __tablename__ = "api_keys"
    __table_args__ = (
        UniqueConstraint("prefix"),
        CheckConstraint("length(secret_sha256) = 64", name="secret_sha256_whole"),
        CheckConstraint("created_at <= revoked_at", name="revoked_after"),
    )
    tenancy = Tenancy.PLATFORM

    id: Mapped[str] = key()
    name: Mapped[str] = text(120, empty=False)
    role: Mapped[Role] = choice(Role, "role")
    squares: Mapped[list[str] | None] = document()
    own: Mapped[dict[str, list[str]] | None] = document()
    prefix: Mapped[str] = text(20, empty=False)
    secret_sha256: Mapped[str] = text(64)
    made_by: Mapped[str] = text(120, empty=False)
    created_at: Mapped[datetime] = moment()
    expires_at: Mapped[datetime | None] = moment()
    revoked_at: Mapped[datetime | None] = moment()
    used_on: Mapped[date | None] = mapped_column()
