"""The made-up village with webhooks, whose clock and whose door are a test's."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from httpx2 import Response

from data.models.states import OrderState, RoundState
from kernel.errors import BadInputError, UnavailableError
from rounds.later import JobKind
from rounds.webhook_calls import call_webhook
from tests.asked_village import DAY, THE_DAY_BEFORE, AskedVillage
from tests.stored_square import TEST, StoredSquare, plan_of
from workers.consumer import do_next
from workers.handlers import HANDLERS
from workers.settings import WorkerSettings
from workers.undertaking import Undertaking

__all__ = ["FakeDoor", "Sent", "ToldVillage"]

URL = "https://winkel.example/hook"


@dataclass(frozen=True)
class Sent:
    """What went out at the door."""

    url: str
    headers: Mapping[str, str]
    body: bytes


@dataclass
class FakeDoor:
    """Answers are used up from the front; then it answers `usual`. 0 is no answer."""

    answers: list[int] = field(default_factory=list)
    usual: int = 204
    sent: list[Sent] = field(default_factory=list)

    def check(self, url: str) -> None:
        if "binnen" in url:
            raise BadInputError("is not reachable from the internet", where="url")

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        self.sent.append(Sent(url, headers, body))
        status = self.answers.pop(0) if self.answers else self.usual
        if not status:
            raise UnavailableError("no answer within 10 s", where="webhook")
        return status


@dataclass
class ToldVillage:
    """One village, its door and its clock."""

    village: AskedVillage
    home: Path
    door: FakeDoor = field(default_factory=FakeDoor)
    now: datetime = THE_DAY_BEFORE

    def __post_init__(self) -> None:
        self.village.client.app.state.webhook_door = self.door
        self.village.database._clock = lambda: self.now

    def later(self, **by: float) -> None:
        self.now += timedelta(**by)

    def work(self) -> None:
        """Let a worker do all that is due, with the door of this test."""
        handlers = {**HANDLERS, JobKind.CALL_WEBHOOK: self.call}
        while True:
            with self.village.database.queue() as queue:
                new = queue.relay()
            done = do_next(self.village.database, self.home, WorkerSettings(), "a test", handlers)
            if not done and not new:
                return

    def call(self, undertaking: Undertaking) -> None:
        lease = undertaking.lease
        call_webhook(
            undertaking.database, self.door, lease.square_id or "", lease.arguments["webhook_id"], undertaking.close
        )

    def webhook(self, *kinds: str, **given: Any) -> dict[str, Any]:
        as_ = {"as_": given.pop("as_")} if "as_" in given else {}
        answer = self.village.post("/webhooks", {"url": URL, "kinds": list(kinds), **given}, **as_)
        assert answer.status_code == 201, answer.text
        return answer.json()

    def order(self, ref: str, shop: str = "Bakker Bart", door: int = 1) -> dict[str, Any]:
        answer = self.village.post("/orders", self.village.order(ref, door, shop=shop))
        assert answer.status_code == 201, answer.text
        return answer.json()

    def deliveries(self, webhook: Mapping[str, Any]) -> list[dict[str, Any]]:
        return self.village.get(f"/webhooks/{webhook['id']}/deliveries").json()["items"]

    def told(self, webhook: Mapping[str, Any]) -> list[str]:
        return [one["kind"] for one in self.deliveries(webhook)]

    def say(self, **event: Any) -> Response:
        said = self.village.post("/events", {"events": [event]})
        assert [one["outcome"] for one in said.json()["answers"]] == ["taken"], said.text
        return said

    def planned(self, *orders: Mapping[str, Any]) -> str:
        """Put orders into one released round; gives its id."""
        square = self.village.square
        with self.village.database.begin(TEST) as work:
            legs = [one["legs"][0]["id"] for one in orders]
            bikes = [one.id for one in work.vehicles.all(square.id)]
            network = square.areas[0].road_network_id
            stored = StoredSquare(square.id, square.slug, network, [], "", bikes)
            round_id = work.plans.save(square.id, DAY, plan_of(stored, [legs])).rounds[0].id
            work.orders.set_states(square.id, {one["id"]: OrderState.PLANNED for one in orders})
            work.rounds.set_state(round_id, RoundState.RELEASED)
        return round_id
