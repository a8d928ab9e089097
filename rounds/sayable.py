"""Whether something said can be kept: by whom it is said, about what, and whether it says enough."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, timedelta
from uuid import UUID

from data.drafts.event import EventKind
from kernel.scope import Role
from kernel.text import Text
from rounds.lifecycles.said import FACTS, MAY_SAY, Said, Then

__all__ = ["refusal"]

ROUND_KINDS = frozenset({EventKind.ROUND_STARTED, EventKind.ROUND_COMPLETED})
ATTEMPTS = frozenset({EventKind.LEG_FAILED, EventKind.LEG_NOT_COLLECTED})
MOST_PARCELS = 1_000
MOST_SET_ASIDE = 1_000
LONGEST_REASON = 500
LONGEST_DEVICE = 80
LAST_NUMBER = 2**53
FURTHEST_DAY = timedelta(days=366)
"""Our own choices, but for the number: what JavaScript counts exactly."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What may be wrong, and how to tell."""

    is_there: Callable[[Said, date], bool]
    told: Text


def refusal(said: Said, role: Role, today: date) -> Text | None:
    """Say why something cannot be kept; None where it can, as far as it can be told without looking anything up."""
    if role not in MAY_SAY.get(said.kind, frozenset()):
        return Text(f"dit is niet aan een {role}: {said.kind}", f"this is not for a {role} to say: {said.kind}")
    return next((fault.told for fault in FAULTS if fault.is_there(said, today)), None)


def _is_text(words: str, longest: int) -> bool:
    return len(words) <= longest and "\x00" not in words and not any("\ud800" <= sign <= "\udfff" for sign in words)


def _is_id(words: str | None) -> bool:
    if not words:
        return not words
    try:
        return str(UUID(words)) == words.lower()
    except ValueError:
        return False


def _moment_is_none(said: Said) -> bool:
    if said.happened_at is None:
        return False
    try:
        return said.happened_at.tzinfo is None or not said.happened_at.astimezone(UTC)
    except (OverflowError, ValueError):
        return True


def _said_on(said: Said, today: date) -> date:
    """Give the day on which it was said, or the one before where the wall's clock is ahead; what waited is no fault."""
    return today if said.happened_at is None else min(today, said.happened_at.astimezone(UTC).date())


def _ids(said: Said) -> list[str | None]:
    named = [said.id, said.order_id, said.leg_id, said.round_id, said.hub_id, said.incident_id]
    return [*named, *(said.parcels or ()), *said.set_aside]


def _speaks_of(said: Said) -> bool:
    """Say whether it names what an event of its kind is about."""
    if said.kind in FACTS:
        return bool(said.leg_id)
    if said.kind in ROUND_KINDS:
        return bool(said.round_id)
    return bool(said.order_id) if said.kind is EventKind.ORDER_CANCELLED else bool(said.incident_id)


FAULTS: tuple[Fault, ...] = (
    Fault(
        lambda said, _: not all(map(_is_id, _ids(said))),
        Text("een van de id's is geen UUID", "one of the ids is no UUID"),
    ),
    Fault(
        lambda said, _: (said.device_id is None) != (said.seq is None),
        Text("toestel en volgnummer horen bij elkaar", "device and number go together"),
    ),
    Fault(
        lambda said, _: said.device_id is not None and not 0 < len(said.device_id) <= LONGEST_DEVICE,
        Text(f"een toestel heeft een naam van 1 tot {LONGEST_DEVICE} tekens",
             f"a device has a name of 1 to {LONGEST_DEVICE} signs"),
    ),
    Fault(
        lambda said, _: not _is_text(said.device_id or "", LONGEST_DEVICE),
        Text("de naam van het toestel is niet te lezen", "the name of the device cannot be read"),
    ),
    Fault(
        lambda said, _: said.seq is not None and not 0 <= said.seq <= LAST_NUMBER,
        Text(f"een volgnummer loopt van 0 tot {LAST_NUMBER}", f"a number goes from 0 to {LAST_NUMBER}"),
    ),
    Fault(
        lambda said, _: _moment_is_none(said),
        Text("het tijdstip heeft geen tijdzone of bestaat niet", "the moment has no time zone, or is none"),
    ),
    Fault(
        lambda said, _: not _is_text(said.reason, LONGEST_REASON),
        Text(f"een reden heeft hoogstens {LONGEST_REASON} leesbare tekens",
             f"a reason has at most {LONGEST_REASON} readable signs"),
    ),
    Fault(
        lambda said, _: said.parcels is not None and not 0 < len(said.parcels) <= MOST_PARCELS,
        Text(f"noem 1 tot {MOST_PARCELS} pakketten, of geen voor alle",
             f"name 1 to {MOST_PARCELS} parcels, or none for all"),
    ),
    Fault(
        lambda said, _: len(said.set_aside) > MOST_SET_ASIDE,
        Text(f"hoogstens {MOST_SET_ASIDE} meldingen ineens", f"at most {MOST_SET_ASIDE} events at once"),
    ),
    Fault(
        lambda said, _: not _speaks_of(said),
        Text("noem het traject, de ronde, de bestelling of het voorval waar het over gaat",
             "name the leg, round, order or incident that it is about"),
    ),
    Fault(
        lambda said, _: said.kind in ATTEMPTS and said.then is None,
        Text("zeg wat er nu gebeurt: opnieuw, naar een dorpspunt, of terug",
             "say what happens next: retry, hub, or back"),
    ),
    Fault(
        lambda said, _: said.kind is EventKind.LEG_NOT_COLLECTED and said.then is Then.HUB,
        Text("wat niet is opgehaald kan niet naar een dorpspunt", "what was not collected cannot go to a hub"),
    ),
    Fault(
        lambda said, _: said.kind is EventKind.LEG_FAILED and (said.then is Then.HUB) != bool(said.hub_id),
        Text("noem het dorpspunt als het daarheen gaat, en anders niet", "name the hub if it goes to one, else none"),
    ),
    Fault(
        lambda said, today: said.day is not None and not abs(said.day - today) <= FURTHEST_DAY,
        Text("de dag ligt meer dan een jaar hiervandaan", "the day is more than a year from here"),
    ),
    Fault(
        lambda said, today: said.day is not None and said.day < _said_on(said, today),
        Text("de dag was al voorbij toen dit gezegd werd", "the day was past when this was said"),
    ),
)  # fmt: skip
