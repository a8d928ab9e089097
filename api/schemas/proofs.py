"""Proofs: pictures of what happened to parcels. Who may not see the people of an order is told that there is one."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from api.schemas.thing import Id, Moment, Sent, Thing, Words
from data.drafts.proof import PictureDraft, ProofDraft
from data.models.proof import Proof, ProofKind, ProofOf

__all__ = ["ForgetGiven", "Forgotten", "ProofSaid", "ProofShown"]

EXAMPLE: dict[str, Any] = {"order_id": "018f3c2e-5a1b-7c3d-9e4f-0a1b2c3d4e5f", "why": "The household asked for it."}


class ProofSaid(BaseModel):
    """What is said beside a picture, in the query."""

    model_config = ConfigDict(extra="forbid")

    leg_id: Id
    kind: ProofKind
    proof_of: ProofOf = Field(description="What happened: as the event of the leg says.")
    round_id: Id | None = Field(None, description="That had the parcels; null is the one that the leg is in.")
    event_id: Id | None = Field(None, description="Of the event that says it; it may be told later.")
    device_id: str | None = Field(None, min_length=1, max_length=80, pattern=r"^[ -~]+$")
    taken_at: Moment | None = Field(None, description="By the device's clock, which only informs.")

    def draft(self, picture: PictureDraft) -> ProofDraft:
        return ProofDraft(**self.model_dump(), picture=picture)


class ProofShown(Thing):
    """A proof; its picture is at `…/picture`."""

    id: str
    order_id: str
    leg_id: str
    round_id: str | None
    event_id: str | None
    kind: ProofKind
    proof_of: ProofOf
    made_by: str = Field(description="A key, a device, or our own work; never a person's name.")
    role: str
    device_id: str | None
    taken_at: Moment | None
    received_at: Moment
    kept_until: Moment = Field(description="From then on nobody sees the picture.")
    why_erased: str
    sha256: str = Field(description="Of the picture as it is kept.")
    size_bytes: int
    width_px: int
    height_px: int
    picture: str | None = Field(description="Where it is; null where it is gone, or not for the asker to see.")

    @classmethod
    def of(cls, proof: Proof, now: datetime, address: str | None) -> "ProofShown":
        """Show a proof; `address` is of its picture, None where the asker may not see it."""
        same = {name: getattr(proof, name) for name in cls.model_fields if name != "picture"}
        return cls(**same, picture=address if proof.kept_until > now else None)


class ForgetGiven(Sent):
    """Of which order no picture is to be seen any more, and why."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    order_id: Id
    why: Words = Field(min_length=1, max_length=200)


class Forgotten(Thing):
    """How many pictures could be seen until now."""

    forgotten: int
