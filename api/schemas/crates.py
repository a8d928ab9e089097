"""Deposit crates: entries of the ledger, what stands where, corrections, and collections that are asked for."""

from pydantic import ConfigDict, Field

from api.schemas.clock_time import ClockTime, seconds_of
from api.schemas.thing import Day, Id, Moment, Sent, Thing, Whole, Words
from data.models.crate_entry import MOST_CRATES, CrateEntry
from data.models.states import CrateEntryKind
from data.repositories.crates import CrateBalance
from rounds.crate_collections import CollectionWish
from rounds.crate_ledger import Correction
from rounds.intake.given_order import MOST_PARCELS

__all__ = ["CollectionGiven", "CorrectionGiven", "CrateBalanceShown", "CrateEntryShown"]

HOUSEHOLD = "9b1f3c2e-5a1b-4c3d-9e4f-0a1b2c3d4e5f"


class CrateEntryShown(Thing):
    """One entry; only ever added."""

    id: str
    shop_id: str
    household_id: str = Field(description="One door of one shop; nothing of its address follows from it.")
    place: str | None = Field(description="Its address; null for who may not read contacts.")
    kind: CrateEntryKind
    crates: int = Field(description="That came to the household; below 0, that went from it.")
    order_id: str | None
    event_id: str | None = Field(description="After which it was entered; null of a correction.")
    reason: str | None = Field(description="Of a correction; null for who may not read contacts.")
    entered_at: Moment

    @classmethod
    def of(cls, entry: CrateEntry, *, contacts: bool) -> "CrateEntryShown":
        same = ("id", "shop_id", "household_id", "kind", "crates", "order_id", "event_id", "entered_at")
        return cls(
            **{name: getattr(entry, name) for name in same},
            place=entry.place if contacts else None,
            reason=entry.reason if contacts else None,
        )


class CrateBalanceShown(Thing):
    """How many crates of a shop stand at one household: the sum of its entries."""

    shop_id: str
    household_id: str
    place: str | None = Field(description="Its address; null for who may not read contacts.")
    crates: int

    @classmethod
    def of(cls, balance: CrateBalance, *, contacts: bool) -> "CrateBalanceShown":
        return cls(
            shop_id=balance.shop_id,
            household_id=balance.household_id,
            place=balance.place if contacts else None,
            crates=balance.crates,
        )


class CorrectionGiven(Sent):
    """What a person knows better than the ledger, and why: of one household, or of that of an order."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"household_id": HOUSEHOLD, "crates": -1, "reason": "Krat was stuk."}]}
    )

    household_id: Id | None = None
    order_id: Id | None = None
    crates: Whole = Field(ge=-MOST_CRATES, le=MOST_CRATES, description="That stand there more, or, below 0, fewer.")
    reason: Words = Field(min_length=1, max_length=500)

    @property
    def given(self) -> Correction:
        return Correction(self.crates, self.reason, self.household_id, self.order_id)


class CollectionGiven(Sent):
    """Crates that are to be collected at a household."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"household_id": HOUSEHOLD, "day": "2026-12-01"}]})

    household_id: Id
    day: Day
    crates: Whole | None = Field(None, ge=1, le=MOST_PARCELS, description="null is all that stand there.")
    window_start: ClockTime | None = None
    window_end: ClockTime | None = None
    note: Words = Field("", max_length=1_000)

    @property
    def wish(self) -> CollectionWish:
        window = [None if time is None else seconds_of(time) for time in (self.window_start, self.window_end)]
        return CollectionWish(self.household_id, self.day, self.crates, (window[0], window[1]), self.note)
