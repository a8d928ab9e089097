"""What a command says at the end of a day's planning."""

import pytest

from cli.demo_summary import in_thousands, kilometres


def report(rounds: int, shops: int) -> dict:
    return {
        "area": "Proefdorp",
        "date": "2026-12-01",
        "orders": {"planned": 3, "given": 4},
        "shops": shops,
        "rounds": [{"vehicle_class": "cargo_bike"}] * rounds,
        "metres": dict.fromkeys(("pooled", "pooled_van", "shop_tours", "customer_collects", "each_alone"), 1_234_560),
        "metres_range": {"customer_collects": {"low": 100, "central": 1_250, "high": 2_000}},
        "duty_s": {"pooled": 5_400},
    }


@pytest.mark.parametrize(
    ("rounds", "shops", "dutch", "english"),
    [
        (1, 1, "3 van 4 bestellingen van 1 winkel in 1 ronde", "3 of 4 orders from 1 shop in 1 round"),
        (2, 3, "3 van 4 bestellingen van 3 winkels in 2 rondes", "3 of 4 orders from 3 shops in 2 rounds"),
    ],
)
def test_one_round_is_not_told_as_several(rounds: int, shops: int, dutch: str, english: str):
    assert kilometres(report(rounds, shops), "nl").title == f"Proefdorp, 2026-12-01: {dutch}"
    assert kilometres(report(rounds, shops), "en").title == f"Proefdorp, 2026-12-01: {english}"


@pytest.mark.parametrize(
    ("lang", "pooled", "range_"), [("nl", "1.234,6", "0,1 – 1,2 – 2,0"), ("en", "1,234.6", "0.1 – 1.2 – 2.0")]
)
def test_figures_have_the_decimal_sign_of_the_language(lang: str, pooled: str, range_: str):
    table = kilometres(report(1, 1), lang)
    assert next(iter(table.columns[1].cells)) == pooled
    assert in_thousands({"low": 100, "central": 1_250, "high": 2_000}, lang) == range_
