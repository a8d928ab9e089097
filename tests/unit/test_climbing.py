"""The physics of a slope, held against plain numbers and against what must be so for every vehicle."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.errors import BadInputError
from routing.network.climbing import Pull, Stretch, speed_from_power
from routing.network.edge_effort import laden
from routing.network.profile import load_profile

RIDERS = ("cargo-bike", "cargo-trike", "bike")


def on(slope: float, level_kmh: float = 17.0, most_kmh: float = 30.0, rolling: float = 0.008) -> Stretch:
    return Stretch(
        np.array([slope]),
        np.array([level_kmh / 3.6]),
        np.array([most_kmh / 3.6]),
        np.array([rolling]),
        np.array([False]),
    )


def pull(name: str, mass_kg: float) -> Pull:
    table = load_profile(name).table
    assert table.effort is not None
    return Pull(table.effort, mass_kg, table.pushing.speed_kmh / 3.6 if table.pushing else None)


def kmh_and_wh(name: str, slope: float, mass_kg: float) -> tuple[float, float]:
    """Return the speed on a slope, and what a kilometre of it takes."""
    vehicle, stretch = pull(name, mass_kg), on(slope)
    speed = vehicle.speed_mps(stretch)
    return float(speed[0]) * 3.6, float(vehicle.battery_joules(stretch, np.array([1000.0]), speed)[0]) / 3600


def test_uphill_the_speed_is_that_at_which_all_power_is_used_up() -> None:
    kmh, wh = kmh_and_wh("cargo-bike", 0.06, 200)
    mps = kmh / 3.6
    newtons = 200 * 9.81 * (0.06 + 0.008) + 0.5 * 1.225 * 0.8 * mps**2
    assert newtons * mps == pytest.approx(350)  # 100 W of the rider, 250 W of the motor
    assert wh == pytest.approx(newtons * 1000 * 250 / 350 / 0.75 / 3600)


def test_what_the_motor_gives_up_a_hill_is_its_250_watts() -> None:
    kmh, wh = kmh_and_wh("cargo-bike", 0.08, 220)
    assert wh * 0.75 / (1 / kmh) == pytest.approx(250)


def test_no_help_beyond_25_kmh() -> None:
    kmh, wh = kmh_and_wh("cargo-bike", -0.018, 200)
    assert kmh > 25
    assert wh == 0


def test_beyond_25_kmh_there_is_only_the_rider() -> None:
    table = load_profile("cargo-bike").table.effort
    assert table is not None
    assert table.motor is not None
    boundless = table.model_copy(update={"motor": table.motor.model_copy(update={"up_to_kmh": None})})
    helped, alone = (Pull(one, 200).speed_mps(on(-0.018)) for one in (boundless, table))
    assert helped > alone


def test_a_load_counts_on_a_slope_and_not_on_the_level() -> None:
    assert kmh_and_wh("cargo-bike", 0, 300)[0] == pytest.approx(17)
    assert kmh_and_wh("cargo-bike", 0.05, 300)[0] < kmh_and_wh("cargo-bike", 0.05, 200)[0]


def test_where_it_is_too_steep_one_pushes() -> None:
    speed = Pull(pull("bike", 100).table, 400, 4 / 3.6).speed_mps(on(0.1, 16))[0] * 3.6
    assert speed == pytest.approx(4 * np.exp(-0.35))


@given(st.sampled_from(RIDERS), st.floats(0, 0.35), st.floats(0, 0.35), st.floats(60, 500))
def test_steeper_is_never_faster(name: str, first: float, second: float, mass_kg: float) -> None:
    easy, steep = sorted((first, second))
    assert kmh_and_wh(name, steep, mass_kg)[0] <= kmh_and_wh(name, easy, mass_kg)[0] + 1e-9


@given(st.sampled_from(RIDERS), st.floats(-0.35, 0), st.floats(-0.35, 0), st.floats(60, 500))
def test_steeper_downhill_is_never_slower(name: str, first: float, second: float, mass_kg: float) -> None:
    steep, easy = sorted((first, second))
    assert kmh_and_wh(name, steep, mass_kg)[0] >= kmh_and_wh(name, easy, mass_kg)[0] - 1e-9


@given(
    st.sampled_from(("cargo-bike", "cargo-trike", "van")), st.floats(0, 0.35), st.floats(60, 900), st.floats(60, 900)
)
def test_heavier_never_takes_less_uphill(name: str, slope: float, first: float, second: float) -> None:
    light, heavy = sorted((first, second))
    assert kmh_and_wh(name, slope, heavy)[1] >= kmh_and_wh(name, slope, light)[1] * (1 - 1e-9)


@given(st.sampled_from((*RIDERS, "van")), st.floats(-0.35, 0.35), st.floats(60, 900))
def test_nothing_ever_flows_back(name: str, slope: float, mass_kg: float) -> None:
    kmh, wh = kmh_and_wh(name, slope, mass_kg)
    assert kmh > 0.3
    assert wh >= 0


@given(st.floats(1, 2_000), st.floats(-3_000, 3_000), st.floats(0.01, 3))
def test_the_speed_solves_its_equation(watts: float, newtons: float, drag: float) -> None:
    speed = speed_from_power(np.array([watts]), np.array([newtons]), drag)[0]
    assert speed > 0
    scale = drag * speed**3 + abs(newtons) * speed + watts
    assert abs(drag * speed**3 + newtons * speed - watts) <= 1e-9 * scale


def test_without_air_the_speed_is_power_by_force() -> None:
    assert speed_from_power(np.array([100.0, 100.0]), np.array([50.0, -1.0]), 0.0).tolist() == [2.0, np.inf]


@pytest.mark.parametrize("mass_kg", [0, -5, float("nan"), float("inf"), 10_001])
def test_a_mass_that_is_none_is_refused(mass_kg: float) -> None:
    with pytest.raises(BadInputError, match="is no mass"):
        laden(load_profile("cargo-bike"), mass_kg)


@pytest.mark.parametrize("name", ["car", "foot"])
def test_mass_plays_no_part_for_who_is_not_asked(name: str) -> None:
    with pytest.raises(BadInputError, match="mass plays no part"):
        laden(load_profile(name), 100)


def test_without_a_mass_a_profile_stays_as_it_is() -> None:
    profile = load_profile("bike")
    assert laden(profile, None) is profile
    assert laden(profile, 90) == replace(profile, mass_kg=90)
