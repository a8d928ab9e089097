"""What a command says at the end of a day's planning."""

import pytest

from cli.demo_summary import difference, emissions, in_thousands, in_units, kilometres
from maps.saving import told_saving


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


@pytest.mark.parametrize(
    ("central", "title", "emitted", "saved"),
    [
        (12.4, "CO2e, g, van bron tot wiel", "12 – 12 – 12", "-2 – 0 – 1 onzeker"),
        (1_240, "CO2e, kg, van bron tot wiel", "1,2 – 1,2 – 1,2", "0,0 – 0,0 – 0,0 onzeker"),
    ],
)
def test_a_small_day_has_its_grams_instead_of_nothing(central: float, title: str, emitted: str, saved: str):
    baselines = ("pooled_van", "shop_tours", "parcel_network", "customer_collects")
    grams = dict.fromkeys(("low", "central", "high"), central)
    saving = {"low": -2.0, "central": -0.2, "high": 1.0, "probability": 0.4}
    told = {
        "co2_g": {"project": grams, "factor_set": "2026.1"} | dict.fromkeys(baselines, grams),
        "saved_g": dict.fromkeys(baselines, saving),
    }
    table = emissions(told, "nl")
    assert str(table.title).startswith(title)
    assert next(iter(table.columns[1].cells)) == emitted
    assert list(table.columns[2].cells)[1] == saved


@pytest.mark.parametrize(
    ("low", "central", "high", "told"),
    [
        (0, 0, 0, "evenveel"),
        (0, 2, 5, "0 – 2 – 5 minder"),
        (-5, -2, 0, "0 – 2 – 5 MEER"),
        (3, 4, 5, "3 – 4 – 5 minder"),
        (-1, 0, 1, "-1 – 0 – 1 onzeker"),
    ],
)
def test_a_difference_is_told_as_the_pages_tell_it(low: float, central: float, high: float, told: str):
    saving = {"low": low, "central": central, "high": high, "probability": 0.5}
    assert difference(saving, "nl", in_units) == told
    assert saving_in_words_effect(saving) == told.rsplit(maxsplit=1)[-1].lower()


def saving_in_words_effect(saving: dict[str, float]) -> str:
    """Give the page's word for it; none has another one where both say the same."""
    words = {"less": "minder", "more": "meer", "unsure": "onzeker", "same": "evenveel"}
    return words[told_saving(saving, "shop_tours", "2026.1", "nl").effect]
