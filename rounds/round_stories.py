"""Rounds as they are by everything that was said of them: under way, completed, or amiss."""

from collections.abc import Iterable
from datetime import date

from data.drafts.event import EventKind
from data.models.states import IncidentKind, RoundState
from data.repositories.stories import RoundStory
from data.work import Work
from rounds.lifecycles.incidents import Found
from rounds.lifecycles.round_table import RoundSign, round_now
from rounds.lifecycles.said import FACTS
from rounds.said_events import said_of

__all__ = ["renew_rounds"]

SIGNS = {
    EventKind.ROUND_STARTED: RoundSign.STARTED,
    EventKind.ROUND_COMPLETED: RoundSign.COMPLETED,
    **dict.fromkeys(FACTS, RoundSign.RIDDEN),
}


def renew_rounds(work: Work, square_id: str, round_ids: Iterable[str], today: date) -> list[Found]:
    """Bring rounds up to date, on the day that it is on the square; return what does not fit."""
    found: list[Found] = []
    stories = work.stories.of_rounds(square_id, round_ids, today)
    for story in stories:
        state, amiss = _folded(story)
        if state is not story.round.state:
            work.rounds.set_state(story.round.id, state)
        found.extend(amiss)
    return found


def _folded(story: RoundStory) -> tuple[RoundState, list[Found]]:
    settled = [said_of(event) for event in story.events if event.kind == EventKind.INCIDENT_SETTLED]
    aside = {event for one in settled for event in one.set_aside}
    kept = [event for event in story.events if event.id not in aside]
    released = any(event.kind == EventKind.ROUND_STATE and event.details.get("to") == "released" for event in kept)
    signs = [SIGNS[EventKind(event.kind)] for event in kept if event.kind in SIGNS]
    if released:
        signs.append(RoundSign.RELEASED)
    state, unreleased = round_now(RoundState.PROPOSED, signs)
    completed = tuple(sorted(event.id for event in kept if event.kind == EventKind.ROUND_COMPLETED))
    about = story.round.id
    found: list[Found] = []
    if unreleased:
        found.append(Found(IncidentKind.NOT_RELEASED, about, (), round_id=about))
    if completed and story.aboard:
        found.append(Found(IncidentKind.STILL_ABOARD, about, completed, round_id=about))
    if completed and story.left_out:
        found.append(Found(IncidentKind.LEFT_OUT, about, completed, round_id=about))
    done = {one.incident_id for one in settled}
    return state, [one for one in found if one.id not in done]
