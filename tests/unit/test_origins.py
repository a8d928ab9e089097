"""How far goods come: weighed by shares of orders, of the shops that told it; a file that is refused by its line."""

from pathlib import Path

import pytest

from data.models.shop import Shop
from kernel.errors import BadInputError
from kernel.position import Position
from rounds.origins import origin_section
from rounds.producer_file import COLUMNS, read_producers

HEAD = ",".join(COLUMNS)


def producer(share_permille: int, distance_m: int, *, by_road: bool = True) -> dict[str, object]:
    return {
        "name": "x", "lon": 5.0, "lat": 52.0, "share_permille": share_permille, "distance_m": distance_m,
        "by_road": by_road, "shop_lon": 5.5, "shop_lat": 52.1,
    }  # fmt: skip


def test_each_producer_weighs_by_its_share_of_the_orders() -> None:
    shops = {
        "baker": Shop(lon=5.5, lat=52.1, producers=[producer(500, 2_000), producer(250, 8_000, by_road=False)]),
        "books": Shop(lon=5.5, lat=52.1, producers=None),
        "moved": Shop(lon=5.6, lat=52.1, producers=[producer(1_000, 9_000)]),
    }
    found = origin_section(shops, {"baker": 8, "books": 1, "moved": 1})
    assert found == {
        "orders": 10, "covered_share": 0.6, "beeline_share": round(2 / 6, 3),
        "producer_to_shop_m": (4 * 2_000 + 2 * 8_000) // 6,
    }  # fmt: skip


def test_where_nothing_is_known_nothing_is_said() -> None:
    nothing = {"beeline_share": None, "producer_to_shop_m": None}
    assert origin_section({}, {}) == {"orders": 0, "covered_share": None, **nothing}
    assert origin_section({}, {"gone": 2}) == {"orders": 2, "covered_share": 0.0, **nothing}


def test_a_file_of_producers_is_read(tmp_path: Path) -> None:
    file = tmp_path / "producers.csv"
    file.write_text(f"{HEAD}\nBakker Bart,Molen,5.1,52.2,60\nBakker Bart,Boer Jan,5.2,52.3,12.5\n", encoding="utf-8")
    (first, second) = read_producers(file)["Bakker Bart"]
    assert (first.name, first.position, first.share_permille) == ("Molen", Position(5.1, 52.2), 600)
    assert second.share_permille == 125


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ("Bart,Molen,5.1,52.2,0", "is not above 0 and up to 100"),
        ("Bart,Molen,5.1,52.2,-5", "is not above 0 and up to 100"),
        ("Bart,Molen,5.1,52.2,veel", "share_percent: 'veel' is no number"),
        ("Bart,Molen,nan,52.2,5", "lon: 'nan' is no number"),
        ("Bart,Molen,5.1,1_0,5", "lat: '1_0' is no number"),
        ("Bart,Molen,500,52.2,5", "line 2"),
        (",Molen,5.1,52.2,5", "names no shop, or no producer"),
        ("Bart,Molen,5.1,52.2", "4 values for 5 columns"),
        ("Bart,Molen,5.1,52.2,60\nBart,Molen,5.1,52.2,30", "line 3: Molen is there twice for Bart"),
        ("Bart,Molen,5.1,52.2,60\nBart,Boer,5.1,52.2,41", "the shares of Bart add up to 101 %"),
        ("", "no producer in it"),
    ],
)
def test_a_file_that_cannot_be_is_refused_with_its_line(tmp_path: Path, rows: str, fault: str) -> None:
    file = tmp_path / "producers.csv"
    file.write_text(f"{HEAD}\n{rows}\n", encoding="utf-8")
    with pytest.raises(BadInputError, match=fault):
        read_producers(file)
