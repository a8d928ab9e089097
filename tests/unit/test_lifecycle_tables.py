"""Every row of the tables, against the same tables written by hand; and the page that shows them."""

from itertools import product
from pathlib import Path

import pytest

from data.drafts.event import EventKind
from data.models.states import IncidentKind, LegState, PlaceKind, RoundState
from kernel.scope import Role
from rounds.lifecycles.incidents import WORDS
from rounds.lifecycles.leg_table import LEG_TABLE, Known, may_be_left
from rounds.lifecycles.order_facts import GivenLeg, OrderGiven, Place
from rounds.lifecycles.order_fold import order_now
from rounds.lifecycles.round_table import ROUND_TABLE, RoundSign, round_now
from rounds.lifecycles.said import FACTS, MAY_SAY, Left, Said, Then
from tests.lifecycle_tables import every_table

PAGE = Path(__file__).parents[2] / "docs" / "lifecycles.md"
SHORT = {
    "collect": EventKind.LEG_COLLECTED, "miss": EventKind.LEG_NOT_COLLECTED, "drop": EventKind.LEG_DROPPED,
    "fail": EventKind.LEG_FAILED, "lose": EventKind.LEG_LOST,
}  # fmt: skip
BY_HAND = """
                collect    miss           drop     fail    lose
nothing         collected  not_collected  dropped  failed  lost
not_collected   collected  not_collected  dropped  failed  lost
collected       collected  -              dropped  failed  lost
failed          -          -              dropped  failed  lost
dropped         -          -              dropped  -       -
lost            collected  -              dropped  -       lost
"""
"""What a source says after what it said before: what is known then, or "-" where it cannot be."""
REACHED = {
    "nothing": (), "not_collected": ("miss",), "collected": ("collect",), "failed": ("collect", "fail"),
    "dropped": ("collect", "drop"), "lost": ("collect", "lose"),
}  # fmt: skip
STATES = {
    "nothing": LegState.PLANNED, "not_collected": LegState.FAILED, "collected": LegState.COLLECTED,
    "failed": LegState.FAILED, "dropped": LegState.DROPPED, "lost": LegState.LOST_OR_DAMAGED,
}  # fmt: skip
WHERE = {
    "nothing": "shop", "not_collected": "shop", "collected": "round", "failed": "round", "dropped": "household",
    "lost": "nobody",
}  # fmt: skip
ROUNDS_BY_HAND = """
            released    started      ridden       completed
proposed    released    under_way!   under_way!   completed!
released    released    under_way    under_way    completed
under_way   under_way   under_way    under_way    completed
completed   completed   completed    completed    completed
"""
SHOP = Place(PlaceKind.SHOP, "s")
ONE = OrderGiven("o", SHOP, [GivenLeg("L", frozenset("p"), SHOP, Place(PlaceKind.HOUSEHOLD))], {"p": False})


def cells(text: str) -> list[tuple[str, str, str]]:
    head, *rows = [line.split() for line in text.strip().splitlines()]
    return [(row[0], column, cell) for row in rows for column, cell in zip(head, row[1:], strict=True)]


def told(words: tuple[str, ...]) -> list[Said]:
    return [
        Said(SHORT[word], id=f"e{seq}", device_id="d", seq=seq, leg_id="L", round_id="r", then=Then.RETRY)
        for seq, word in enumerate(words)
    ]


@pytest.mark.parametrize(("before", "word", "after"), cells(BY_HAND))
def test_each_row_of_a_leg(before: str, word: str, after: str) -> None:
    now = order_now(ONE, told((*REACHED[before], word)))
    then = before if after == "-" else after
    (leg,) = [leg for leg in now.legs if leg.id == "L"]
    assert leg.state is STATES[then]
    assert now.custody["p"].kind.value == WHERE[then]
    assert [one.kind for one in now.incidents] == [IncidentKind.OUT_OF_TURN] * (after == "-")


def test_there_is_a_row_for_every_fact_after_every_other() -> None:
    assert sorted((row.before, row.kind) for row in LEG_TABLE) == sorted(product(Known, FACTS))
    assert len(cells(BY_HAND)) == len(LEG_TABLE)


@pytest.mark.parametrize(("before", "sign", "after"), cells(ROUNDS_BY_HAND))
def test_each_row_of_a_round(before: str, sign: str, after: str) -> None:
    state, amiss = round_now(RoundState(before.replace("_", " ")), [RoundSign(sign)])
    assert (state.value.replace(" ", "_"), amiss) == (after.rstrip("!"), after.endswith("!"))


def test_a_round_is_as_far_as_any_sign_of_it_says() -> None:
    assert len(cells(ROUNDS_BY_HAND)) == len(ROUND_TABLE)
    for signs in product(RoundSign, repeat=3):
        assert round_now(RoundState.PROPOSED, signs) == round_now(RoundState.PROPOSED, [*signs[::-1], *signs])
    assert round_now(RoundState.PROPOSED, [RoundSign.COMPLETED, RoundSign.RELEASED]) == (RoundState.COMPLETED, False)


@pytest.mark.parametrize(
    ("adults_only", "at_hub", "left", "keeper", "stays"),
    [
        (False, False, Left.AT_THE_DOOR, None, True),
        (False, True, None, False, True),
        (True, False, Left.IN_PERSON, None, True),
        (True, False, None, None, True),  # nothing said of it: handed over
        (True, False, Left.NEIGHBOURS, None, False),
        (True, False, Left.AT_THE_DOOR, None, False),
        (True, True, None, True, True),
        (True, True, None, False, False),
        (True, True, None, None, False),  # nobody knows of a keeper
        (True, True, Left.IN_PERSON, False, False),
    ],
)
def test_where_18_plus_may_be_left(adults_only, at_hub, left, keeper, stays) -> None:
    assert may_be_left(adults_only=adults_only, at_hub=at_hub, left=left, keeper=keeper) is stays


def test_two_ends_leave_a_parcel_as_collected_until_someone_knows() -> None:
    one = Said(EventKind.LEG_DROPPED, id="a", device_id="d1", seq=1, leg_id="L", round_id="r")
    other = Said(EventKind.LEG_LOST, id="b", device_id="d2", seq=1, leg_id="L", round_id="r")
    now = order_now(ONE, [one, other])
    assert now.custody["p"].kind.value == "round"
    (incident,) = now.incidents
    assert (incident.kind, incident.events) == (IncidentKind.TWO_ENDS, ("a", "b"))
    settled = Said(EventKind.INCIDENT_SETTLED, id="c", incident_id=incident.id, set_aside=frozenset("b"))
    now = order_now(ONE, [settled, other, one])
    assert (now.custody["p"].kind.value, now.incidents) == ("household", [])


def test_cancelled_and_delivered_all_the_same_it_is_delivered() -> None:
    delivered = Said(EventKind.LEG_DROPPED, id="a", device_id="d1", seq=1, leg_id="L", round_id="r")
    now = order_now(ONE, [Said(EventKind.ORDER_CANCELLED, id="b"), delivered])
    assert now.custody["p"].kind.value == "household"
    assert [one.kind for one in now.incidents] == [IncidentKind.TOO_LATE]


def test_a_hundred_attempts_are_the_most() -> None:
    """A chain of follow-ups as long as somebody likes neither ends the process nor loses the parcel."""
    from rounds.lifecycles.leg_ids import LegCause, follow_up  # noqa: PLC0415 - here alone

    said, leg = [], "L"
    for seq in range(300):
        said.append(
            Said(EventKind.LEG_FAILED, id=f"e{seq}", device_id="d", seq=seq, leg_id=leg, round_id="r", then=Then.RETRY)
        )
        leg = follow_up(f"e{seq}", LegCause.RETRY)
    now = order_now(ONE, said)
    assert now.custody["p"].kind.value == "round"
    assert IncidentKind.UNKNOWN_LEG in {one.kind for one in now.incidents}


def test_every_kind_of_incident_has_words_in_both_languages() -> None:
    assert set(WORDS) == set(IncidentKind)
    assert all(words.nl and words.en and words.nl != words.en for words in WORDS.values())


def test_whoever_only_looks_says_nothing() -> None:
    sayers = {role for roles in MAY_SAY.values() for role in roles}
    assert sayers.isdisjoint({Role.REGION, Role.MUNICIPALITY, Role.AUDITOR})


@pytest.mark.parametrize("title", sorted(every_table()))
def test_the_page_shows_the_tables_of_the_code(title: str) -> None:
    assert every_table()[title] in PAGE.read_text("utf-8")
