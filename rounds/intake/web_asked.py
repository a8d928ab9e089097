"""What a web shop's customer answered at its check-out, in fields that the shop adds to an order itself.

Sources: woocommerce.github.io/woocommerce-rest-api-docs, "Order - Meta data properties";
shopify.dev/docs/api/admin-rest, `note_attributes` of an order.
"""

from collections.abc import Sequence

from rounds.intake.asked import GivenAsked, read_asked
from rounds.intake.json_parts import text_at

__all__ = ["asked_in"]

WORDING, ANSWER, ROTATION = "dorpsronde_wording", "dorpsronde_answer", "dorpsronde_rotation"
AFTER_SHOWN = "dorpsronde_after_shown"
NOT_SO = frozenset({"", "0", "no", "nee", "false"})


def asked_in(fields: Sequence[object], name: str) -> GivenAsked | None:
    """Find the question and its answer among the fields of an order; None where it was not asked.

    What is no wording or no answer is passed over: it is no reason to leave the order, and no answer to guess at.

    Parameters
    ----------
    fields: each an object with a name and a value.
    name: what a field calls its name: "key". A name may begin with "_", which hides it from who orders.
    """
    told = {text_at(field, name).removeprefix("_"): text_at(field, "value") for field in fields}
    if not told.get(WORDING):
        return None
    given = GivenAsked(
        told[WORDING],
        told.get(ANSWER, ""),
        told.get(ROTATION, ""),
        after_shown=told.get(AFTER_SHOWN, "").lower() not in NOT_SO,
    )
    return None if read_asked(given)[1] else given
