"""Names of orders and legs of a day: no two alike, whatever numbers shops give."""

from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from rounds.stored_orders import names_of, names_of_orders

SHOPS = {"k": "Kaas", "b": "Bakker", "o": "Kaas"}
"""By id; two have one name, which no square has."""


def leg(leg_id: str, ref: str, shop_id: str = "k", number: int = 1):
    order = SimpleNamespace(order_ref=ref, shop_id=shop_id, shop=SimpleNamespace(name=SHOPS[shop_id]))
    return SimpleNamespace(id=leg_id, order=order, number=number)


def test_a_number_that_two_shops_have_stands_with_its_shop() -> None:
    numbered = {"1": ("1001", "k", "Kaas"), "2": ("1001", "b", "Bakker"), "3": ("1002", "b", "Bakker")}
    assert names_of_orders(numbered) == {"1": "1001 (Kaas)", "2": "1001 (Bakker)", "3": "1002"}


def test_a_number_that_looks_like_a_name_keeps_it_and_the_other_gets_another() -> None:
    legs = [leg("1", "1001"), leg("2", "1001", "b"), leg("3", "1001 (Kaas)", "b"), leg("4", "1001 (Kaas)", "b", 2)]
    assert names_of(legs) == {
        "1": "1001 (Kaas) (Kaas)", "2": "1001 (Bakker)", "3": "1001 (Kaas), 1", "4": "1001 (Kaas), 2",
    }  # fmt: skip
    legs = [leg("1", "7"), leg("2", "7", number=2), leg("3", "7, 2")]
    assert names_of(legs) == {"1": "7, 1", "2": "7, 2, 2", "3": "7, 2"}


PARTS = st.lists(st.sampled_from(["7", " (Kaas)", " (Bakker)", ", 1", ", 2"]), min_size=1, max_size=3).map("".join)


@given(st.sets(st.tuples(PARTS, st.sampled_from(sorted(SHOPS)), st.integers(1, 2)), max_size=12), st.randoms())
def test_no_two_legs_have_one_name_and_names_do_not_hang_on_their_turn(told, random) -> None:
    legs = [leg(f"{ref} {shop} {number}", ref, shop, number) for ref, shop, number in sorted(told)]
    names = names_of(legs)
    assert len(set(names.values())) == len(legs)
    random.shuffle(legs)
    assert names_of(legs) == names
