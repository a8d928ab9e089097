"""What must come out the same on every machine, computed by the product: drawn factors, quantiles, ranks and lines.

`python -m tests.same_everywhere` prints it; with `--publish` it writes `tests/golden/draws.json` anew. The day is made
up so that every class of vehicle, every kind of draw and every answer is in it. Of the product only `impact` is
imported, so that a process of its own costs half a second.
"""

import json
import sys
from collections.abc import Mapping
from dataclasses import asdict, replace
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from impact.activities import DayActivity, VehicleClass, VehicleMetres
from impact.amounts import Amounts
from impact.assess import assess_days
from impact.break_even import break_even
from impact.day_blocks import day_counts
from impact.draws import draw
from impact.factor_table import load_factors
from impact.factors import Distribution, FactorSet, Status
from impact.samples import samples_of
from impact.substitution import Substitution

__all__ = ["GOLDEN", "computed"]

GOLDEN = Path(__file__).parent / "golden" / "draws.json"
VERSION = "2026.3"
"""A released set never changes, so that a newer one leaves the golden file alone."""
DRAWS, SEED = 10_000, 2026


def computed() -> dict[str, Any]:
    """Compute all of it."""
    factors = _factors()
    drawn = draw(factors, DRAWS, SEED)
    samples = samples_of(drawn, Amounts.of([_day(1)]))
    sides = {"project": samples.project, **samples.baselines, "likely_mix": samples.likely_mix}
    months = [(_day(number), factors) for number in range(1, 8)]
    return {
        "factor_set": factors.version,
        "draws": DRAWS,
        "seed": SEED,
        "factors_sha256": {name: _digest(sample) for name, sample in sorted(drawn.samples.items())},
        "grams_sha256": {str(name): _digest(sample) for name, sample in sides.items() if sample is not None},
        "quantiles": {str(name): _quantiles(sample) for name, sample in sides.items() if sample is not None},
        "days_sha256": _digest(day_counts(31, DRAWS, SEED)),
        "month": _plain(asdict(assess_days(months, draws=DRAWS, seed=SEED))),
        "break_even": _plain(asdict(break_even(_days_of_costs(), Fraction(475), Fraction(1_234, 7)))),
    }


def _factors() -> FactorSet:
    """The released set, with one log-normal row of a square's own: no released row is."""
    released = load_factors(VERSION)
    grid = next(row for row in released.drawn if row.id == "electricity.grid")
    own = replace(
        grid,
        low=150.0,
        central=237.0,
        high=374.0,
        distribution=Distribution.LOGNORMAL,
        source="made up",
        status=Status.ASSUMED,
    )
    return released.with_own("golden", [own])


def _day(number: int) -> DayActivity:
    orders = 10 + number
    return DayActivity(
        orders=orders,
        network_orders=orders - 1,
        hub_orders=3,
        supply_orders=2,
        collect_m=tuple(1_000 + 137 * number * each for each in range(orders)),
        rounds=tuple(VehicleMetres(vehicle, 7_001 + 13 * number, 0) for vehicle in VehicleClass),
        shop_tours=(VehicleMetres(VehicleClass.SHOP_FLEET, 31_337 * number, 0),),
        pooled_van=(VehicleMetres(VehicleClass.ELECTRIC_VAN, 19_997, 2), VehicleMetres(VehicleClass.DIESEL_VAN, 11, 1)),
        each_alone=(VehicleMetres(VehicleClass.ELECTRIC_VAN, 123_457, 0),),
        substitution=Substitution(asked=9, unanswered=2, own_car_m=4_321, shop_brings=2, web_shop=1),
    )


def _days_of_costs() -> list[tuple[int, int]]:
    return [(20 + 3 * number % 17, 4_000 + 211 * (number * number % 13)) for number in range(12)]


def _digest(sample: NDArray[Any]) -> str:
    """Of the bits, in one order of bytes."""
    return sha256(sample.astype(sample.dtype.newbyteorder("<")).tobytes()).hexdigest()


def _quantiles(sample: NDArray[np.float64]) -> list[str]:
    """P5, P50 and P95 to the last bit, as hexadecimal floats."""
    ordered = np.sort(sample)
    return [float(ordered[sample.size * percent // 100 - 1]).hex() for percent in (5, 50, 95)]


def _plain(document: Any) -> Any:
    if isinstance(document, Mapping):
        return {str(name): _plain(part) for name, part in document.items()}
    return [_plain(part) for part in document] if isinstance(document, list | tuple) else document


if __name__ == "__main__":
    TEXT = json.dumps(computed(), indent=1, sort_keys=True) + "\n"
    if sys.argv[1:] == ["--publish"]:
        GOLDEN.write_text(TEXT, "utf-8")
    else:
        sys.stdout.write(TEXT)
