"""The question at ordering: to the letter as it was released, its answers turned fairly, and the reply that counts."""

import hashlib
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.models.customer_reply import CustomerReply
from impact.question import LATEST, ROTATIONS, Answer, rotation_of, wording, wordings
from kernel.errors import BadInputError
from rounds.asking import counted_reply
from rounds.intake.asked import GivenAsked, read_asked

WORDINGS = Path(__file__).parents[2] / "impact" / "wordings.csv"
RELEASED = {"2026-1": "ed1c5543f6c3b6c598def9c4010892ef424220eae33fc767422bed045aba993e"}
"""Of the lines of each version, as they were released: never changed here."""


def test_what_was_released_stays_to_the_letter() -> None:
    lines = WORDINGS.read_text("utf-8").splitlines()[1:]
    for version, digest in RELEASED.items():
        own = "\n".join(line for line in lines if line.startswith(f"{version},"))
        assert hashlib.sha256(own.encode()).hexdigest() == digest, f"wording {version} was asked so: make a new one"
    assert set(RELEASED) == set(wordings())
    assert LATEST in RELEASED


def test_every_answer_but_not_knowing_stands_first_once_and_all_are_there_in_both_languages() -> None:
    asked = wording(LATEST)
    turned = [[answer for answer, _ in asked.rotated(number)] for number in range(ROTATIONS)]
    assert {order[0] for order in turned} == set(Answer) - {Answer.UNKNOWN}
    assert all(order[-1] is Answer.UNKNOWN and set(order) == set(Answer) for order in turned)
    assert all(text.nl and text.en and text.nl != text.en for text in (asked.question, *asked.answers.values()))
    with pytest.raises(BadInputError, match="rotation 6 is not from 0 to 5"):
        asked.rotated(ROTATIONS)


def test_an_order_is_asked_in_one_order_and_orders_in_all_alike() -> None:
    met = Counter(rotation_of(f"W-{number}") for number in range(6_000))
    assert set(met) == set(range(ROTATIONS))
    assert max(abs(many - 1_000) for many in met.values()) < 150, "five times the spread of a fair draw"
    assert rotation_of("W-1") == rotation_of("W-1")


@pytest.mark.parametrize(
    ("given", "field", "says"),
    [
        (GivenAsked("2025-9", "no_car"), "asked/wording", "'2025-9' is no wording of the question; there is: 2026-1"),
        (GivenAsked("", "no_car"), "asked/wording", "is no wording"),
        (GivenAsked("2026-1", "helicopter"), "asked/answer", "'helicopter' is no answer to the question; write one of"),
        (GivenAsked("2026-1", "no_car", "6"), "asked/rotation", "'6' is no order of answers; write 0 to 5"),
        (GivenAsked("2026-1", "no_car", "-1"), "asked/rotation", "'-1' is no order of answers"),
        (GivenAsked("2026-1", "no_car", "٣"), "asked/rotation", "is no order of answers"),
    ],
)
def test_what_was_never_asked_or_answered_is_refused_by_its_field(given: GivenAsked, field: str, says: str) -> None:
    reply, faults = read_asked(given)
    assert reply is None
    ((name, text),) = faults
    assert name == field
    assert says.replace("'", '"') in text.en.replace("'", '"')


@pytest.mark.parametrize("said", ["no_car", "Lopend, met de fiets of met het openbaar vervoer gegaan", "NO_CAR"])
def test_an_answer_is_read_by_its_word_and_by_its_text(said: str) -> None:
    reply, faults = read_asked(GivenAsked("2026-1", said, "3"))
    assert (reply and (reply.answer, reply.rotation), faults) == ((Answer.NO_CAR, 3), [])


def reply(number: int, answer: Answer | None, role: str = "shop", *, after_shown: bool = False) -> CustomerReply:
    return CustomerReply(
        id=str(number), number=number, wording=LATEST, answer=answer, role=role, after_shown=after_shown,
        said_by="key:1", said_at=datetime(2026, 12, 1, tzinfo=UTC),
    )  # fmt: skip


def test_what_the_customer_says_counts_before_what_a_shop_enters_whenever_that_was() -> None:
    own, entered = reply(1, Answer.NO_CAR, "customer"), reply(2, Answer.OWN_CAR_TRIP)
    assert counted_reply([own, entered]) is own
    later = reply(2, Answer.NO_CAR, "customer")
    assert counted_reply([reply(1, Answer.OWN_CAR_TRIP), later]) is later


REPLIES = st.lists(
    st.tuples(st.sampled_from([*Answer, None]), st.sampled_from(["shop", "customer"]), st.booleans()), max_size=6
)


@given(REPLIES)
def test_nothing_from_after_a_saving_was_shown_ever_counts(given: list[tuple[Answer | None, str, bool]]) -> None:
    replies = [reply(at, answer, role, after_shown=late) for at, (answer, role, late) in enumerate(given, 1)]
    before = [one for one in replies if not one.after_shown]
    counted = counted_reply(replies)
    assert (counted is None) == (not before)
    assert counted is None or counted in before
    assert counted_reply(before) is counted
