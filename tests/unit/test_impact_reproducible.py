"""The same grams on every machine, computed a second time in plain Python that shares nothing with `impact`."""

import csv
import hashlib
import math
from dataclasses import asdict
from importlib.resources import files

import pytest

from impact.activities import DayActivity, VehicleClass, VehicleMetres
from impact.assess import assess
from impact.factor_table import load_factors

COLLECT_M = tuple(range(600, 600 + 60 * 97, 97))
DAY = DayActivity(
    orders=60,
    rounds=(VehicleMetres(VehicleClass.CARGO_BIKE, 26_871, 0), VehicleMetres(VehicleClass.DIESEL_VAN, 4_213, 1)),
    hub_orders=17,
    supply_orders=5,
    collect_m=COLLECT_M,
    shop_tours=(VehicleMetres(VehicleClass.SHOP_FLEET, 108_777, 0),),
    pooled_van=(VehicleMetres(VehicleClass.ELECTRIC_VAN, 29_991, 2),),
    each_alone=(),
)

MASK = 2**64 - 1


def philox_words(key: int, count: int) -> list[int]:
    """Philox4x64-10 (Salmon, Moraes, Dror, Shaw 2011), the counter beginning at one."""
    words: list[int] = []
    for counter in range(1, -(-count // 4) + 1):
        block, key_0, key_1 = [counter, 0, 0, 0], key & MASK, key >> 64
        for _ in range(10):
            product_0, product_1 = 0xD2E7470EE14C6C93 * block[0], 0xCA5A826395121157 * block[2]
            block = [
                (product_1 >> 64) ^ block[1] ^ key_0,
                product_1 & MASK,
                (product_0 >> 64) ^ block[3] ^ key_1,
                product_0 & MASK,
            ]
            key_0, key_1 = (key_0 + 0x9E3779B97F4A7C15) & MASK, (key_1 + 0xBB67AE8584CAA73B) & MASK
        words += block
    return words[:count]


def draws_of(row: dict[str, str], seed: int, count: int) -> list[float]:
    low, mode, high = float(row["low"]), float(row["central"]), float(row["high"])
    if row["distribution"] == "fixed":
        return [mode] * count
    key = int.from_bytes(hashlib.sha256(f"{seed}:{row['id']}".encode()).digest()[:16], "little")
    uniforms = [(word >> 11) / 2**53 for word in philox_words(key, count)]
    return [
        low + math.sqrt(u * (high - low) * (mode - low))
        if u < (mode - low) / (high - low)
        else high - math.sqrt((1 - u) * (high - low) * (high - mode))
        for u in uniforms
    ]


def grams_by_hand(seed: int, count: int) -> dict[str, list[float]]:
    text = files("impact").joinpath("factors-2026.1.csv").read_text(encoding="utf-8")
    table = [row for row in csv.DictReader(text.splitlines()) if row["scope"] in {"WTW", "-"}]
    columns = {row["id"]: draws_of(row, seed, count) for row in table}
    names = ("project", "customer_collects", "shop_tours", "parcel_network", "pooled_van")
    grams: dict[str, list[float]] = {name: [] for name in names}
    for i in range(count):
        f = {name: column[i] for name, column in columns.items()}
        grid = f["electricity.grid"]
        bike = f["cargo_bike.energy"] / 1000 / f["cargo_bike.charging"] * grid
        electric_van = f["electric_van.energy"] / 1000 / f["electric_van.charging"] * grid
        electric_car = f["electric_car.energy"] / 1000 / f["electric_car.charging"] * grid
        bev = f["car.electric_share"]
        car = (1 - bev) * f["fossil_car.driving"] + bev * electric_car
        diesel = f["diesel_van.driving"]
        a, b, c = f["shop_fleet.diesel_van"], f["shop_fleet.car"], f["shop_fleet.electric_van"]
        trip = f["collect.car_share"] * (1 - f["collect.chained_share"]) / f["collect.orders_per_trip"]
        grams["project"].append(
            26.871 * bike + (4.213 + f["van.stem"]) * diesel + 17 * f["hub.handling"] + 5 * f["supply_leg.driving"]
        )
        grams["customer_collects"].append(sum(COLLECT_M) / 1000 * trip * f["collect.replaced_share"] * car)
        grams["shop_tours"].append(108.777 * (a * diesel + b * car + c * electric_van) / (a + b + c))
        grams["parcel_network"].append(60 * f["parcel_network.delivery"])
        grams["pooled_van"].append((29.991 + 2 * f["van.stem"]) * electric_van)
    return grams


def percentiles(values: list[float]) -> dict[str, int]:
    ordered = sorted(values)
    return {
        name: round(ordered[math.ceil(len(ordered) * percent / 100) - 1])
        for name, percent in (("low", 5), ("central", 50), ("high", 95))
    }


@pytest.mark.parametrize("seed", [1, 20261123])
def test_every_gram_equals_a_second_computation_in_plain_python(seed: int) -> None:
    count = 1_000
    by_hand = grams_by_hand(seed, count)
    found = assess(DAY, load_factors("2026.1"), draws=count, seed=seed)
    assert asdict(found.project_g) == percentiles(by_hand["project"])
    for baseline, grams in found.baselines_g.items():
        assert asdict(grams) == percentiles(by_hand[str(baseline)])
    for baseline, saved in found.saved_g.items():
        differences = [b - p for b, p in zip(by_hand[str(baseline)], by_hand["project"], strict=True)]
        probability = sum(difference > 0 for difference in differences) / count
        assert asdict(saved) == percentiles(differences) | {"probability": probability}


PINNED = {
    "project": (1892, 2856, 4295),
    "customer_collects": (1097, 2615, 5151),
    "shop_tours": (19930, 23788, 27706),
    "parcel_network": (4296, 7334, 11740),
    "pooled_van": (2112, 3290, 4935),
}
"""Printed by `grams_by_hand(1, 10_000)`: whoever changes them changes old reports, and needs a new factor set."""


def test_factor_set_2026_1_gives_these_grams_for_ever() -> None:
    found = assess(DAY, load_factors("2026.1"))
    grams = {"project": found.project_g} | {str(baseline): each for baseline, each in found.baselines_g.items()}
    assert {name: (each.low, each.central, each.high) for name, each in grams.items()} == PINNED
