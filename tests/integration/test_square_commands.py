"""Areas, squares and spreadsheets by command: what a person reads, and what is stored or not."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from data.database import Database
from data.drafts.shop import ShopDraft
from kernel.scope import Scope
from tests.own_process import run_command
from tests.squares import DAY, contents, good_rows, make_square, open_home, orders_file
from tests.village import LAT, LAT_DEGREE_M, LON, LON_DEGREE_M, Village, whole_village

TEST = Scope.system("a test")
ADDRESS = ("street", "number", "postcode", "town")


@pytest.fixture
def folder(working_folder: Path) -> Path:
    return working_folder


def border(folder: Path, geometry: dict | None) -> Path:
    file = folder / "border.geojson"
    file.write_text(json.dumps({"type": "Feature", "properties": {}, "geometry": geometry}), "utf-8")
    return file


def square(west: float, south: float, size: float = 0.01) -> list[list[float]]:
    east, north = west + size, south + size
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


@pytest.mark.parametrize(
    ("geometry", "line"),
    [
        ({"type": "LineString", "coordinates": square(LON, LAT)}, "the border is a LineString, not a polygon"),
        ({"type": "Polygon", "coordinates": [square(9.5, 47.1)]}, "the border lies elsewhere"),
        ({"type": "Polygon", "coordinates": [square(LAT, LON)]}, "its lon and lat are swapped"),
        (
            {"type": "Polygon", "coordinates": [[[5.5, 52.1], [5.51, 52.11], [5.51, 52.1], [5.5, 52.11], [5.5, 52.1]]]},
            "the border crosses or touches itself (Self-intersection",
        ),
        ({"type": "Polygon", "coordinates": [square(155_000, 463_000)]}, "which are no degrees"),
        ({"type": "Polygon", "coordinates": []}, "the border is empty"),
        (None, "there is no polygon in it"),
        ({"type": "GeometryCollection", "geometries": []}, "there is no polygon in it"),
        ({"type": "Polygon", "coordinates": "here"}, "is no GeoJSON"),
        ({"type": "Polygon", "coordinates": [["a"]]}, 'position 1 of a ring of the border is "a", not two numbers'),
    ],
)
def test_a_border_that_cannot_be_is_refused_and_the_area_stays(
    call, folder: Path, village: Path, geometry: dict | None, line: str
) -> None:
    assert call("area", "import", "Proefdorp", village).code == 0
    before = contents(folder)
    said = call("area", "import", "Proefdorp", village, "--border", border(folder, geometry))
    assert said.code == 2
    assert line in said.last_line
    assert "border.geojson" in said.last_line
    assert contents(folder) == before


def test_a_polygon_within_a_collection_of_shapes_is_a_border(call, folder: Path, village: Path) -> None:
    shape = {"type": "GeometryCollection", "geometries": [{"type": "Polygon", "coordinates": [square(LON, LAT)]}]}
    assert call("area", "import", "Proefdorp", village, "--border", border(folder, shape)).code == 0


def test_an_area_that_comes_again_is_replaced_in_one_step(call, folder: Path, village: Path) -> None:
    make_square(call, village, folder)
    larger = whole_village()
    larger.node(10, 10, **{"addr:street": "Nieuwstraat", "addr:housenumber": "1"})
    said = call("area", "import", "PROEFDORP", larger.write(folder / "larger.osm"))
    assert "61 addresses" in said.out
    database = open_home(folder)
    with database.read(TEST) as work:
        assert len(work.areas.all()) == 1
        assert work.squares.get("proefdorp").areas[0].road_network.extract_name == "larger.osm"
        assert len(work.areas.networks()) == 2
    database.close()
    kept = [file for file in (folder / "dorpsronde-data" / "extracts").iterdir() if not file.name.startswith(".")]
    assert len(kept) == 2


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("plan", "proefdorp", "--date", "01-12-2026"), "'01-12-2026' cannot be read. Write it as 2026-12-01 (year"),
        (("report", "make", "proefdorp", "--month", "12-2026", "-o", "-"), "Write it as 2026-12 (year-month)."),
    ],
)
def test_a_day_or_month_in_another_form_is_answered_with_an_example(
    call, arguments: tuple[str, ...], line: str
) -> None:
    said = call(*arguments)
    assert said.code == 2
    assert line in said.last_line


@pytest.mark.parametrize("has_shops", [True, False])
def test_the_next_command_can_be_copied_and_does_not_end_in_a_refusal(
    call, folder: Path, monkeypatch: pytest.MonkeyPatch, has_shops: bool
) -> None:
    monkeypatch.setattr("sys.argv", [".venv/bin/dorpsronde"])
    town = Village()
    town.streets()
    town.doors()
    if has_shops:
        town.shops()
    said = call("area", "import", "Proefdorp", town.write(folder / "dorp.osm"))
    ending = " --from-map" if has_shops else ""
    assert said.out.endswith(f'\nNext: .venv/bin/dorpsronde square create SLUG --area "Proefdorp"{ending}\n')
    said = call("square", "create", "proefdorp", "--area", "Proefdorp", *ending.split())
    assert said.code == 0
    assert "\n  .venv/bin/dorpsronde vehicles import proefdorp vehicles.csv\n" in said.out


def test_a_damaged_extract_leaves_nothing_behind(call, folder: Path) -> None:
    page = folder / "dorp.osm.pbf"
    page.write_text("<html>404</html>")
    said = call("area", "import", "Proefdorp", page)
    assert said.code == 2
    assert "dorp.osm.pbf" in said.last_line
    assert not list(folder.glob("dorpsronde-data/extracts/*"))


def test_a_square_takes_the_named_shops_of_the_map(call, folder: Path, village: Path) -> None:
    make_square(call, village, folder)
    database = open_home(folder)
    with database.read(TEST) as work:
        stored = work.squares.get("proefdorp")
        shops = work.shops.all(stored.id)
    assert [shop.name for shop in shops] == ["Bakker Bart", "Buurtsuper", "Het Boek", "Slager Smit"]
    assert {shop.opening_hours for shop in shops} == {"Mo-Sa 08:00-18:00"}
    assert stored.depot_name in {shop.name for shop in shops}
    database.close()


def test_two_shops_of_one_name_on_the_map_are_told_apart(call, folder: Path) -> None:
    town = whole_village()
    for east in (10, 200, 400):
        town.node(east, 310, shop="bakery", name="Bakker Bart")
    call("area", "import", "Proefdorp", town.write(folder / "dorp.osm"))
    assert call("square", "create", "proefdorp", "--area", "Proefdorp", "--from-map").code == 0
    database = open_home(folder)
    with database.read(TEST) as work:
        names = [shop.name for shop in work.shops.all(work.squares.get("proefdorp").id)]
    database.close()
    assert sorted(name for name in names if name.startswith("Bakker")) == [
        "Bakker Bart", "Bakker Bart (bakery)", "Bakker Bart 2", "Bakker Bart 3",
    ]  # fmt: skip


def test_a_name_on_the_map_loses_what_does_not_show(call, folder: Path) -> None:
    town = whole_village()
    for east, name in ((10, "Kaas\u202e\u200b Jan"), (200, "\u200b")):
        town.node(east, 310, shop="cheese", name=name)
    call("area", "import", "Proefdorp", town.write(folder / "dorp.osm"))
    assert call("square", "create", "proefdorp", "--area", "Proefdorp", "--from-map").code == 0
    database = open_home(folder)
    with database.read(TEST) as work:
        names = {shop.name for shop in work.shops.all(work.squares.get("proefdorp").id)}
    database.close()
    assert {"Kaas Jan", "cheese"} < names


@pytest.mark.parametrize("command", ["shops", "vehicles", "orders"])
def test_an_unknown_square_names_those_there_are(call, folder: Path, village: Path, command: str) -> None:
    make_square(call, village, folder)
    said = call(command, "import", "nergens", orders_file(folder, good_rows(1)))
    assert said.code == 2
    assert said.last_line == "Error: there is no square 'nergens'. Squares here: proefdorp."


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("9,Bakker Brat,Klant,,1,1200 AB,1", 'shop "Bakker Brat" is not known; is it Bakker Bart?'),
        ("9,Het Boek,Klant,,1,1200 AB,-1", 'weight "-1" is negative'),
        ("9,Het Boek,Klant,Lindelaan,1,1200 AB,1", "Lindelaan was written; which is right?"),
        ("9,Het Boek,Klant,,99,1200 AB,1", "99"),
    ],
)
def test_one_row_that_fails_keeps_the_whole_file_out(call, folder: Path, village: Path, row: str, reason: str) -> None:
    make_square(call, village, folder)
    before = contents(folder)
    file = orders_file(folder, [*good_rows(3), row])
    said = call("orders", "import", "proefdorp", file, "--date", DAY)
    assert said.code == 1
    assert reason in said.out
    assert "Nothing stored: all or nothing." in said.out
    assert contents(folder) == before
    to_mend = (folder / "orders.mend.csv").read_text("utf-8-sig").splitlines()
    assert len(to_mend) == 2
    partial = call("orders", "import", "proefdorp", file, "--date", DAY, "--partial")
    assert partial.code == 0
    assert "Stored: 3 new" in partial.out


@pytest.mark.parametrize(
    ("header", "line"),
    [
        ("order_ref,shop,recipient,weight_kg", "postcode"),
        ("order_ref,recipient,street,number,town", "there is no column for shop"),
    ],
)
def test_a_missing_column_is_named(call, folder: Path, village: Path, header: str, line: str) -> None:
    make_square(call, village, folder)
    before = contents(folder)
    said = call("orders", "import", "proefdorp", orders_file(folder, ["1,a,b,c,d"], header=header), "--date", DAY)
    assert said.code == 2
    assert "orders.csv" in said.last_line
    assert line in said.last_line
    assert contents(folder) == before


def test_a_postcode_or_position_outside_the_area_fails(call, folder: Path, village: Path) -> None:
    make_square(call, village, folder)
    header = "order_ref,shop,recipient,postcode,number,lon,lat"
    rows = ["1,Het Boek,Klant,9999 XX,1,,", "2,Het Boek,Klant,,,4.9,52.37"]
    said = call("orders", "import", "proefdorp", orders_file(folder, rows, header=header), "--date", DAY)
    assert said.code == 1
    assert "postcode 9999XX is not on this map" in said.out
    assert "the address (4.90000, 52.37000) lies outside Proefdorp" in said.out


def test_the_same_file_twice_adds_nothing_and_another_order_of_that_number_fails(
    call, folder: Path, village: Path
) -> None:
    make_square(call, village, folder)
    file = orders_file(folder, good_rows(4))
    assert "Stored: 4 new, 0 changed, 0 known." in call("orders", "import", "proefdorp", file, "--date", DAY).out
    before = [line for line in contents(folder) if "system_acts" not in line]
    assert "Stored: 0 new, 0 changed, 4 known." in call("orders", "import", "proefdorp", file, "--date", DAY).out
    other = orders_file(folder, [good_rows(1)[0].replace("2.5", "7")])
    said = call("orders", "import", "proefdorp", other, "--date", DAY, "--lang", "nl")
    assert said.code == 1
    assert "dit nummer is eerder ingelezen met andere inhoud" in said.out
    assert [line for line in contents(folder) if "system_acts" not in line] == before


def test_a_dry_run_stores_and_writes_nothing(call, folder: Path, village: Path) -> None:
    make_square(call, village, folder)
    before = contents(folder)
    file = orders_file(folder, [*good_rows(2), "9,Nergens,Klant,,1,1200 AB,1"])
    said = call("orders", "import", "proefdorp", file, "--date", DAY, "--dry-run")
    assert said.code == 1
    assert "Dry run, nothing stored" in said.out
    assert not (folder / "orders.mend.csv").exists()
    assert contents(folder) == before


def test_a_row_without_a_date_fails_where_no_date_is_given(call, folder: Path, village: Path) -> None:
    make_square(call, village, folder)
    said = call("orders", "import", "proefdorp", orders_file(folder, good_rows(1)))
    assert "there is no delivery date; add a column date, or give a day for all" in said.out


def test_today_is_the_squares_and_not_that_of_greenwich(
    call, folder: Path, village: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At 23:30 UTC it is half past midnight of the sixth in the Netherlands."""
    make_square(call, village, folder)
    monkeypatch.setattr(Database.open.__func__, "__defaults__", (lambda: datetime(2031, 12, 5, 23, 30, tzinfo=UTC),))
    for day, is_past in (("2031-12-05", True), ("2031-12-06", False)):
        said = call("orders", "import", "proefdorp", orders_file(folder, good_rows(1)), "--date", day, "--dry-run")
        assert ("1 for a day that is past" in said.out) == is_past, said.out


def test_a_shop_keeps_what_a_later_file_leaves_empty(call, folder: Path, village: Path) -> None:
    make_square(call, village, folder)
    file = folder / "shops.csv"
    file.write_text("shop,postcode,number,phone\nBakker Bart,1201 AB,3,0612345678\n", "utf-8")
    assert "0 new, 1 changed, 0 known" in call("shops", "import", "proefdorp", file).out
    assert "0 new, 0 changed, 1 known" in call("shops", "import", "proefdorp", file).out
    database = open_home(folder)
    with database.read(TEST) as work:
        shop = work.shops.all(work.squares.get("proefdorp").id)[0]
    database.close()
    assert (shop.name, shop.postcode, shop.opening_hours) == ("Bakker Bart", "1201AB", "Mo-Sa 08:00-18:00")


def test_a_shop_keeps_its_address_until_it_moves(call, folder: Path, village: Path) -> None:
    make_square(call, village, folder)
    file = folder / "shops.csv"
    door = f"{LON + 136 / LON_DEGREE_M:.6f},{LAT + 120 / LAT_DEGREE_M:.6f}"

    def address_after(*rows: str) -> tuple[str, ...]:
        file.write_text("\n".join(rows) + "\n", "utf-8")
        assert call("shops", "import", "proefdorp", file).code == 0
        database = open_home(folder)
        with database.read(TEST) as work:
            shop = work.shops.called(work.squares.get("proefdorp").id, "Bakker Bart")
        database.close()
        return shop.street, shop.number, shop.postcode, shop.town, shop.phone[-1:]

    whole = address_after("shop,street,number,postcode,town", "Bakker Bart,Dwarsstraat 2,3,1201 AB,Proefdorp")
    assert whole == ("Dwarsstraat 2", "3", "1201AB", "Proefdorp", "")
    for phone, row in (
        ("1", ("shop,postcode,number,phone", "Bakker Bart,1201 AB,3,0612345671")),
        ("2", ("shop,lon,lat,phone", f"Bakker Bart,{door},0612345672")),
    ):
        assert address_after(*row) == (*whole[:-1], phone)
    assert address_after("shop,postcode,number", "Bakker Bart,1203 AB,3") == ("", "3", "1203AB", "", "2")
    assert address_after("shop,lon,lat", f"Bakker Bart,{door}") == ("", "", "", "", "2")


def test_a_shop_gets_no_address_that_is_half_of_one_and_half_of_another(call, folder: Path, village: Path) -> None:
    make_square(call, village, folder)
    file = folder / "shops.csv"
    door = f"{LON + 136 / LON_DEGREE_M:.6f},{LAT + 120 / LAT_DEGREE_M:.6f}"
    whole = "Dwarsstraat 2", "3", "1201 AB", "Proefdorp"
    for columns, row, then in (
        ("street,lon,lat", f"Markt,{door}", ("Markt", "", "", "")),
        ("street,number,lon,lat", f"Markt,5,{door}", ("Markt", "5", "", "")),
        ("street,number,lon,lat", f"DWARSSTRAAT 2,3,{door}", whole),
        ("postcode,number", "1201 AB,3", whole),
    ):
        database = open_home(folder)
        with database.begin(TEST) as work:
            square = work.squares.get("proefdorp").id
            # As it is put over HTTP, where an address is stored as it is said.
            here = ShopDraft("Bakker Bart", *map(float, door.split(",")), **dict(zip(ADDRESS, whole, strict=True)))
            work.shops.put(square, [here])
        file.write_text(f"shop,{columns}\nBakker Bart,{row}\n", "utf-8")
        assert call("shops", "import", "proefdorp", file).code == 0
        with database.read(TEST) as work:
            shop = work.shops.called(square, "Bakker Bart")
        database.close()
        found = [str(getattr(shop, name)) for name in ADDRESS]
        assert [one.replace(" ", "").upper() for one in found] == [one.replace(" ", "").upper() for one in then], row


def test_a_cargo_trike_is_taken_in_with_what_it_usually_carries(call, folder: Path, village: Path) -> None:
    make_square(call, village, folder)
    file = folder / "more.csv"
    file.write_text("vehicle,profile\nDriewieler,driewieler\n", "utf-8")
    said = call("vehicles", "import", "proefdorp", file)
    assert said.code == 0
    assert "capacity 200 kg, 1200 l taken" in said.out


@pytest.mark.parametrize("working_folder", ["sqlite"], indirect=True)
def test_a_file_size_limit_met_in_the_middle_leaves_the_database_as_it_was(call, folder: Path, village: Path) -> None:
    make_square(call, village, folder)
    before = contents(folder)
    file = orders_file(folder, good_rows(1_500))
    size = (folder / "dorpsronde-data" / "dorpsronde.db").stat().st_size
    command = ("orders", "import", "proefdorp", file, "--date", DAY)
    done = run_command(*command, folder=folder, most_bytes=size + 64 * 1024)
    assert done.returncode == 1, done.stdout + done.stderr
    assert done.stderr.strip().splitlines()[-1].endswith("The database is as it was before.")
    assert contents(folder) == before


def test_a_square_without_a_depot_says_how_to_give_one(call, folder: Path, village: Path) -> None:
    call("area", "import", "Proefdorp", village)
    assert "no depot yet" in call("square", "create", "proefdorp", "--area", "Proefdorp").out
    said = call("plan", "proefdorp", "--date", DAY)
    assert said.last_line == (
        "Error: square proefdorp has no depot. Say where rounds begin: "
        "`dorpsronde square depot proefdorp --shop SHOP`, or LON,LAT."
    )
    swapped = call("square", "depot", "proefdorp", f"{LAT},{LON}")
    assert swapped.code == 2
    assert "lies outside Proefdorp. Positions are lon,lat in degrees; are the two swapped?" in swapped.last_line
    assert call("square", "depot", "proefdorp", "hier").code == 2
    long = call("square", "depot", "proefdorp", f"{LON + 0.001},{LAT + 0.001}", "--name", "x" * 121)
    assert (long.code, "the name of the depot has 121 characters, at most 120 fit" in long.last_line) == (2, True)
    assert call("square", "depot", "proefdorp", f"{LON + 0.001},{LAT + 0.001}").code == 0


def test_a_depot_may_be_a_shop_of_the_square(call, folder: Path, village: Path) -> None:
    call("area", "import", "Proefdorp", village)
    call("square", "create", "proefdorp", "--area", "Proefdorp", "--from-map")
    assert (
        call("square", "depot", "proefdorp", "--shop", "het boek").out
        == "Rounds of proefdorp begin and end at Het Boek.\n"
    )
    unknown = call("square", "depot", "proefdorp", "--shop", "Het Brood")
    assert unknown.code == 2
    assert 'shop: shop "Het Brood" is not known' in unknown.last_line
    for neither_or_both in ((), (f"{LON},{LAT}", "--shop", "Het Boek")):
        assert "either LON,LAT or --shop is wanted" in call("square", "depot", "proefdorp", *neither_or_both).last_line


def test_a_square_that_exists_is_not_made_again(call, folder: Path, village: Path) -> None:
    make_square(call, village, folder)
    before = contents(folder)
    said = call("square", "create", "proefdorp", "--area", "Proefdorp", "--from-map")
    assert said.code == 1
    assert "there is a square 'proefdorp' already" in said.last_line
    assert contents(folder) == before
