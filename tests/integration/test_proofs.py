"""Proofs over HTTP: taken in, seen by whom they concern, erased in time; on both real databases."""

import os
import stat
from asyncio import Semaphore
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest
from httpx2 import Response

from data.kept_proofs import KeptProofs
from data.repositories.proofs import Proofs
from kernel.errors import OutputError
from kernel.scope import Own, Role
from rounds.proof_keeping import erase_old_proofs
from tests.asked_village import asked_village
from tests.pictures import SECRET, camera_picture, picture
from tests.stores import Store
from tests.told_village import ToldVillage

JPEG = {"Content-Type": "image/jpeg"}


@dataclass
class Proving(ToldVillage):
    """A village with one order in a released round."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.stored = self.order("A-1")
        self.leg = self.stored["legs"][0]["id"]
        self.round = self.planned(self.stored)
        self.courier = self.key(Role.COURIER, rounds={self.round})

    def key(self, role: Role, **own: set[str]) -> dict[str, str]:
        given = Own(**{name: frozenset(ids) for name, ids in own.items()}) if own else None
        return self.village.key(role, own=given)

    def send(self, content: bytes | None = None, *, as_: dict[str, str] | None = None, **said: str) -> Response:
        query = {"leg_id": self.leg, "kind": "photo", "proof_of": "dropped", **said}
        headers = {**(self.courier if as_ is None else as_), **JPEG}
        headers |= {"Idempotency-Key": query.pop("once")} if "once" in query else {}
        body = camera_picture() if content is None else content
        path = f"/api/v1/squares/{self.village.square.slug}/proofs"
        return self.village.client.post(path, content=body, params=query, headers=headers)

    def files(self) -> list[Path]:
        return [one for one in (self.home / "proofs").glob("*/*") if one.is_file()]


@pytest.fixture
def proving(store: Store, village: Path) -> Iterator[Proving]:
    with asked_village(store, village) as asked:
        yield Proving(asked, store.home)


def test_a_courier_proves_what_was_brought_and_only_its_pixels_are_kept(proving: Proving) -> None:
    answer = proving.send(device_id="fiets-1", taken_at="2026-11-30T10:59:00Z")
    assert answer.status_code == 201, answer.text
    proof = answer.json()
    assert answer.headers["Location"].endswith(f"/proofs/{proof['id']}")
    assert (proof["order_id"], proof["leg_id"], proof["round_id"]) == (
        proving.stored["id"], proving.leg, proving.round,
    )  # fmt: skip
    assert (proof["role"], proof["device_id"], proof["kept_until"]) == ("courier", "fiets-1", "2026-12-30T11:00:00Z")
    fetched = proving.village.get(proof["picture"], as_=proving.courier)
    assert (fetched.status_code, fetched.headers["Content-Type"]) == (200, "image/jpeg")
    assert fetched.headers["Content-Disposition"] == f'attachment; filename="proof-{proof["id"]}.jpg"'
    assert fetched.headers["Cache-Control"] == "private, no-store"
    assert fetched.headers["X-Content-Type-Options"] == "nosniff"
    assert SECRET not in fetched.content
    (file,) = proving.files()
    assert file.read_bytes() == fetched.content
    assert [stat.S_IMODE(one.stat().st_mode) for one in (file, file.parent, file.parent.parent)] == [
        0o600, 0o700, 0o700,
    ]  # fmt: skip
    events = proving.village.get(f"/events?order={proving.stored['id']}").json()["items"]
    assert [one["kind"] for one in events].count("proof.added") == 1
    assert proving.village.get(f"/proofs?leg={proving.leg}").json()["items"][0]["id"] == proof["id"]
    etag = proving.village.get(f"/proofs/{proof['id']}").headers["ETag"]
    assert proving.village.get(f"/proofs/{proof['id']}", If_None_Match=etag).status_code == 304


def test_the_same_picture_again_is_the_same_proof(proving: Proving) -> None:
    first = proving.send(once="one")
    replayed, known = proving.send(once="one"), proving.send(once="two")
    assert (replayed.status_code, replayed.headers["Idempotency-Replayed"]) == (201, "true")
    assert (known.status_code, known.json()["id"]) == (200, first.json()["id"])
    assert proving.send(picture(), once="one").status_code == 422, "the same key with another picture"
    assert len(proving.village.get("/proofs").json()["items"]) == 1
    assert proving.send(picture(colour=(1, 2, 3))).status_code == 201
    assert proving.send(picture("PNG"), kind="signature").json()["kind"] == "signature"
    assert len(proving.files()) == 3


SEES = ("list", "row", "picture")
WHO: dict[str, tuple[Role, str, tuple[int, int, int, int]]] = {
    "the host": (Role.HOST, "", (200, 1, 200, 200)),
    "a dispatcher": (Role.DISPATCHER, "", (200, 1, 200, 200)),
    "the platform": (Role.PLATFORM, "", (200, 1, 200, 200)),
    "the shop": (Role.SHOP, "shops", (200, 1, 200, 200)),
    "another shop": (Role.SHOP, "other shops", (200, 0, 404, 404)),
    "the customer": (Role.CUSTOMER, "orders", (200, 1, 200, 200)),
    "another customer": (Role.CUSTOMER, "other orders", (200, 0, 404, 404)),
    "the courier": (Role.COURIER, "rounds", (200, 1, 200, 200)),
    "another courier": (Role.COURIER, "", (200, 0, 404, 404)),
    "an auditor": (Role.AUDITOR, "", (200, 1, 200, 403)),
    "a region": (Role.REGION, "", (200, 1, 200, 403)),
    "the municipality": (Role.MUNICIPALITY, "", (403, 0, 403, 403)),
}
"""By hand: the status of the list, how many are in it, of the row, of the picture."""


def test_each_role_sees_what_concerns_it_and_an_auditor_that_there_is_one(proving: Proving) -> None:
    other = proving.order("A-2", "Het Boek", 2)
    own = {
        "shops": {"shops": {proving.village.shops["Bakker Bart"]}},
        "other shops": {"shops": {proving.village.shops["Het Boek"]}},
        "orders": {"orders": {proving.stored["id"]}},
        "other orders": {"orders": {other["id"]}},
        "rounds": {"rounds": {proving.round}},
    }
    proof = proving.send().json()
    found = {}
    for name, (role, whose, _) in WHO.items():
        key = proving.key(role, **own.get(whose, {}))
        listed = proving.village.get("/proofs", as_=key)
        rows = listed.json().get("items", [])
        row = proving.village.get(f"/proofs/{proof['id']}", as_=key)
        shown = proving.village.get(proof["picture"], as_=key).status_code
        assert all((one["picture"] is None) == (shown == 403) for one in rows)
        found[name] = (listed.status_code, len(rows), row.status_code, shown)
    assert found == {name: due for name, (_, _, due) in WHO.items()}


def test_who_may_not_prove_is_refused_and_leaves_no_file(proving: Proving) -> None:
    bakery = proving.village.shops["Bakker Bart"]
    for role, own, due in (
        (Role.SHOP, {"shops": {bakery}}, 403),
        (Role.CUSTOMER, {"orders": {proving.stored["id"]}}, 403),
        (Role.AUDITOR, {}, 403),
        (Role.MUNICIPALITY, {}, 403),
        (Role.COURIER, {}, 404),
    ):
        assert proving.send(as_=proving.key(role, **own)).status_code == due, role
    assert proving.send(as_={}).status_code == 401
    assert proving.send(leg_id=proving.stored["id"]).status_code == 404
    assert proving.send(round_id=proving.leg).status_code == 404
    assert proving.village.get("/proofs").json()["items"] == []


def test_what_is_no_picture_is_refused_and_leaves_no_file(proving: Proving) -> None:
    for content, due in ((b"%PDF-1.7", 422), (picture()[:-200], 422), (b"", 422), (b"\0" * 5_300_000, 413)):
        refused = proving.send(content)
        assert (refused.status_code, refused.headers["Content-Type"]) == (due, "application/problem+json")
    assert proving.send(kind="passport").status_code in {400, 422}
    assert proving.files() == []


@pytest.mark.parametrize("kind", ["", "image/svg+xml", "application/pdf", "multipart/form-data; boundary=x"])
def test_what_is_not_called_a_picture_is_415(proving: Proving, kind: str) -> None:
    path = f"/api/v1/squares/{proving.village.square.slug}/proofs"
    said = {"leg_id": proving.leg, "kind": "photo", "proof_of": "dropped"}
    headers = {**proving.courier, "Content-Type": kind}
    refused = proving.village.client.post(path, content=camera_picture(), params=said, headers=headers)
    assert (refused.status_code, refused.headers["Accept"]) == (415, "image/jpeg, image/png, image/webp")
    assert proving.files() == []


def test_while_enough_pictures_are_taken_in_another_one_is_to_come_again(proving: Proving) -> None:
    app = cast("Any", proving.village.client.app)
    usual, app.state.pictures = app.state.pictures, Semaphore(0)
    refused = proving.send(once="one")
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
    assert proving.files() == []
    app.state.pictures = usual
    assert proving.send(once="one").status_code == 201, "the key is free"


def test_pictures_are_erased_in_time_and_their_rows_stay(proving: Proving) -> None:
    square = proving.village.get("").json()
    assert square["proofs_kept_days"] == 30
    given: dict[str, Any] = {"name": square["name"], "depot": {"name": "Markt", "place": {"lon": 0, "lat": 0}}}
    given["depot"] = square["depot"] or given["depot"]
    changed = proving.village.put("", given | {"proofs_kept_days": 7}, If_Match="*")
    assert changed.json()["proofs_kept_days"] == 7, changed.text
    proof = proving.send().json()
    assert proof["kept_until"] == "2026-12-07T11:00:00Z"
    proving.later(days=6, hours=23)
    assert erase_old_proofs(proving.village.database, proving.home) == 0
    assert proving.village.get(proof["picture"]).status_code == 200
    proving.later(hours=1)
    gone = proving.village.get(proof["picture"])
    assert (gone.status_code, "was kept until 2026-12-07" in gone.text) == (404, True)
    assert erase_old_proofs(proving.village.database, proving.home) == 1
    assert erase_old_proofs(proving.village.database, proving.home) == 0
    row = proving.village.get(f"/proofs/{proof['id']}").json()
    assert (row["picture"], row["made_by"]) == (None, proof["made_by"])
    assert proving.files() == []


def test_a_file_that_belongs_to_no_proof_is_erased_after_a_day(proving: Proving) -> None:
    proof = proving.send().json()
    orphan = KeptProofs(proving.home).keep(b"whose making failed")
    (file,) = (one for one in proving.files() if one.name == orphan)
    os.utime(file, (proving.now.timestamp(),) * 2)
    proving.later(hours=23)
    erase_old_proofs(proving.village.database, proving.home)
    assert file.exists(), "it may belong to a proof that is being made"
    proving.later(hours=2)
    erase_old_proofs(proving.village.database, proving.home)
    assert [one.name for one in proving.files()] == [proof["sha256"]]


def test_an_order_whose_pictures_are_to_be_forgotten_shows_none_from_then_on(proving: Proving) -> None:
    proof = proving.send().json()
    given = {"order_id": proving.stored["id"], "why": "The household asked for it."}
    assert proving.village.post("/proofs/forget", given, as_=proving.courier).status_code == 403
    assert proving.village.post("/proofs/forget", given).json() == {"forgotten": 1}
    assert proving.village.post("/proofs/forget", given).json() == {"forgotten": 0}
    assert proving.village.get(proof["picture"]).status_code == 404
    erase_old_proofs(proving.village.database, proving.home)
    assert proving.files() == []
    assert proving.village.get(f"/proofs/{proof['id']}").json()["why_erased"] == given["why"]


def test_a_file_that_two_proofs_show_stays_for_the_one_that_is_kept(proving: Proving) -> None:
    first = proving.send().json()
    proving.later(days=20)
    second = proving.send(as_=proving.key(Role.HOST)).json()
    assert first["id"] != second["id"]
    assert first["sha256"] == second["sha256"]
    proving.later(days=11)
    assert erase_old_proofs(proving.village.database, proving.home) == 1
    assert proving.village.get(first["picture"]).status_code == 404
    assert proving.village.get(second["picture"]).status_code == 200


def test_who_is_stopped_while_erasing_erases_it_the_next_time(
    proving: Proving, monkeypatch: pytest.MonkeyPatch
) -> None:
    proving.send()
    proving.later(days=31)
    with monkeypatch.context() as patched:
        patched.setattr("data.repositories.proofs.Proofs.erased", stopped)
        with pytest.raises(RuntimeError):
            erase_old_proofs(proving.village.database, proving.home)
    assert proving.files() == []
    assert erase_old_proofs(proving.village.database, proving.home) == 1


def test_a_picture_that_is_erased_for_another_proof_while_it_is_sent_is_kept_again(
    proving: Proving, monkeypatch: pytest.MonkeyPatch
) -> None:
    add = Proofs.add

    def late(*given: Any) -> Any:
        for file in proving.files():
            file.unlink()
        return add(*given)

    monkeypatch.setattr("data.repositories.proofs.Proofs.add", late)
    proof = proving.send().json()
    assert proving.village.get(proof["picture"]).status_code == 200


def test_a_file_that_may_not_be_removed_keeps_no_other_one(proving: Proving) -> None:
    proofs = [proving.send(picture(colour=(shade, 0, 0))).json() for shade in (0, 90, 180)]
    (stuck,) = (one for one in proving.files() if one.name == min(proof["sha256"] for proof in proofs))
    stuck.unlink()
    stuck.mkdir()
    proving.later(days=31)
    for _ in range(2):
        with pytest.raises(OutputError, match="remove it by hand"):
            erase_old_proofs(proving.village.database, proving.home)
    assert proving.files() == []
    stuck.rmdir()
    assert erase_old_proofs(proving.village.database, proving.home) == 1


def stopped(*_: object) -> None:
    raise RuntimeError("as if the process had ended here")


def test_a_leg_has_twenty_proofs_at_most(proving: Proving) -> None:
    for shade in range(20):
        assert proving.send(picture(colour=(shade * 10, 0, 0))).status_code == 201
    refused = proving.send(picture(colour=(0, 0, 99)))
    assert (refused.status_code, "no more are kept" in refused.text) == (409, True)
