"""What customers replied, by day: as it is stored with their orders, and as a file says it otherwise; counted once."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from data.models.plan import Plan
from data.repositories.customer_replies import ReplyTold
from data.work import Work
from impact.question import Answer
from impact.substitution import Reply
from rounds.asked_answers import Replies
from rounds.asking import counted_reply
from rounds.kept_report import order_names_in

__all__ = ["AskedDays", "StoredReply", "asked_days", "stored_replies"]

FROM_FILE = "file"


@dataclass(frozen=True, slots=True)
class StoredReply:
    """What is stored of one order's customer.

    Attributes
    ----------
    order: as the day's report names it.
    counted: of several replies that which counts; None where all came after a saving could be seen.
    is_corrected: whether an answer that came before it says otherwise.
    is_late: whether any came after a saving could be seen.
    is_forgotten: whether the answer that counts was taken out since.
    """

    order: str
    counted: ReplyTold | None
    is_corrected: bool
    is_late: bool
    is_forgotten: bool = False


@dataclass(frozen=True, slots=True)
class AskedDays:
    """Replies of some days, each order's once.

    Attributes
    ----------
    replies: what figures are made with. asked: what a report says of the asking; None where nobody was asked.
    """

    replies: Replies
    asked: dict[str, Any] | None


def stored_replies(work: Work, square_id: str, plans: Sequence[Plan]) -> dict[date, list[StoredReply]]:
    """Give what is stored of the orders of plans that have a report, by day."""
    planned = work.customer_replies.planned_orders(square_id, [plan.id for plan in plans])
    replies = work.customer_replies.told_of(square_id, {one.order_id for one in planned})
    found: dict[date, list[StoredReply]] = {}
    for plan in plans:
        orders = [one for one in planned if one.plan_id == plan.id]
        numbered = {one.order_id: (one.order_ref, one.shop_id, one.shop) for one in orders}
        names = order_names_in(plan.report or {}, numbered)
        told = [
            _stored(names[one.order_id], replies[one.order_id])
            for one in orders
            if one.order_id in replies and one.order_id in names
        ]
        if told:
            found[plan.day] = told
    return found


def asked_days(
    stored: Mapping[date, Sequence[StoredReply]], file: Replies, brought: Mapping[date, Collection[str]]
) -> AskedDays:
    """Join what is stored with what a file says: where both speak of an order, the file's is taken, and told so.

    Parameters
    ----------
    brought: by day, the orders that were brought, as reports name them; replies of others are left out of the counts.
    """
    replies = {day: list(of_day) for day, of_day in file.items()}
    counts: Counter[str] = Counter(orders=sum(len(orders) for orders in brought.values()))
    by: Counter[str] = Counter()
    answers: list[tuple[str, Answer | None, bool]] = []
    for day, orders in brought.items():
        of_file = {reply.order: reply for reply in file.get(day, ()) if reply.order in orders}
        for reply in of_file.values():
            answers.append((reply.wording, reply.answer, False))
            by[FROM_FILE] += 1
        for one in stored.get(day, ()):
            if one.order not in orders:
                continue
            counts["after_shown"] += one.is_late
            counts["corrected"] += one.is_corrected
            if one.counted is None:
                continue
            if one.order in of_file:
                counts["file_differs"] += of_file[one.order].answer != one.counted.answer
                continue
            answers.append((one.counted.wording, one.counted.answer, one.is_forgotten))
            by[one.counted.role] += 1
            replies.setdefault(day, []).append(Reply(one.order, one.counted.wording, one.counted.answer))
    asked = _told(counts, by, answers) if answers or counts["after_shown"] else None
    return AskedDays(replies, asked)


def _stored(name: str, replies: Sequence[ReplyTold]) -> StoredReply:
    said = {one.answer for one in replies if one.answer is not None and not one.after_shown}
    counted = counted_reply(replies)
    return StoredReply(
        name,
        counted,
        is_corrected=len(said) > 1,
        is_late=any(one.after_shown for one in replies),
        is_forgotten=counted is not None and counted.forgotten_at is not None,
    )


def _told(
    counts: Mapping[str, int], by: Mapping[str, int], answers: Sequence[tuple[str, Answer | None, bool]]
) -> dict[str, Any]:
    names = ("orders", "after_shown", "corrected", "file_differs")
    return {
        **{name: counts[name] for name in names},
        **_counted((answer, forgotten) for _, answer, forgotten in answers),
        "by": dict(sorted(by.items())),
        "wordings": [
            {"wording": version, **_counted((answer, gone) for own, answer, gone in answers if own == version)}
            for version in sorted({version for version, _, _ in answers})
        ],
    }


def _counted(answers: Iterable[tuple[Answer | None, bool]]) -> dict[str, int]:
    """Count those asked by what came of it: the parts add up to `asked`."""
    given = list(answers)
    forgotten = sum(gone for _, gone in given)
    return {
        "asked": len(given),
        "answered": sum(answer not in {None, Answer.UNKNOWN} for answer, _ in given),
        "did_not_know": sum(answer is Answer.UNKNOWN for answer, _ in given),
        "silent": sum(answer is None for answer, _ in given) - forgotten,
        "forgotten": forgotten,
    }
