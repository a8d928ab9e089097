"""How tags are read, and what every profile has in common; what each makes of tags: `test_network_rules.py`."""

import pytest

from kernel.errors import BadInputError
from routing.network.profile import PROFILE_NAMES, load_profile, network_keys
from routing.network.profile_table import read_table
from routing.network.tag_values import metres, seconds, tonnes
from tests.scenarios.table import scenarios, tags_of


def test_cycleways_do_not_concern_a_car() -> None:
    car = load_profile("car")
    assert car.ride({"highway": "secondary", "cycleway": "separate"}) == car.ride({"highway": "secondary"})


@pytest.mark.parametrize(
    ("value", "size"),
    [
        ("2", 2.0),
        ("2.1 m", 2.1),
        ("2,1", 2.1),
        ("6'7\"", 2.0066),
        ("6' 7\"", 2.0066),
        ("6'", 1.8288),
        ("6 ft 7 in", 2.0066),
        ('79"', 2.0066),
        ("default", None),
        ("none", None),
        ("-2", None),
        ("2..1", None),
        ("", None),
    ],
)
def test_a_height_is_read_as_people_write_it(value: str, size: float | None) -> None:
    assert metres(value) == pytest.approx(size)


@pytest.mark.parametrize(
    ("value", "weight"),
    [("3.5", 3.5), ("3.5 t", 3.5), ("2800 kg", 2.8), ("5 st", 4.5359237), ("7700 lbs", 3.49266), ("12 cows", None)],
)
def test_a_weight_is_read_in_tonnes(value: str, weight: float | None) -> None:
    assert tonnes(value) == pytest.approx(weight)


@pytest.mark.parametrize(
    ("value", "time_s"),
    [
        ("20", 1_200),
        ("00:20", 1_200),
        ("1:20", 4_800),
        ("01:20:30", 4_830),
        ("PT20M", 1_200),
        ("PT1H20M", 4_800),
        ("P1DT1H", 90_000),
        ("P3D", 259_200),
        ("300:00", None),  # a slip for three hours
        ("PT99999999999999999999H", None),
        ("0", None),
        ("PT", None),
        ("soon", None),
        ("1:2:3:4", None),
        ("", None),
    ],
)
def test_a_crossing_is_timed_as_people_write_it(value: str, time_s: float | None) -> None:
    assert seconds(value) == time_s


@pytest.mark.parametrize("profile", PROFILE_NAMES)
def test_only_roads_take_stops(profile: str) -> None:
    vehicle = load_profile(profile)
    assert vehicle.takes_stops({"highway": "residential"})
    assert not vehicle.takes_stops({"barrier": "gate"})
    assert not vehicle.takes_stops({"route": "ferry", "foot": "yes"})
    assert not vehicle.takes_stops({"highway": "motorway"})
    assert not vehicle.takes_stops({"highway": "trunk"}) or profile not in ("car", "van")


def test_an_unknown_profile_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(BadInputError) as refusal:
        load_profile("cargo-quad")
    line = str(refusal.value)
    assert line == "there is no profile 'cargo-quad'. Choose one of: bike, car, cargo-bike, cargo-trike, foot, van."


@pytest.mark.parametrize("name", PROFILE_NAMES)
def test_every_row_names_its_source_and_no_metre_is_cheaper_than_free(name: str) -> None:
    table = read_table(name)
    rows = [*table.highway.values(), *table.barrier.values(), *table.access_values.values()]
    rows += [row for by_value in table.tag.values() for row in by_value.values()]
    rows += [*table.limit.values(), *table.route.values(), *table.ramp.values(), *table.kerb.values()]
    assert all(row.source.strip() for row in rows)
    relieved = [(road.penalty_with_cycleway or road.penalty, road.penalty) for road in table.highway.values()]
    assert all(with_cycleway <= without for with_cycleway, without in relieved)


def test_a_profile_reads_no_key_that_the_network_leaves_out() -> None:
    class Watched(dict[str, str]):
        asked: set[str] = set()  # noqa: RUF012  # shared on purpose: who asked what, over all profiles

        def get(self, key: str, default: str = "") -> str:
            self.asked.add(key)
            return super().get(key, default)

        def __contains__(self, key: object) -> bool:
            self.asked.add(str(key))
            return super().__contains__(key)

    for name in PROFILE_NAMES:
        for scenario in scenarios(name):
            tags = Watched(tags_of(scenario.tags))
            (load_profile(name).passage if "barrier" in tags else load_profile(name).ride)(tags)
        assert Watched.asked <= load_profile(name).keys, name
        assert Watched.asked <= network_keys()
        Watched.asked.clear()
