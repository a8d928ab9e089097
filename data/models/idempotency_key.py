"""What a POST answered, under the key that its asker gave it."""

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from data.base import Base, Tenancy, document, key, moment, text, whole

__all__ = ["IdempotencyKey"]


class IdempotencyKey(Base):
    """One answer, kept for whoever did not hear it and asks again.

    Attributes
    ----------
    principal, route, key: who asked, for what (method and path), and under which key.
    body_sha256: of what was sent.
    status, headers, answer: what was answered; NULL where an answer had none.
    """

    __tablename__ = "idempotency_keys"
    __table_args__ = (UniqueConstraint("principal", "route", "key"),)
    tenancy = Tenancy.PLATFORM
    asker_column = "principal"

    id: Mapped[str] = key()
    principal: Mapped[str] = text(120, empty=False)
    route: Mapped[str] = text(400, empty=False)
    key: Mapped[str] = text(255, empty=False)
    body_sha256: Mapped[str] = text(64, empty=False)
    status: Mapped[int | None] = whole(100, 599)
    headers: Mapped[dict[str, str] | None] = document()
    answer: Mapped[Any | None] = document()
    created_at: Mapped[datetime] = moment(index=True)
