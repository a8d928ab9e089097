"""A proof: a picture of what happened to the parcels of a leg, with who made it and until when it is kept."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from data.base import Base, Tenancy, choice, key, moment, reference, square_table, text, whole, within_square
from kernel.rights import Thing

__all__ = ["MOST_PIXELS_A_SIDE", "Proof", "ProofKind", "ProofOf"]

MOST_PIXELS_A_SIDE = 2_000
"""Of a picture as it is kept: a parcel at a door is told apart, a face behind a window is not worth more."""
MOST_BYTES = 20_000_000


class ProofKind(StrEnum):
    """What is to be seen. There is no kind for a paper that says who somebody is: an age is checked, not copied."""

    PHOTO = "photo"
    SIGNATURE = "signature"


class ProofOf(StrEnum):
    """Of what it is one; as events of legs are called."""

    COLLECTED = "collected"
    DROPPED = "dropped"
    FAILED = "failed"


class Proof(Base):
    """One picture. Its row stays; the picture goes when it was kept long enough, or is to be forgotten.

    Attributes
    ----------
    round_id: that had the parcels; NULL where none did, as at a hub. event_id: what was said to have happened.
        Without foreign keys: a replaced round is gone, and a picture may arrive before what it proves is said.
    made_by, role, device_id: who made it; a principal, never a person's name.
    given_sha256: of the bytes as they came, so that the same ones sent again are one.
    sha256, size_bytes, width_px, height_px, suffix: of the file that is kept.
    taken_at: by the device's clock, which only informs.
    kept_until: nobody sees the picture from then on.
    erased_at: when the file was removed, which comes soon after. why_erased: what a person said, else empty.
    """

    __tablename__ = "proofs"
    __table_args__ = square_table(
        within_square("order_id", "orders"),
        within_square("leg_id", "legs"),
        UniqueConstraint("leg_id", "made_by", "kind", "given_sha256"),
        Index("ix_proofs_order_id", "order_id"),
        Index("ix_proofs_round_id", "round_id"),
        Index("ix_proofs_kept_until", "kept_until"),
        Index("ix_proofs_sha256", "sha256"),
    )
    tenancy = Tenancy.SQUARE
    thing = Thing.PROOFS

    id: Mapped[str] = key()
    square_id: Mapped[str] = reference()
    order_id: Mapped[str] = reference()
    leg_id: Mapped[str] = reference()
    round_id: Mapped[str | None] = reference()
    event_id: Mapped[str | None] = reference()
    kind: Mapped[ProofKind] = choice(ProofKind, "kind")
    proof_of: Mapped[ProofOf] = choice(ProofOf, "proof_of")
    made_by: Mapped[str] = text(120, empty=False)
    role: Mapped[str] = text(20, empty=False)
    device_id: Mapped[str | None] = text(80, empty=False)
    given_sha256: Mapped[str] = text(64, empty=False)
    sha256: Mapped[str] = text(64, empty=False)
    suffix: Mapped[str] = text(5, empty=False)
    size_bytes: Mapped[int] = whole(1, MOST_BYTES)
    width_px: Mapped[int] = whole(1, MOST_PIXELS_A_SIDE)
    height_px: Mapped[int] = whole(1, MOST_PIXELS_A_SIDE)
    taken_at: Mapped[datetime | None] = moment()
    received_at: Mapped[datetime] = moment()
    kept_until: Mapped[datetime] = moment()
    erased_at: Mapped[datetime | None] = moment()
    why_erased: Mapped[str] = text(200)
