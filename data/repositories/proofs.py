"""Proofs of what happened to parcels: rows; their pictures are files (`data.kept_proofs`)."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select, update

from data.drafts.event import EventDraft, EventKind
from data.drafts.proof import ProofDraft
from data.models.leg import Leg
from data.models.order import Order
from data.models.plan import PlanLeg
from data.models.proof import Proof
from data.models.round import Round
from data.repositories.base import Repository, in_parts
from kernel.errors import ConflictError
from kernel.ids import new_id
from kernel.rights import Thing

__all__ = ["Proofs"]

MOST_OF_A_LEG = 20
"""Pictures that are kept of one leg: who makes more has something stuck."""
AT_ONCE = 500


class Proofs(Repository):
    """Who saw what, and for how long it can be seen."""

    thing = Thing.PROOFS

    def add(self, square_id: str, draft: ProofDraft) -> tuple[Proof, bool]:
        """Keep a proof.

        Returns
        -------
        Its row, and whether it is new: the same bytes of the same maker about the same leg are one.

        Raises
        ------
        NotFoundError
            The leg or the round is not on this square, or not within the scope.
        ConflictError
            The leg has as many as are kept.
        """
        self._may_write()
        self._require_seen(Leg, {draft.leg_id}, square_id, "leg")
        if draft.round_id is not None:
            self._require_seen(Round, {draft.round_id}, square_id, "round")
        known = self._first(self._same(draft))
        if known is not None:
            return known, False
        here = (Proof.square_id == square_id, Proof.leg_id == draft.leg_id)
        count = self._session.scalar(select(func.count()).select_from(Proof).where(self._seen(Proof), *here)) or 0
        if count >= MOST_OF_A_LEG:
            raise ConflictError(f"this leg has {count} proofs, and no more are kept", way_out="Send the telling ones.")
        row = self._row(square_id, draft)
        self._insert(Proof, [row])
        details = {"proof": row["id"], "kind": draft.kind.value, "of": draft.proof_of.value}
        event = EventDraft(EventKind.PROOF_ADDED, row["order_id"], draft.leg_id, row["round_id"], details=details)
        self._record(square_id, [event])
        return self.get(square_id, row["id"]), True

    def get(self, square_id: str, proof_id: str) -> Proof:
        """Find one.

        Raises
        ------
        NotFoundError
            There is none on this square, or not within the scope.
        """
        return self._one(
            self._select(Proof).where(Proof.square_id == square_id, Proof.id == proof_id), f"proof {proof_id}"
        )

    def page(
        self,
        square_id: str,
        *,
        order_id: str | None = None,
        leg_id: str | None = None,
        round_id: str | None = None,
        after: str | None,
        limit: int,
    ) -> list[Proof]:
        """List proofs as they came in, a page of them."""
        query = self._select(Proof).where(Proof.square_id == square_id)
        for column, wanted in ((Proof.order_id, order_id), (Proof.leg_id, leg_id), (Proof.round_id, round_id)):
            query = query if wanted is None else query.where(column == wanted)
        return self._page(query, after, limit)

    def forget(self, square_id: str, order_id: str, why: str) -> int:
        """Let nobody see any picture of an order any more; give how many could be seen until now.

        Raises
        ------
        NotFoundError
            There is no such order in the scope.
        NotAllowedError
            The asker does not see all proofs: who made one does not take it away.
        """
        self._may_write()
        self._must_read_all(self.thing)
        self._require_seen(Order, {order_id}, square_id, "order")
        here = (self._seen(Proof), Proof.order_id == order_id, Proof.kept_until > self._now)
        gone = update(Proof).where(*here).values(kept_until=self._now, why_erased=why[:200])
        forgotten = self._session.scalars(gone.returning(Proof.id)).all()
        details = {"proofs": sorted(forgotten)}
        if forgotten:
            self._record(square_id, [EventDraft(EventKind.PROOFS_FORGOTTEN, order_id, details=details)])
        return len(forgotten)

    def over(self) -> list[Proof]:
        """List those whose picture nobody sees any more and whose file may still be there, a part of them."""
        query = self._select(Proof).where(Proof.erased_at.is_(None), Proof.kept_until <= self._now)
        return self._all(query.order_by(Proof.kept_until, Proof.id).limit(AT_ONCE))

    def still_shown(self, names: Iterable[str]) -> set[str]:
        """Give those digests of files that some proof still shows: two proofs may share one file."""
        found: set[str] = set()
        for part in in_parts(set(names)):
            shown = (self._seen(Proof), Proof.sha256.in_(part), Proof.kept_until > self._now)
            found.update(self._session.scalars(select(Proof.sha256).where(*shown)))
        return found

    def erased(self, square_id: str, proof_ids: Iterable[str]) -> None:
        """Keep that files of a square's proofs are gone."""
        self._may_write_as_system(square_id)
        for part in in_parts(proof_ids):
            here = (self._seen(Proof), Proof.square_id == square_id, Proof.id.in_(part))
            self._session.execute(update(Proof).where(*here).values(erased_at=self._now))

    def _same(self, draft: ProofDraft) -> Any:
        return self._select(Proof).where(
            Proof.leg_id == draft.leg_id,
            Proof.made_by == str(self._asker.principal),
            Proof.kind == draft.kind,
            Proof.given_sha256 == draft.picture.given_sha256,
        )

    def _row(self, square_id: str, draft: ProofDraft) -> dict[str, Any]:
        picture = draft.picture
        leg = self._one(self._select(Leg).where(Leg.id == draft.leg_id), "leg")
        planned = select(PlanLeg.round_id).where(self._seen(PlanLeg), PlanLeg.leg_id == draft.leg_id)
        return {
            "id": new_id(),
            "square_id": square_id,
            "order_id": leg.order_id,
            "leg_id": draft.leg_id,
            "round_id": draft.round_id or self._session.scalar(planned),
            "event_id": draft.event_id,
            "kind": draft.kind,
            "proof_of": draft.proof_of,
            "made_by": str(self._asker.principal),
            "role": self._asker.scope.role.value,
            "device_id": draft.device_id,
            "given_sha256": picture.given_sha256,
            "sha256": picture.sha256,
            "suffix": picture.suffix,
            "size_bytes": picture.size_bytes,
            "width_px": picture.width_px,
            "height_px": picture.height_px,
            "taken_at": draft.taken_at,
            "received_at": self._now,
            "kept_until": self._now + timedelta(days=self._square(square_id).proofs_kept_days),
            "erased_at": None,
            "why_erased": "",
        }
