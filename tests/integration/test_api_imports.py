"""Spreadsheets of orders over HTTP: handed in, tried, mended, made real; on both real databases."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kernel.scope import Own, Role
from rounds.old_uploads import KEPT_FOR, forget_old_uploads
from tests.asked_village import AskedVillage, asked_village
from tests.squares import HEADER, good_rows
from tests.stores import Store
from workers.consumer import do_next
from workers.settings import WorkerSettings

WRONG = "7,Het Boek,Klant Zeven,,,9999 XX,1"


@dataclass
class Importing:
    """The village, and a worker that does what is asked for."""

    village: AskedVillage
    home: Path

    def hand_in(
        self, *rows: str, as_: dict[str, str] | None = None, key: str = "", header: str = HEADER, **how: Any
    ) -> Any:
        headers = (self.village.key(Role.HOST) if as_ is None else as_) | {"Content-Type": "text/csv"}
        headers |= {"Idempotency-Key": key} if key else {}
        return self.village.client.post(
            "/api/v1/squares/proefdorp/imports",
            content="\n".join([header, *rows]).encode(),
            headers=headers,
            params={"day": "2026-12-01", **how},
        )

    @property
    def uploads(self) -> list[Path]:
        return list((self.home / "uploads").glob("*"))

    def work(self) -> None:
        with self.village.database.queue() as queue:
            queue.relay()
        while do_next(self.village.database, self.home, WorkerSettings(), "a test"):
            pass

    def done(self, answer: Any) -> dict[str, Any]:
        """Let an import be done, and give its job."""
        assert answer.status_code == 202, answer.text
        self.work()
        return self.village.get(answer.headers["Location"]).json()

    def files(self) -> int:
        return len(self.uploads)

    def forgotten(self, after: timedelta) -> int:
        """Let the clock tick once, so much later, and give how many files that removed."""
        database, clock = self.village.database, self.village.database._clock
        for file in self.uploads:
            os.utime(file, (clock().timestamp(),) * 2)  # the file system has a clock of its own
        database._clock = lambda: clock() + after
        try:
            return forget_old_uploads(database, self.home)
        finally:
            database._clock = clock

    def later(self, by: timedelta) -> None:
        """Move the clock."""
        clock = self.village.database._clock
        self.village.database._clock = lambda: clock() + by

    def numbers(self) -> list[str]:
        return sorted(one["order_ref"] for one in self.village.get("/orders").json()["items"])


@pytest.fixture
def importing(store: Store, village: Path) -> Iterator[Importing]:
    with asked_village(store, village) as asked:
        yield Importing(asked, store.home)


def test_a_file_is_handed_in_and_its_orders_are_stored_by_a_job(importing: Importing) -> None:
    job = importing.done(importing.hand_in(*good_rows(3)))
    assert (job["state"], job["result"]["new"], job["result"]["failing"]) == ("done", 3, 0)
    assert importing.numbers() == ["1", "2", "3"]
    again = importing.done(importing.hand_in(*good_rows(3)))
    assert (again["result"]["new"], again["result"]["same"]) == (0, 3)
    assert importing.village.get(f"/imports/{job['id']}/mend").status_code == 404


def test_crates_share_what_is_usual_of_an_order(importing: Importing) -> None:
    """4 kg and 16 l among three crates, to the gram and millilitre."""
    importing.done(importing.hand_in("1,Het Boek,Klant Een,,3,1201 AB,,3", header=f"{HEADER},crates"))
    (order,) = importing.village.get("/orders").json()["items"]
    assert [(one["weight_g"], one["volume_ml"]) for one in order["parcels"]] == [
        (1_334, 5_334), (1_333, 5_333), (1_333, 5_333),
    ]  # fmt: skip


def test_a_trial_stores_nothing_and_is_made_real_once(importing: Importing) -> None:
    trial = importing.done(importing.hand_in(*good_rows(2), dry_run=True))
    assert (trial["result"]["stored"], trial["result"]["new"]) == (False, 2)
    assert (trial["result"]["mended"], trial["result"]["waiting"]) == (0, 0)
    assert [note["en"] for note in trial["result"]["notes"]] == ["2 without volume: 16 l taken"]
    assert importing.numbers() == []
    asked = [importing.village.post(f"/imports/{trial['id']}/commit") for _ in range(2)]
    assert asked[0].json()["id"] == asked[1].json()["id"] != trial["id"]
    assert importing.done(asked[0])["result"]["new"] == 2
    assert importing.numbers() == ["1", "2"]
    assert importing.village.post(f"/imports/{asked[0].json()['id']}/commit").status_code == 409


def test_a_trial_for_a_day_that_is_past_by_now_is_not_made_real(importing: Importing) -> None:
    tried, late = (importing.done(importing.hand_in(*good_rows(count), dry_run=True)) for count in (1, 2))
    asked = importing.village.post(f"/imports/{tried['id']}/commit")
    importing.later(timedelta(days=2))
    assert importing.village.post(f"/imports/{tried['id']}/commit").json()["id"] == asked.json()["id"]
    refused = importing.village.post(f"/imports/{late['id']}/commit")
    assert refused.status_code == 409
    assert "is for 2026-12-01, which is past. Hand the file in with 2026-12-02 or a later day." in refused.text
    importing.work()
    assert importing.numbers() == ["1"]


def test_rows_of_a_day_that_is_past_when_they_are_stored_are_counted(importing: Importing) -> None:
    row = f"{good_rows(1)[0]},2026-12-01"
    trial = importing.done(importing.hand_in(row, header=f"{HEADER},date", dry_run=True, day="2026-12-03"))
    assert not any("past" in note["en"] for note in trial["result"]["notes"])
    importing.later(timedelta(days=2))
    job = importing.done(importing.village.post(f"/imports/{trial['id']}/commit"))
    assert (job["result"]["new"], "1 for a day that is past" in str(job["result"]["notes"])) == (1, True)


def test_rows_that_fail_are_fetched_mended_and_handed_in_again(importing: Importing) -> None:
    job = importing.done(importing.hand_in(*good_rows(2), WRONG))
    assert (job["result"]["stored"], job["result"]["failing"]) == (False, 1)
    file = importing.village.get(f"/imports/{job['id']}/mend")
    assert file.headers["content-type"] == "text/csv; charset=utf-8"
    lines = file.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert lines[1].startswith("7;Het Boek;Klant Zeven")
    assert "huisnummer" in lines[1]
    partial = importing.done(importing.hand_in(*good_rows(2), WRONG, partial=True))
    assert (partial["result"]["stored"], importing.numbers()) == (True, ["1", "2"])
    mended = [WRONG.replace(",,,9999 XX", ",,3,1201 AB")]
    assert importing.done(importing.hand_in(*mended))["result"]["new"] == 1


def test_what_waits_for_its_address_is_among_the_rows_to_mend_too(importing: Importing) -> None:
    unknown = "7,Het Boek,Klant Zeven,Lindelaan,4,1299 ZZ,3"
    job = importing.done(importing.hand_in(unknown, keep_uncertain=True))
    assert (job["result"]["stored"], job["result"]["failing"], job["result"]["waiting"]) == (True, 0, 1)
    assert "Lindelaan" in importing.village.get(f"/imports/{job['id']}/mend").text


def test_a_day_that_is_past_is_refused_before_the_file_is_kept(importing: Importing) -> None:
    answer = importing.hand_in(*good_rows(1), day="2026-11-29", key="gisteren")
    assert (answer.status_code, answer.json()["detail"]) == (
        400, "day: 2026-11-29 is past. Give today (2026-11-30) or a later day.",
    )  # fmt: skip
    elsewhere = importing.village.key(Role.HOST, importing.village.other)
    assert (importing.hand_in(*good_rows(1), as_=elsewhere).status_code, importing.files()) == (404, 0)
    assert importing.hand_in(*good_rows(1), key="gisteren").status_code == 202


def test_a_file_with_a_key_is_not_read_as_json(importing: Importing, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading and writing it would mute the process for as long as it takes."""
    monkeypatch.setattr("api.idempotency.json", None)
    answers = [importing.hand_in(*good_rows(count), key="bestand") for count in (2, 2, 1, 2_000)]
    assert [(one.status_code, "idempotency-replayed" in one.headers) for one in answers] == [
        (202, False), (202, True), (422, False), (422, False),
    ]  # fmt: skip


def test_a_file_that_is_no_table_fails_in_words_and_the_same_request_twice_is_one_job(importing: Importing) -> None:
    first, again = (importing.hand_in("\x00\x01", key="once") for _ in range(2))
    assert first.json()["id"] == again.json()["id"]
    job = importing.done(first)
    assert job["state"] == "dead"
    assert job["error"]
    assert str(importing.home) not in str(job)


def test_what_is_no_import_or_not_done_is_told(importing: Importing) -> None:
    waiting = importing.hand_in(*good_rows(1), dry_run=True).json()["id"]
    assert importing.village.get(f"/imports/{waiting}/mend").status_code == 409
    assert importing.village.post(f"/imports/{waiting}/commit").status_code == 409
    plan = importing.village.post("/plans", {"day": "2026-12-01"}).json()["id"]
    assert importing.village.get(f"/imports/{plan}/mend").status_code == 404
    assert importing.village.get("/imports/00000000-0000-7000-8000-000000000000/mend").status_code == 404


def test_a_shop_hands_in_no_files_as_they_may_hold_orders_of_others(importing: Importing) -> None:
    shop = importing.village.key(Role.SHOP, own=Own(shops=frozenset({importing.village.shops["Het Boek"]})))
    assert importing.hand_in(*good_rows(1), as_=shop).status_code == 403


def test_a_file_beyond_the_limit_is_refused_while_it_is_read(importing: Importing) -> None:
    answer = importing.hand_in("x" * 20_000_000)
    assert (answer.status_code, answer.json()["detail"]) == (413, "The payload is larger than 20000000 bytes.")


def test_files_and_rows_to_mend_are_forgotten_when_no_job_needs_them(importing: Importing) -> None:
    later = KEPT_FOR + timedelta(minutes=1)
    job = importing.done(importing.hand_in(*good_rows(2), WRONG))
    waiting = importing.hand_in(*good_rows(1))
    assert (importing.files(), importing.forgotten(KEPT_FOR - timedelta(minutes=1))) == (3, 0)
    assert (importing.forgotten(later), importing.files()) == (2, 1), "one still has its job before it"
    assert importing.village.get(f"/imports/{job['id']}/mend").status_code == 404
    assert importing.done(waiting)["result"]["new"] == 1
    assert (importing.forgotten(later), importing.files(), importing.forgotten(later)) == (1, 0, 0)
    assert importing.done(importing.hand_in(*good_rows(1)))["result"]["same"] == 1


def test_a_file_that_is_refused_is_not_kept(importing: Importing) -> None:
    host = importing.village.key(Role.HOST)
    for slug in ("nergens", "verderop"):
        answer = importing.village.client.post(
            f"/api/v1/squares/{slug}/imports", content=b"x", headers=host | {"Content-Type": "text/csv"}
        )
        assert (answer.status_code, importing.files()) == (404, 0)
    assert importing.hand_in(*good_rows(1), key="once").status_code == 202
    assert importing.hand_in(*good_rows(2), key="once").status_code == 422
    assert importing.files() == 1
