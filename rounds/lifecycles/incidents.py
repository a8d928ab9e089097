"""What does not fit: kinds of incidents, found by folding, shown to a dispatcher."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID, uuid5

from data.models.states import IncidentKind
from kernel.text import Text
from rounds.lifecycles.said import Said

__all__ = ["WORDS", "Found", "once_each"]

_INCIDENTS = UUID("0c1d4a52-7f0b-5a52-8b4e-2f7e6a0f9d11")
"""A namespace of our own, as in `leg_ids`."""


WORDS = {
    IncidentKind.TWO_ENDS: Text(
        "de een zegt dat het pakket is bezorgd, de ander iets anders: wie heeft het nu?",
        "one says that the parcel was brought, another something else: who has it now?",
    ),
    IncidentKind.OUT_OF_TURN: Text(
        "één toestel meldt iets dat niet kan na wat het zelf eerder meldde",
        "one device reports what cannot be after what it reported itself",
    ),
    IncidentKind.TWO_ROUNDS: Text(
        "twee rondes zeggen het pakket te hebben", "two rounds say that they have the parcel"
    ),
    IncidentKind.NOT_IN_FORCE: Text(
        "er is iets gemeld over een traject dat niet meer nodig was",
        "something was reported of a leg that was no longer needed",
    ),
    IncidentKind.AGE: Text(
        "een pakket voor 18+ mag niet bij de buren, aan de deur of in een onbemand dorpspunt blijven: haal het terug",
        "an 18+ parcel is never left with neighbours, at a door or in a hub without a keeper: fetch it back",
    ),
    IncidentKind.TOO_LATE: Text(
        "de bestelling is geannuleerd, maar was al bezorgd of is toch bezorgd",
        "the order was cancelled, but had been delivered already, or was delivered all the same",
    ),
    IncidentKind.UNKNOWN_LEG: Text(
        "het traject is (nog) niet bekend; de melding wacht tot het er is",
        "the leg is not known (yet); the report waits for it",
    ),
    IncidentKind.UNKNOWN_PARCEL: Text(
        "de melding noemt een pakket dat niet bij het traject hoort", "the report names a parcel that is not of the leg"
    ),
    IncidentKind.NUMBER_TWICE: Text(
        "een toestel gebruikte één nummer voor twee meldingen", "a device used one number for two reports"
    ),
    IncidentKind.NOT_RELEASED: Text(
        "een ronde die niet was vrijgegeven is gereden", "a round was ridden without release"
    ),
    IncidentKind.STILL_ABOARD: Text(
        "de ronde is afgerond, maar heeft nog pakketten", "the round is completed, but still has parcels"
    ),
    IncidentKind.LEFT_OUT: Text(
        "de ronde is afgerond, maar van een traject erin is niets gemeld: meld wat ermee gebeurde (niet opgehaald, en"
        " opnieuw), of annuleer de bestelling",
        "the round is completed, but nothing was said of a leg in it: say what became of it (not collected, and retry),"
        " or cancel its order",
    ),
}
"""For whoever has to look into it."""


@dataclass(frozen=True, order=True, slots=True)
class Found:
    """One incident; the same events make the same one, in whatever order they came.

    Attributes
    ----------
    about: the id of the order or round.
    events: ids, sorted.
    leg_id, round_id: what it is about, "" where it is not about one.
    again: ids of events in which the same source says the same once more, in its own order; they change no id.
    """

    kind: IncidentKind
    about: str
    events: tuple[str, ...]
    leg_id: str = ""
    round_id: str = ""
    again: tuple[str, ...] = ()

    @property
    def every_event(self) -> tuple[str, ...]:
        return (*self.events, *self.again)

    @property
    def id(self) -> str:
        return str(uuid5(_INCIDENTS, "|".join((self.kind, self.about, self.leg_id, self.round_id, *self.events))))


def once_each(found: Iterable[Found], said: Mapping[str, Said]) -> list[Found]:
    """Let what one source says again and again be one incident, called by the first time that it said so.

    Parameters
    ----------
    said: every event that an incident may name, by id.
    """
    alike: dict[tuple[str, ...], list[Found]] = {}
    for one in found:
        alike.setdefault(_contradiction(one, said), []).append(one)
    return [_as_one(sorted(same, key=lambda one: (said[one.events[0]].turn, one)), said) for same in alike.values()]


def _as_one(same: list[Found], said: Mapping[str, Said]) -> Found:
    first, *later = same
    again = {event for one in later for event in one.events} - set(first.events)
    return replace(first, again=tuple(sorted(again, key=lambda event: said[event].turn)))


def _contradiction(one: Found, said: Mapping[str, Said]) -> tuple[str, ...]:
    """Say what two incidents have alike that are one: what one source alone says, in the same words of one leg."""
    events = [said[event] for event in one.events]
    if one.kind is IncidentKind.NUMBER_TWICE:
        return one.kind, events[0].source
    if len(events) > 1:
        return one.kind, one.leg_id, *one.events
    return one.kind, one.leg_id, events[0].source, events[0].kind, events[0].leg_id or ""
