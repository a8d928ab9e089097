"""`dorpsronde orders hand-on`: an order goes by a hub, by names as people say them."""

from pathlib import Path

import pytest

from data.drafts.shop import HubDraft, ShopDraft
from data.drafts.square import SquareDraft
from data.models.states import LegState
from kernel.scope import Scope
from rounds.handed_on import hand_on_by_name
from tests.squares import DAY, contents, good_rows, make_square, open_home, orders_file
from tests.stored_square import order

TEST = Scope.system("a test")


@pytest.fixture
def folder(working_folder: Path, call, village: Path) -> Path:
    """Two squares: proefdorp with two orders and the hub Dorpshuis, and buurdorp."""
    make_square(call, village, working_folder)
    orders = orders_file(working_folder, [*good_rows(2), good_rows(1)[0].replace("Het Boek", "Bakker Bart")])
    assert call("orders", "import", "proefdorp", orders, "--date", DAY).code == 0
    database = open_home(working_folder)
    with database.begin(TEST) as work:
        square = work.squares.get("proefdorp")
        work.hubs.put(square.id, [HubDraft("Dorpshuis", 5.503, 52.102)])
        work.squares.create(SquareDraft("buurdorp", "Buurdorp"), ["Proefdorp"])
    database.close()
    return working_folder


def ends(folder: Path, slug: str, ref: str) -> list[tuple[str, str]]:
    """Where the waiting legs of an order begin and end."""
    database = open_home(folder)
    with database.read(TEST) as work:
        orders = work.orders.page(work.squares.named(slug).id, after=None, limit=9)
    database.close()
    return [
        (leg.pickup_name, leg.delivery_name)
        for order in orders
        if order.order_ref == ref or order.order_ref.endswith(f"-{ref}")
        for leg in order.legs
        if leg.state is LegState.PLANNED
    ]


def test_an_order_goes_by_a_hub_to_another_square_once(call, folder: Path) -> None:
    said = call("orders", "hand-on", "proefdorp", "2", "--hub", "dorpshuis", "--to", "buurdorp")
    assert said.out == "Order 2 goes to dorpshuis; from there buurdorp brings it on.\n"
    before = contents(folder)
    assert call("orders", "hand-on", "proefdorp", "2", "--hub", "Dorpshuis", "--to", "buurdorp").code == 0
    assert [row for row in contents(folder) if "system_acts" not in row] == [
        row for row in before if "system_acts" not in row
    ]
    (first, second), (there,) = ends(folder, "proefdorp", "2"), ends(folder, "buurdorp", "2")
    assert (first[1], second[0], there[0]) == ("Dorpshuis", "Dorpshuis", "Dorpshuis (Proefdorp)")
    assert there[1] == second[1]


def test_without_another_square_its_own_brings_it_on(call, folder: Path) -> None:
    said = call("orders", "hand-on", "proefdorp", "2", "--hub", "Dorpshuis", "--lang", "nl")
    assert said.out == "Bestelling 2 gaat naar Dorpshuis; van daar brengt proefdorp haar verder.\n"
    assert [pair[1] == "Dorpshuis" for pair in ends(folder, "proefdorp", "2")] == [True, False]


def test_of_many_shops_with_one_number_the_named_one_is_found(folder: Path) -> None:
    database = open_home(folder)
    with database.begin(TEST) as work:
        square = work.squares.get("proefdorp")
        work.shops.put(square.id, [ShopDraft(f"Winkel {number:02}", 5.5, 52.1) for number in range(12)])
        ids = {one.name: one.id for one in work.shops.all(square.id)}
        work.orders.add(square.id, [order(ids[f"Winkel {number:02}"], "1") for number in range(12)])
    handed = hand_on_by_name(database, "proefdorp", "1", "Dorpshuis", shop="winkel 11")
    database.close()
    assert (handed.shop.name, len(handed.legs) > 1) == ("Winkel 11", True)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("proefdorp", "99", "--hub", "Dorpshuis"), "there is no order '99'"),
        (("proefdorp", "2", "--hub", "Kerk"), "there is no hub 'Kerk' on square proefdorp. Its hubs: Dorpshuis."),
        (("proefdorp", "2", "--hub", "Dorpshuis", "--to", "nergens"), "there is no square 'nergens'"),
        (("nergens", "2", "--hub", "Dorpshuis"), "there is no square 'nergens'"),
        (("proefdorp", "1", "--hub", "Dorpshuis"), "order '1' is of several shops: Bakker Bart, Het Boek"),
        (("proefdorp", "1", "--hub", "Dorpshuis", "--shop", "Bakker Bert"), "is it Bakker Bart?"),
    ],
)
def test_what_cannot_be_handed_on_is_one_line(call, folder: Path, arguments: tuple[str, ...], told: str) -> None:
    before = contents(folder)
    said = call("orders", "hand-on", *arguments)
    assert (said.code, told in said.last_line) == (2, True), said.last_line
    assert contents(folder) == before
