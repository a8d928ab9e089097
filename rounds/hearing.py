"""Which order, round or incident something said is about, and whether its asker sees that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from data.drafts.event import EventKind
from data.models.incident import Incident
from data.models.order import Order
from data.models.round import Round
from data.work import Work
from kernel.text import Text
from rounds.lifecycles.said import FACTS, Said
from rounds.sayable import ROUND_KINDS

__all__ = ["WORK", "Heard", "heard"]

WORK = "riding"
NOT_THERE = Text("dit is hier niet bekend", "this is not known here")
OTHER_ORDER = Text("het traject is van een andere bestelling", "the leg is of another order")
WHICH_ORDER = Text(
    "het traject is niet bekend; noem de bestelling, dan wacht de melding erop",
    "the leg is not known; name the order, and the event waits for it",
)
NOT_ITS_OWN = Text("een van de meldingen hoort niet bij dit voorval", "one of the events is not of this incident")

Heard = tuple[Said, Text | None]
"""What was said, completed by the order that it is about; and why it is refused, None where it is not."""


def heard(work: Work, square_id: str, said: Sequence[Heard]) -> list[Heard]:
    """Find what is spoken of, and refuse what the asker does not see."""
    sayable = [one for one, refused in said if refused is None]
    with work.as_system(WORK, square_id) as system:
        orders_of = system.stories.orders_of(square_id, {one.leg_id for one in sayable if one.leg_id})
    named = {one.order_id for one in sayable if one.order_id}
    sight = _Sight(
        orders_of,
        orders=work.stories.seen(Order, square_id, {*orders_of.values(), *named}),
        rounds=work.stories.seen(Round, square_id, {one.round_id for one in sayable if one.round_id}),
        incidents={
            one.id: one
            for one in work.incidents.of_ids({one.incident_id for one in sayable if one.incident_id})
            if one.square_id == square_id
        },
    )
    return [(one, refused) if refused is not None else sight.of(one) for one, refused in said]


@dataclass(frozen=True, slots=True)
class _Sight:
    """What the asker sees of what is spoken of; the order of a leg is known of legs they do not see, too."""

    orders_of: Mapping[str, str]
    orders: set[str]
    rounds: set[str]
    incidents: Mapping[str, Incident]

    def of(self, one: Said) -> Heard:
        if one.round_id is not None and one.round_id not in self.rounds:
            return one, NOT_THERE
        if one.kind in FACTS:
            return self._of_leg(one)
        if one.kind is EventKind.INCIDENT_SETTLED:
            return self._of_incident(one)
        if one.kind in ROUND_KINDS:
            return replace(one, order_id=None, leg_id=None), None
        return replace(one, leg_id=None, round_id=None), None if one.order_id in self.orders else NOT_THERE

    def _of_leg(self, one: Said) -> Heard:
        order_id = self.orders_of.get(one.leg_id or "")
        if order_id is None and one.order_id is None:
            return one, WHICH_ORDER
        known = replace(one, order_id=order_id or one.order_id)
        if known.order_id not in self.orders:
            return one, NOT_THERE
        return known, OTHER_ORDER if one.order_id not in {None, known.order_id} else None

    def _of_incident(self, one: Said) -> Heard:
        incident = self.incidents.get(one.incident_id or "")
        if incident is None:
            return one, NOT_THERE
        known = replace(one, order_id=incident.order_id, round_id=incident.round_id, leg_id=None)
        return known, None if one.set_aside <= set(incident.events) else NOT_ITS_OWN
