"""Replies that are stored and those of a file, joined: each order once, and every count adds up."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from data.repositories.customer_replies import ReplyTold
from impact.question import Answer
from impact.substitution import Reply
from rounds.asked_days import StoredReply, asked_days

DAY = date(2026, 12, 1)
ORDERS = ("a", "b", "c", "d")
BROUGHT = {DAY: ORDERS[:3]}
ANSWERS = st.sampled_from([*Answer, None])


def stored(order: str, answer: Answer | None, role: str, *, late: bool) -> StoredReply:
    reply = ReplyTold(wording="2026-1", answer=answer, role=role, after_shown=late)
    return StoredReply(order, None if late else reply, is_corrected=False, is_late=late)


STORED = st.dictionaries(
    st.sampled_from(ORDERS), st.tuples(ANSWERS, st.sampled_from(["shop", "customer"]), st.booleans())
)
FILE = st.dictionaries(st.sampled_from(ORDERS), ANSWERS)


@given(STORED, FILE)
def test_each_order_counts_once_and_the_parts_add_up(
    kept: dict[str, tuple[Answer | None, str, bool]], told: dict[str, Answer | None]
) -> None:
    known = {DAY: [stored(order, answer, role, late=late) for order, (answer, role, late) in kept.items()]}
    file = {DAY: [Reply(order, "2026-1", answer) for order, answer in told.items()]}
    found = asked_days(known, file, BROUGHT)
    on_time = {order for order, (_, _, late) in kept.items() if not late}
    expected = {order: told[order] if order in told else kept[order][0] for order in {*told, *on_time} & {*ORDERS[:3]}}
    counted = {reply.order: reply.answer for reply in found.replies[DAY] if reply.order in BROUGHT[DAY]}
    assert counted == expected
    assert len(found.replies[DAY]) == len({reply.order for reply in found.replies[DAY]})
    late = sum(is_late for order, (_, _, is_late) in kept.items() if order in BROUGHT[DAY])
    if not expected and not late:
        assert found.asked is None
        return
    assert found.asked is not None
    assert found.asked["asked"] == len(expected) == sum(found.asked["by"].values())
    assert found.asked["after_shown"] == late
    for counts in (found.asked, *found.asked["wordings"]):
        assert counts["asked"] == sum(counts[name] for name in ("answered", "did_not_know", "silent", "forgotten"))


def test_where_nobody_was_asked_nothing_is_said() -> None:
    assert asked_days({}, {}, BROUGHT).asked is None
