"""That the other square of a relay is to be told: asked for in the transaction of what there is to tell."""

from data.models.relay import Relay
from data.work import Work
from rounds.later import JobKind, later

__all__ = ["tell_later"]


def tell_later(work: Work, relay: Relay) -> None:
    """Ask for telling. It reads what is known when it is done: one that waits or runs gives way to this one."""
    later(work, JobKind.RELAY, relay.square_id, {"relay_id": relay.id}, supersedes=f"relay:{relay.id}")
