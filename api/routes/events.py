"""Events of a square: what happened, and what devices and people say happened."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Response

from api.about import About
from api.answers import Answer, done
from api.at_square import PATH, AtSquare, to_change, to_see
from api.cursors import Paging
from api.idempotency import Once
from api.route_docs import listing, saying
from api.schemas.events import EventAnswer, EventAnswers, EventShown, EventsSaid
from data.work import Work
from kernel.rights import Thing
from rounds.riding import take_in

__all__ = ["router"]

router = APIRouter(prefix=PATH + "/events", tags=["events"])

See = Annotated[AtSquare, to_see(Thing.EVENTS)]
Change = Annotated[AtSquare, to_change(Thing.EVENTS)]


@router.get("", **listing(EventShown))
def list_events(at: See, paging: Paging, about: About) -> Response:
    """List events, in the order in which they were heard of; the last cursor, kept, goes on from there later."""
    with at.read() as work:
        rows = work.events.page(at.id, **asdict(about), after=paging.after_number, limit=paging.wanted)
    return paging.page(
        rows, lambda event: EventShown.of(event, contacts=at.tells_contacts), lambda event: event.received_seq
    )


@router.post("", **saying(EventAnswers))
def say_events(at: Change, once: Once, said: EventsSaid) -> Response:
    """Say what happened: collected, delivered, failed, started, cancelled. Late, repeated and in any order is fine.

    Each event has its own answer; a device's number that was heard before changes nothing.
    """

    def take(work: Work) -> Answer:
        answers = take_in(work, at.id, [event.said for event in said.events])
        return done(EventAnswers(answers=[EventAnswer.of(answer) for answer in answers]))

    return once.once(at.begin, take)
