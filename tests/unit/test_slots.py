"""Slots of a day: their moments, cut-offs and places, also on the days on which clocks change."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from data.drafts.slot import SlotDraft, SlotException
from data.models.slot import SlotTemplate
from data.repositories.slot_templates import Taken
from kernel.errors import BadInputError
from rounds.slot_keeping import looked_at
from rounds.slots import offer_of, offered_slots

TUESDAY, NEXT = date(2026, 12, 1), date(2026, 12, 8)
SUMMER_TIME, WINTER_TIME = date(2026, 3, 29), date(2026, 10, 25)
H = 3_600
NOON = datetime(2026, 11, 30, 11, tzinfo=UTC)
GIVEN: dict[str, Any] = {
    "name": "Middag", "weekdays": frozenset({1}), "start_s": 14 * H, "end_s": 16 * H, "cutoff_days": 1,
    "cutoff_s": 18 * H, "valid_from": date(2026, 1, 1),
}  # fmt: skip


def slot(**changed: Any) -> SlotTemplate:
    return SlotTemplate(id=changed.pop("id", "a"), ended_at=changed.pop("ended_at", None),
                        **SlotDraft(**(GIVEN | changed)).row)  # fmt: skip


def test_a_slot_has_its_moments_and_its_cut_off_in_utc() -> None:
    offer = offer_of(slot(capacity=3), TUESDAY, "Europe/Amsterdam")
    assert offer is not None
    assert (
        f"{offer.begins_at:%dT%H} {offer.ends_at:%dT%H} {offer.cutoff_at:%dT%H} {offer.capacity}"
        == "01T13 01T15 30T17 3"
    )


def test_at_the_ends_of_the_calendar_nothing_is_offered() -> None:
    always = slot(weekdays=frozenset(range(7)), valid_from=date.min, cutoff_days=31)
    assert {offer_of(always, day, "Europe/Amsterdam") for day in (date.min, date.max)} == {None}


@pytest.mark.parametrize(
    ("changed", "days"),
    [
        ({}, [True, True]),
        ({"weekdays": frozenset({2})}, [False, False]),
        ({"valid_from": NEXT}, [False, True]),
        ({"valid_until": TUESDAY}, [True, False]),
        ({"ended_at": NOON}, [False, False]),
        ({"exceptions": [SlotException(TUESDAY, offered=False)]}, [False, True]),
        ({"weekdays": frozenset(), "exceptions": [SlotException(NEXT, offered=True)]}, [False, True]),
        ({"valid_until": TUESDAY, "exceptions": [SlotException(NEXT, offered=True)]}, [True, False]),
    ],
)
def test_on_which_days_a_slot_is_offered(changed: dict[str, Any], days: list[bool]) -> None:
    assert [offer_of(slot(**changed), day, "Europe/Amsterdam") is not None for day in (TUESDAY, NEXT)] == days


@pytest.mark.parametrize(
    ("day", "start_h", "end_h", "cutoff", "utc"),
    [
        (SUMMER_TIME, 14, 16, (1, 18), "29T12 29T14 28T17"),
        (SUMMER_TIME, 9, 12, (0, 4), "29T07 29T10 29T02"),
        (WINTER_TIME, 14, 16, (1, 18), "25T13 25T15 24T16"),
        (WINTER_TIME, 9, 12, (0, 4), "25T08 25T11 25T03"),
    ],
)
def test_the_wall_shows_what_was_said_on_the_days_when_clocks_change(
    day: date, start_h: int, end_h: int, cutoff: tuple[int, int], utc: str
) -> None:
    of_sundays = slot(
        weekdays=frozenset({6}), start_s=start_h * H, end_s=end_h * H, cutoff_days=cutoff[0], cutoff_s=cutoff[1] * H
    )
    offer = offer_of(of_sundays, day, "Europe/Amsterdam")
    assert offer is not None
    assert f"{offer.begins_at:%dT%H} {offer.ends_at:%dT%H} {offer.cutoff_at:%dT%H}" == utc


def test_orders_of_a_slot_and_those_with_just_its_window_take_its_places() -> None:
    offer = offer_of(slot(), TUESDAY, "Europe/Amsterdam")
    assert offer is not None
    window = offer.begins_at, offer.ends_at
    taken = [
        Taken("a", TUESDAY, *window, 3),
        Taken("a", NEXT, *window, 50),
        Taken("b", TUESDAY, *window, 50),
        Taken(None, TUESDAY, *window, 2),
        Taken(None, TUESDAY, offer.begins_at, offer.cutoff_at, 50),
    ]
    templates = [
        slot(capacity=6),
        slot(id="b", capacity=51, hub_id="a hub", exceptions=[SlotException(TUESDAY, offered=True, capacity=50)]),
        slot(id="c", cutoff_s=11 * H),
    ]
    found = offered_slots(templates, [TUESDAY], "Europe/Amsterdam", taken, NOON)
    told = [(one.offer.slot.id, one.left, one.is_open) for one in found]
    assert told == [("a", 1, True), ("b", 0, False), ("c", None, False)]
    later = offered_slots(templates, [TUESDAY], "Europe/Amsterdam", taken, NOON.replace(hour=17))
    assert not any(one.is_open for one in later)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"end_s": 14 * H}, "end: does not end after"),
        ({"start_s": H, "end_s": 26 * H}, "end: is longer than a day"),
        ({"cutoff_days": 0, "cutoff_s": 15 * H}, "cutoff: is after the slot has started"),
        ({"cutoff_s": 25 * H}, "cutoff: is after the end of its day"),
        ({"cutoff_days": 32}, "cutoff_days: "),
        ({"valid_until": date(2025, 12, 31)}, "valid_until: is before"),
        ({"exceptions": [SlotException(NEXT, offered=True)] * 2}, "exceptions/1/day: 2026-12-08 is there twice"),
        ({"exceptions": [SlotException(NEXT, offered=False, capacity=2)]}, "exceptions/0/capacity: "),
    ],
)
def test_a_slot_that_could_never_be_meant_is_told_why(changed: dict[str, Any], said: str) -> None:
    with pytest.raises(BadInputError, match=said):
        looked_at(SlotDraft(**(GIVEN | changed)))
