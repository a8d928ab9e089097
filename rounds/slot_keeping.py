"""One slot template as somebody says it, looked at and ready to be stored."""

from dataclasses import replace
from datetime import date

from data.drafts.slot import SlotDraft
from data.models.limits import DAY_S, MAX_CLOCK_S
from data.models.slot import MAX_CUTOFF_DAYS
from kernel.errors import BadInputError
from rounds.given_name import given_name

__all__ = ["looked_at"]


def looked_at(draft: SlotDraft) -> SlotDraft:
    """Refuse a template that could never be offered as it is meant.

    Raises
    ------
    BadInputError
        Its name does not show, it ends before it starts, one may order for it until after it has started, it is valid
        until before it begins to be, or a date is told of twice.
    """
    if not 0 <= draft.start_s < draft.end_s <= MAX_CLOCK_S:
        raise BadInputError("does not end after it starts", where="end")
    if draft.end_s > draft.start_s + DAY_S:
        raise BadInputError("is longer than a day", where="end")
    if draft.cutoff_days == 0 and draft.cutoff_s > draft.start_s:
        raise BadInputError(
            "is after the slot has started", where="cutoff", way_out="Choose an earlier time, or a day before."
        )
    if draft.cutoff_s > DAY_S:
        raise BadInputError("is after the end of its day", where="cutoff", way_out="24:00 is the latest.")
    if draft.cutoff_days > MAX_CUTOFF_DAYS:
        raise BadInputError(f"is more than {MAX_CUTOFF_DAYS} days before", where="cutoff_days")
    if draft.valid_until is not None and draft.valid_until < draft.valid_from:
        raise BadInputError("is before valid_from", where="valid_until")
    met = set[date]()
    for at, one in enumerate(draft.exceptions):
        if one.day in met:
            raise BadInputError(f"{one.day} is there twice", where=f"exceptions/{at}/day")
        if one.capacity is not None and not one.offered:
            raise BadInputError("is not offered, so it takes no orders", where=f"exceptions/{at}/capacity")
        met.add(one.day)
    return replace(draft, name=given_name(draft.name, "the slot"))
