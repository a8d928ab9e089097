"""What customers were asked, in a bundle: reply by reply for an auditor, the counts alone for everybody."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from data.repositories.customer_replies import ReplyTold
from impact.question import wording
from impact.substitution import Answer, Reply
from rounds.asked_days import StoredReply
from rounds.bundles.households import SILENCE, few_told
from rounds.bundles.kept_days import KeptDays
from rounds.bundles.manifest import Fault

__all__ = ["file_replies", "public_asking", "public_faults", "replies_document", "stored_replies_in", "tells_asking"]

COUNTS = ("asked", "answered")


def replies_document(stored: Sequence[StoredReply], file: Sequence[Reply]) -> dict[str, Any]:
    """Write the replies of a day: what is stored of each order, in which role it was handed in, and what a file said.

    Neither who said it nor when: an auditor counts, and looks for nobody.
    """
    return {"stored": [_stored_document(one) for one in stored], "file": [asdict(reply) for reply in file]}


def tells_asking(document: object) -> bool:
    """Say whether a day's replies have all that is counted; those of earlier bundles are a list of answers alone."""
    return isinstance(document, dict)


def file_replies(document: Any) -> list[Reply]:
    """Read the replies of a file; of an earlier bundle, all of them. Raises as `stored_replies_in`."""
    rows = document["file"] if tells_asking(document) else document
    return [Reply(row["order"], row["wording"], _answer(row["answer"])) for row in rows]


def stored_replies_in(document: Any) -> list[StoredReply]:
    """Read what `replies_document` wrote of stored replies; raises KeyError, TypeError or ValueError of another."""
    if not tells_asking(document):
        return []
    return [
        StoredReply(
            order=row["order"],
            counted=None
            if row["counted"] is None
            else ReplyTold(
                row["counted"]["wording"], _answer(row["counted"]["answer"]), row["counted"]["role"], after_shown=False
            ),
            is_corrected=row["is_corrected"],
            is_late=row["is_late"],
            is_forgotten=row["is_forgotten"],
        )
        for row in document["stored"]
    ]


def public_asking(days: KeptDays) -> dict[str, Any] | None:
    """Count for everybody who was asked and who answered; by wording too, unless few households make a count of one.

    None where nobody was asked, or the answers are left out. Who did not know, kept silent or was forgotten is told as
    one: asked less answered.
    """
    counts = days.asked.asked
    if counts is None or not counts["asked"]:
        return None
    told = [{name: one[name] for name in ("wording", *COUNTS)} for one in counts["wordings"]]
    is_few = few_told(days, lambda reply: (reply.wording, reply.answer in SILENCE))
    return {**{name: counts[name] for name in COUNTS}, "wordings": None if is_few else told}


def public_faults(name: str, asking: Mapping[str, Any] | None, groups: Sequence[Mapping[str, Any]]) -> Iterator[Fault]:
    """Hold the counts against the sums that the figures follow from, and the wordings against the counts.

    Parameters
    ----------
    name: of the file that has them. groups: of `activity.json`.

    Raises
    ------
    KeyError, TypeError, ValueError, BadInputError
        They are not as a bundle writes them, or name a wording that was never asked.
    """
    said = [group["substitution"] for group in groups]
    follows = {
        "asked": sum(one["asked"] for one in said),
        "answered": sum(one["asked"] - one["unanswered"] for one in said),
    }
    if asking is None:
        if follows["asked"]:
            yield Fault(name, f"has no counts of the asking; {follows['asked']} asked follow from the sums")
        return
    for what, right in follows.items():
        if type(asking[what]) is not int or asking[what] != right:
            yield Fault(name, f"asking.{what} is {asking[what]}, {right} follows from the sums")
    if asking["wordings"] is None:
        return
    for one in asking["wordings"]:
        wording(one["wording"])
        if any(type(one[what]) is not int for what in COUNTS) or not 0 <= one["answered"] <= one["asked"]:
            yield Fault(name, f"wording {one['wording']}: {one['answered']} answers of {one['asked']} cannot be")
    for what in COUNTS:
        if (added := sum(one[what] for one in asking["wordings"])) != asking[what]:
            yield Fault(name, f"asking.{what} is {asking[what]}, the wordings add up to {added}")


def _stored_document(one: StoredReply) -> dict[str, Any]:
    counted = one.counted
    return {
        "order": one.order,
        "counted": counted and {"wording": counted.wording, "answer": counted.answer, "role": counted.role},
        "is_corrected": one.is_corrected,
        "is_late": one.is_late,
        "is_forgotten": one.is_forgotten,
    }


def _answer(text: str | None) -> Answer | None:
    return None if text is None else Answer(text)
