"""Orders whose address is not sure: kept, listed, never planned before somebody mends them, and never lost."""

from datetime import date
from pathlib import Path

import pytest

from data.models.states import LegState, OrderState
from kernel.scope import Scope
from tests.squares import DAY, contents, good_rows, make_square, open_home, orders_file
from tests.village import whole_village

TEST = Scope.system("a test")
THE_DAY = date.fromisoformat(DAY)
UNKNOWN = "7,Het Boek,Klant Zeven,Lindelaan,4,,3"
BETTER = "7,Het Boek,Klant Zeven,Dwarsstraat 2,4,,3"
HEADER = "order_ref,shop,recipient,street,number,postcode,weight_kg,town,lon,lat"


pytestmark = pytest.mark.parametrize("working_folder", ["sqlite"], indirect=True)
"""Only on the file: `test_stored_planning` and `test_square_commands` run the same repositories on both."""


@pytest.fixture
def folder(call, village: Path, working_folder: Path) -> Path:
    make_square(call, village, working_folder)
    return working_folder


def rows(*given: str) -> list[str]:
    """Complete rows with a town, and no position."""
    return [f"{row},Proefdorp,," if row.count(",") == 6 else row for row in given]


def take(call, folder: Path, *given: str, keep: bool = True, more: tuple[str, ...] = ()):
    file = orders_file(folder, rows(*given), header=HEADER)
    options = [*(["--keep-uncertain"] if keep else []), *more]
    return call("orders", "import", "proefdorp", file, "--date", DAY, *options)


def stored(folder: Path) -> dict[str, tuple[OrderState, int]]:
    """State and number of legs by order number."""
    database = open_home(folder)
    with database.read(TEST) as work:
        square = work.squares.get("proefdorp")
        found = {one.order_ref: (one.state, len(one.legs)) for one in work.orders.of_day(square.id, THE_DAY)}
    database.close()
    return found


def events(folder: Path, ref: str) -> list[str]:
    database = open_home(folder)
    with database.read(TEST) as work:
        square = work.squares.get("proefdorp")
        (order,) = (one for one in work.orders.of_day(square.id, THE_DAY) if one.order_ref == ref)
        found = [one.kind for one in work.events.of(square.id, order_id=order.id)]
    database.close()
    return found


def test_without_being_asked_to_an_import_fails_an_address_that_is_not_sure(call, folder: Path) -> None:
    before = contents(folder)
    said = take(call, folder, *good_rows(2), UNKNOWN, keep=False)
    assert said.code == 1
    assert "3 read: 2 pass, 0 mended, 1 fail\n" in said.out
    assert contents(folder) == before


def test_an_order_whose_address_is_not_found_is_kept_and_waits(call, folder: Path) -> None:
    said = take(call, folder, *good_rows(2), UNKNOWN)
    assert said.code == 0
    assert "wait for a better address (1):\n  line 4, 7: this map has no Lindelaan in Proefdorp" in said.out
    assert "3 read: 2 pass, 0 mended, 0 fail, 1 waits for a better address" in said.out
    assert "Stored: 3 new, 0 changed, 0 known." in said.out
    assert stored(folder)["7"] == (OrderState.RECEIVED, 0)
    to_mend = (folder / "orders.mend.csv").read_text("utf-8-sig").splitlines()
    assert len(to_mend) == 2
    assert "Lindelaan" in to_mend[1]
    assert "this map has no Lindelaan" in to_mend[1].split(";")[-1]


def test_an_address_that_is_only_guessed_waits_too(call, folder: Path) -> None:
    gaps = whole_village()
    for number in (3, 7):
        tags = {"addr:street": "Gatstraat", "addr:housenumber": str(number), "addr:city": "Proefdorp"}
        gaps.node(20 * number, 130, **tags)
    assert call("area", "import", "Proefdorp", gaps.write(folder / "gaps.osm")).code == 0
    said = take(call, folder, "8,Het Boek,Klant,Gatstraat,5,,1")
    assert "line 2, 8: not sure enough where this is" in said.out
    assert stored(folder)["8"] == (OrderState.RECEIVED, 0)


def test_what_is_wrong_besides_the_address_still_fails_everything(call, folder: Path) -> None:
    before = contents(folder)
    said = take(call, folder, UNKNOWN, "9,Het Boek,Klant,,1,1200 AB,-4")
    assert said.code == 1
    assert "2 read: 0 pass, 0 mended, 1 fail, 1 waits for a better address" in said.out
    assert "Nothing stored: all or nothing." in said.out
    assert contents(folder) == before


def test_an_address_outside_the_area_is_not_ours_and_does_not_wait(call, folder: Path) -> None:
    said = take(call, folder, "9,Het Boek,Klant,,,,1,,4.9,52.37")
    assert said.code == 1
    assert "lies outside Proefdorp" in said.out
    assert stored(folder) == {}


def test_those_that_wait_are_listed_with_the_reason(call, folder: Path) -> None:
    assert call("orders", "waiting", "proefdorp").out == "0 orders wait for a better address.\n"
    take(call, folder, *good_rows(1), UNKNOWN)
    assert call("orders", "waiting", "proefdorp").out.splitlines() == [
        f"{DAY}  Het Boek, 7: Klant Zeven, Lindelaan 4, Proefdorp",
        "            this map has no Lindelaan in Proefdorp",
        "1 order waits for a better address.",
    ]
    dutch = call("orders", "waiting", "proefdorp", "--lang", "nl")
    assert dutch.out.splitlines()[1:] == [
        "            de straat staat niet op deze kaart",
        "1 bestelling wacht op een beter adres.",
    ]
    assert call("orders", "waiting", "nergens").last_line.startswith("Error: there is no square 'nergens'.")


@pytest.mark.parametrize("mended", [BETTER, "7,Het Boek,Klant Zeven,Lindelaan,4,,3,Proefdorp,5.5032,52.1018"])
def test_the_same_number_with_a_better_address_mends_it(call, folder: Path, mended: str) -> None:
    take(call, folder, *good_rows(1), UNKNOWN)
    said = take(call, folder, mended)
    assert said.code == 0, said.out
    assert "Stored: 0 new, 1 changed, 0 known." in said.out
    assert stored(folder)["7"] == (OrderState.ACCEPTED, 1)
    assert events(folder, "7") == ["order.received", "order.mended"]
    assert "0 orders wait" in call("orders", "waiting", "proefdorp").out
    again = take(call, folder, mended)
    assert "Stored: 0 new, 0 changed, 1 known." in again.out


def test_those_mended_for_a_day_that_is_past_are_told_as_new_ones_are(call, folder: Path) -> None:
    for row in (UNKNOWN, BETTER):
        file = orders_file(folder, rows(row), header=HEADER)
        said = call("orders", "import", "proefdorp", file, "--date", "2026-01-05", "--keep-uncertain")
        assert "1 for a day that is past: they are not planned by themselves" in said.out
    assert "Stored: 0 new, 1 changed, 0 known." in said.out


def test_the_file_of_rows_to_mend_mends_when_it_comes_back_better(call, folder: Path) -> None:
    take(call, folder, *good_rows(1), UNKNOWN)
    to_mend = folder / "orders.mend.csv"
    to_mend.write_text(to_mend.read_text("utf-8-sig").replace("Lindelaan", "Dwarsstraat 2"), "utf-8")
    said = call("orders", "import", "proefdorp", to_mend, "--date", DAY)
    assert "Stored: 0 new, 1 changed, 0 known." in said.out
    assert stored(folder)["7"] == (OrderState.ACCEPTED, 1)


def test_everything_of_a_waiting_order_is_renewed_and_its_number_and_moment_stay(call, folder: Path) -> None:
    take(call, folder, UNKNOWN)
    take(call, folder, "7,Het Boek,Klant Zeven,Lindenlaan,44,,5")
    assert events(folder, "7") == ["order.received", "order.changed"]
    assert stored(folder)["7"] == (OrderState.RECEIVED, 0)
    take(call, folder, BETTER.replace(",3", ",9"))
    database = open_home(folder)
    with database.read(TEST) as work:
        square = work.squares.get("proefdorp")
        (leg,) = work.legs.to_plan(square.id, THE_DAY)
        (order,) = work.orders.of_day(square.id, THE_DAY)
    database.close()
    assert (leg.state, leg.weight_g, [parcel.weight_g for parcel in leg.parcels]) == (LegState.PLANNED, 9_000, [9_000])
    assert (order.street, order.number, [one.weight_g for one in order.parcels]) == ("Dwarsstraat 2", "4", [9_000])
    assert order.received_at < order.changed_at


def test_an_accepted_order_is_not_changed_by_a_later_row(call, folder: Path) -> None:
    take(call, folder, UNKNOWN)
    take(call, folder, BETTER)
    before = [line for line in contents(folder) if "system_acts" not in line]
    said = take(call, folder, UNKNOWN)
    assert said.code == 1
    assert "this number was imported before with other content; what was stored stays" in said.out
    assert [line for line in contents(folder) if "system_acts" not in line] == before


def test_a_newer_map_that_knows_the_address_mends_it_when_the_file_comes_again(call, folder: Path) -> None:
    take(call, folder, UNKNOWN)
    newer = whole_village()
    newer.node(210, 130, **{"addr:street": "Lindelaan", "addr:housenumber": "4", "addr:city": "Proefdorp"})
    assert call("area", "import", "Proefdorp", newer.write(folder / "newer.osm")).code == 0
    assert "Stored: 0 new, 1 changed, 0 known." in take(call, folder, UNKNOWN).out
    assert stored(folder)["7"] == (OrderState.ACCEPTED, 1)


def test_an_order_that_has_its_place_does_not_wait_when_a_newer_map_forgets_the_street(call, folder: Path) -> None:
    take(call, folder, *good_rows(1))
    bare = whole_village()
    bare.elements = [one for one in bare.elements if "addr:" not in one]
    bare.node(10, 10, **{"addr:street": "Elders", "addr:housenumber": "1", "addr:city": "Proefdorp"})
    assert call("area", "import", "Proefdorp", bare.write(folder / "bare.osm")).code == 0
    said = take(call, folder, *good_rows(1))
    assert "1 read: 1 pass, 0 mended, 0 fail\n" in said.out
    assert "Stored: 0 new, 0 changed, 1 known." in said.out
    assert stored(folder)["1"] == (OrderState.ACCEPTED, 1)


def test_planning_leaves_out_what_waits_and_says_so(call, folder: Path) -> None:
    take(call, folder, *good_rows(3), UNKNOWN)
    said = call("plan", "proefdorp", "--date", DAY, "--iterations", "5")
    assert said.code == 0, said.err
    assert "3 of 3 orders" in said.out
    assert "Not planned: 1 whose address is still to be mended (dorpsronde orders waiting proefdorp)." in said.out


def test_a_day_on_which_every_order_waits_says_where_to_look(call, folder: Path) -> None:
    take(call, folder, UNKNOWN)
    said = call("plan", "proefdorp", "--date", DAY)
    assert said.code == 2
    assert said.last_line == (
        f"Error: every order of square proefdorp for {DAY} (1) waits for a better address. "
        "Look which: `dorpsronde orders waiting proefdorp`."
    )


def test_a_dry_run_tells_what_would_wait_and_stores_nothing(call, folder: Path) -> None:
    before = contents(folder)
    said = take(call, folder, UNKNOWN, more=("--dry-run",))
    assert said.code == 0
    assert "Dry run, nothing stored; it would be: 1 new, 0 changed, 0 known." in said.out
    assert contents(folder) == before
