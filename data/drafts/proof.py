"""What a proof is made from."""

from dataclasses import dataclass
from datetime import datetime

from data.models.proof import ProofKind, ProofOf

__all__ = ["PictureDraft", "ProofDraft"]


@dataclass(frozen=True, slots=True)
class PictureDraft:
    """A picture as it came and as it is kept; see `data.models.proof.Proof`."""

    given_sha256: str
    sha256: str
    suffix: str
    size_bytes: int
    width_px: int
    height_px: int


@dataclass(frozen=True, slots=True)
class ProofDraft:
    """A proof to be; without a round it is that of the one that the leg is in."""

    leg_id: str
    kind: ProofKind
    proof_of: ProofOf
    picture: PictureDraft
    round_id: str | None = None
    event_id: str | None = None
    device_id: str | None = None
    taken_at: datetime | None = None
