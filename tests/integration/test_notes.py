"""What a shop and a vehicle have to say reaches the courier: kept by the import, printed on the route sheet."""

from pathlib import Path

import pytest

from kernel.scope import Scope
from tests.squares import DAY, good_rows, make_square, open_home, orders_file

TEST = Scope.system("a test")
BACK_DOOR = "Achterom, <b>bel</b> twee keer"
BRAKE = "Linkerrem trekt"


@pytest.fixture
def folder(call, village: Path, working_folder: Path) -> Path:
    make_square(call, village, working_folder)
    (working_folder / "shops.csv").write_text(f'shop,postcode,number,note\nHet Boek,1202 AB,5,"{BACK_DOOR}"\n', "utf-8")
    (working_folder / "vehicles.csv").write_text(
        f"vehicle,profile,duty,note\nBike 1,cargo-bike,13:00-18:00,{BRAKE}\nBike 2,cargo-bike,13:00-18:00,{BRAKE}\n",
        "utf-8",
    )
    return working_folder


def notes(folder: Path) -> tuple[dict[str, str], dict[str, str]]:
    database = open_home(folder)
    with database.read(TEST) as work:
        square = work.squares.get("proefdorp")
        shops = {shop.name: shop.note for shop in work.shops.all(square.id) if shop.note}
        vehicles = {vehicle.name: vehicle.note for vehicle in work.vehicles.all(square.id)}
    database.close()
    return shops, vehicles


def test_notes_are_kept_and_the_same_file_again_changes_nothing(call, folder: Path) -> None:
    first = call("shops", "import", "proefdorp", folder / "shops.csv")
    assert "0 new, 1 changed, 0 known" in first.out
    assert "not kept" not in first.out
    call("vehicles", "import", "proefdorp", folder / "vehicles.csv")
    assert notes(folder) == ({"Het Boek": BACK_DOOR}, {"Bike 1": BRAKE, "Bike 2": BRAKE})
    assert "0 new, 0 changed, 1 known" in call("shops", "import", "proefdorp", folder / "shops.csv").out
    assert "0 new, 0 changed, 2 known" in call("vehicles", "import", "proefdorp", folder / "vehicles.csv").out


def test_a_shop_keeps_its_note_where_a_later_file_has_none(call, folder: Path) -> None:
    call("shops", "import", "proefdorp", folder / "shops.csv")
    (folder / "later.csv").write_text("shop,postcode,number\nHet Boek,1202 AB,6\n", "utf-8")
    assert "1 changed" in call("shops", "import", "proefdorp", folder / "later.csv").out
    assert notes(folder)[0] == {"Het Boek": BACK_DOOR}


def test_notes_stand_on_the_route_sheets_and_are_text_there(call, folder: Path) -> None:
    call("shops", "import", "proefdorp", folder / "shops.csv")
    call("vehicles", "import", "proefdorp", folder / "vehicles.csv")
    call("orders", "import", "proefdorp", orders_file(folder, good_rows(4)), "--date", DAY)
    said = call("plan", "proefdorp", "--date", DAY, "--iterations", "5")
    assert said.code == 0, said.err
    sheets = [sheet.read_text("utf-8") for sheet in (folder / "out" / "proefdorp" / DAY / "sheets").iterdir()]
    assert all(f'<p class="note">{BRAKE}</p>' in sheet for sheet in sheets)
    printed = [sheet for sheet in sheets if "Achterom, &lt;b&gt;bel&lt;/b&gt; twee keer" in sheet]
    assert printed
    assert all(sheet.count("Achterom") == sheet.count("<b>Het Boek</b>") for sheet in printed)
    assert not any("<b>bel</b>" in sheet for sheet in sheets)
