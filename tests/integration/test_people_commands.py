"""`dorpsronde courier`, `slot` and `tariff`: for a host without a program."""

from pathlib import Path

import pytest

from data.models.states import RoundState
from tests.squares import home_in
from tests.stored_square import DAY, TEST, leg_ids, new_database, plan_of, store_orders, store_square


@pytest.fixture
def square(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A square with a released round; its day is 2026-12-01."""
    monkeypatch.chdir(tmp_path)
    home_in(tmp_path).mkdir()
    database = new_database(home_in(tmp_path))
    here = store_square(database)
    store_orders(database, here, ["1"])
    with database.begin(TEST) as work:
        plan = work.plans.save(here.id, DAY, plan_of(here, [leg_ids(database, here)]))
        work.rounds.set_state(plan.rounds[0].id, RoundState.RELEASED)
    database.close()
    return here.slug


def test_a_courier_is_made_listed_and_put_on_a_round(call, square: str) -> None:
    noor = ("courier", "add", square, "Noor", "--profile", "cargo-bike", "--phone", "06 12345678")
    assert call(*noor, "--hours", "di,vr 12:00-18:00").out == "Noor is a courier.\n"
    assert call("courier", "list", square).out == "Noor  cargo-bike  +31612345678\n"
    put = ("courier", "assign", square, "noor", "--date", DAY.isoformat(), "--round")
    assert call(*put, "1", "--lang", "nl").out == "Noor rijdt ronde 1.\n"
    again = call(*put, "1")
    assert (again.code, "Noor is on this round" in again.err) == (1, True)
    assert "there is no round 2" in call(*put, "2").err
    assert (
        "there is no courier 'Bo'"
        in call("courier", "assign", square, "Bo", "--date", "2026-12-01", "--round", "1").err
    )


@pytest.mark.parametrize(
    ("hours", "said"),
    [("13:00-18:00", "names no day"), ("xx 13:00-18:00", "no day of the week"), ("di 13:00-18:75", "no time 18:75"),
     ("di 18:00-13:00", "does not end after it starts"), ("dinsdags", "cannot be read")],
)  # fmt: skip
def test_hours_that_cannot_be_read_are_told_in_a_line(call, square: str, hours: str, said: str) -> None:
    refused = call("courier", "add", square, "Noor", "--profile", "cargo-bike", "--hours", hours)
    assert (refused.code, said in refused.err, refused.err.count("\n")) == (2, True, 1)


def test_a_slot_is_offered_and_told(call, square: str) -> None:
    made = ("slot", "add", square, "Middag", "--hours", "tu 14:00-17:00", "--cutoff", "18:00", "--days-before", "1")
    assert call(*made, "--capacity", "5", "--from", "2020-01-01").out == "Slot Middag is offered.\n"
    told = call("slot", "list", square, "--date", "2020-01-07").out
    assert told == "14:00-17:00  Middag  closed, 5 left, order until 2020-01-06 18:00\n"
    assert call("slot", "list", square, "--date", "2020-01-08").out == "Nothing is offered on that day.\n"


def test_a_tariff_is_made_and_told_as_on_a_poster(call, square: str) -> None:
    made = ("tariff", "add", square, "--from", "2026-12-01", "--delivery", "395", "--up-to", "5", "--per-kg", "50")
    told = "From 2026-12-01: EUR 3.95 up to 5 kg, above 0.50 / 1 kg; VAT included (21 %)\n"
    assert call(*made, "--vat", "21").out == told
    assert call("tariff", "list", square).out == told
    dutch = "Vanaf 2026-12-01: EUR 3,95 tot 5 kg, daarboven 0,50 / 1 kg; btw inbegrepen (21 %)\n"
    assert call("tariff", "list", square, "--lang", "nl").out == dutch
    refused = call(*made, "--vat", "nan")
    assert (refused.code, "is not a number" in refused.err, "Traceback" in refused.err) == (2, True, False)
    assert call(*made, "--vat", "21").code == 1, "another begins on that day"
