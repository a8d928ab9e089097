"""The geocoder over real extracts: against their own tags, under typos, and against its own confidence."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import osmium
import pytest

from data.distance import metres_apart
from data.dutch_address import WrittenAddress
from data.found import CONFIDENCE, Found, How
from data.geocoder import Geocoder
from data.place_reader import read_places
from data.places import Address, Places
from kernel.position import Position

TYPOS_EACH = 3
SAME_PLACE_M = 60
WITHIN_M = 50
"""What a confidence is about."""


@pytest.fixture(scope="module")
def towns(bench_data: Path, helsinki: Path) -> dict[str, Places]:
    osm = bench_data / "osm"
    files = {"liechtenstein": osm / "liechtenstein-latest.osm.pbf", "helsinki": helsinki}
    return {name: read_places(path) for name, path in files.items()}


@pytest.fixture(scope="module")
def amsterdam(bench_data: Path) -> tuple[Geocoder, list[tuple[dict[str, str], Position]]]:
    """The geocoder, and the truth by a read that shares nothing with it."""
    path = bench_data / "osm" / "amsterdam.osm.pbf"
    truth = [
        (dict(node.tags), Position(node.location.lon, node.location.lat))
        for node in osmium.FileProcessor(str(path)).with_filter(osmium.filter.KeyFilter("addr:housenumber"))
    ]
    return Geocoder(read_places(path)), truth


WRITINGS = {
    "postcode and number": "{code} {number}",
    "small, no space": "{small}{number}",
    "postcode apart, hs": "{digits} {letters} {spoken}",
    "a label": "D. Jansen\n{street} {number}\n{digits} {letters}  AMSTERDAM\nNederland",
    "street and town": "{street} {number}, Amsterdam",
    "capitals, no comma": "{shouted} {spoken} AMSTERDAM",
    "abbreviated": "{short} {number}, {code} Amsterdam",
    "a space in the street": "{parted} {number}, Amsterdam",
}


def _written_as(writing: str, tags: dict[str, str]) -> str:
    street, number, code = (tags[f"addr:{part}"] for part in ("street", "housenumber", "postcode"))
    return WRITINGS[writing].format(
        street=street, number=number, code=code, small=code.lower(), digits=code[:4], letters=code[4:],
        spoken=number.replace("-H", " hs").replace("-", " "), shouted=street.upper(), short=_short(street),
        parted=f"{street[:4]} {street[4:]}",
    )  # fmt: skip


def _short(street: str) -> str:
    for long, short in (("straat", "str."), ("weg", "wg."), ("plantsoen", "plnts.")):
        street = street.replace(long, short)
    return street


@pytest.mark.parametrize("writing", WRITINGS)
def test_every_dutch_address_is_found_where_its_tags_say(
    amsterdam: tuple[Geocoder, list[tuple[dict[str, str], Position]]], writing: str
) -> None:
    geocoder, truth = amsterdam
    assert len(truth) == 66
    for tags, position in truth:
        query = _written_as(writing, tags)
        answer = geocoder.find(query)
        assert isinstance(answer, Found), (query, answer)
        assert (answer.position, answer.how) == (position, How.EXACT), query


@pytest.mark.parametrize(("name", "least_found"), [("liechtenstein", 0.96), ("helsinki", 0.97)])
def test_a_street_with_one_typo_is_found_at_its_place_or_not_at_all(
    towns: dict[str, Places], name: str, least_found: float
) -> None:
    places = towns[name]
    geocoder, chance = Geocoder(places), random.Random(5)  # noqa: S311 - typos, not secrets
    outcomes: Counter[str] = Counter()
    for address, typed in _typed_with_a_typo(places, chance):
        query = WrittenAddress(typed, address.number, address.letter, address.addition, address.postcode, address.town)
        answer = geocoder.find(query)
        if isinstance(answer, Found):
            apart_m = metres_apart(answer.position, address.position)
            assert apart_m <= SAME_PLACE_M, (typed, str(address), answer)
        outcomes["found" if isinstance(answer, Found) else "refused"] += 1
    assert outcomes["found"] / outcomes.total() >= least_found, outcomes


def _typed_with_a_typo(places: Places, chance: random.Random) -> Iterator[tuple[Address, str]]:
    """Streets with one letter left out, put in, changed or swapped; not where that is another street's name.

    Two doors of one address, too far apart to be one, are left out: without a typo they are a question too.
    """
    letters = [address for address in places.addresses if len(address.street) > 1]
    known = {_bare(address.street) for address in letters}
    doors = Counter((_bare(address.street), address.house, address.town) for address in letters)
    for address in letters:
        for _ in range(TYPOS_EACH):
            typed = _mistype(address.street, chance)
            if _bare(typed) not in known and doors[_bare(address.street), address.house, address.town] == 1:
                yield address, typed


def _bare(street: str) -> str:
    return "".join(sign for sign in street.casefold() if sign.isalnum())


def _mistype(street: str, chance: random.Random) -> str:
    at, letter = chance.randrange(len(street) - 1), chance.choice("abcdefghijklmnopqrstuvwxyz")
    kinds = (
        street[:at] + street[at + 1 :],
        street[:at] + letter + street[at:],
        street[:at] + letter + street[at + 1 :],
        street[:at] + street[at + 1] + street[at] + street[at + 2 :],
    )
    return chance.choice(kinds)


@pytest.mark.parametrize("name", ["liechtenstein", "helsinki"])
def test_a_street_that_is_not_on_the_map_is_hardly_ever_taken_for_another(towns: dict[str, Places], name: str) -> None:
    wrong = tried = 0
    for street, doors in _streets(towns[name]).items():
        rest = tuple(address for address in towns[name].addresses if (address.street, address.town) != street)
        answer = Geocoder(replace(towns[name], addresses=rest)).find(replace(_written(doors[0]), postcode=""))
        tried += 1
        wrong += isinstance(answer, Found) and metres_apart(answer.position, doors[0].position) > SAME_PLACE_M
    assert wrong <= tried // 100


@pytest.mark.parametrize("name", ["liechtenstein", "helsinki"])
def test_a_confidence_is_no_more_than_the_share_that_was_near(towns: dict[str, Places], name: str) -> None:
    apart: dict[How, list[float]] = defaultdict(list)
    for doors in _streets(towns[name]).values():
        for how, metres in _trials(towns[name], doors):
            apart[how].append(metres)
    for how in (How.NUMBER_INTERPOLATED, How.ADDITION_DIFFERS, How.STREET_ONLY):
        near = sum(metres <= WITHIN_M for metres in apart[how]) / len(apart[how])
        assert near >= CONFIDENCE[how], (how, near, len(apart[how]))


def _trials(places: Places, doors: list[Address]) -> Iterator[tuple[How, float]]:
    """Ask a street for each door as if it were not on the map, and for no door at all.

    A number nobody ever built counts as far away: it is answered just as readily.
    """
    for address in doors:
        rest = tuple(door for door in doors if door.house != address.house)
        answer = Geocoder(replace(places, addresses=rest)).find(_written(address))
        if isinstance(answer, Found):
            yield answer.how, metres_apart(answer.position, address.position)
        street = Geocoder(replace(places, addresses=tuple(doors))).find(replace(_written(address), number=None))
        if isinstance(street, Found) and len(doors) > 1:
            yield street.how, metres_apart(street.position, address.position)
    built = {door.number for door in doors}
    geocoder = Geocoder(replace(places, addresses=tuple(doors)))
    for number in set(range(min(built), max(built))) - built:
        answer = geocoder.find(replace(_written(doors[0]), number=number, letter="", addition=""))
        if isinstance(answer, Found):
            yield answer.how, float("inf")


def _streets(places: Places) -> dict[tuple[str, str], list[Address]]:
    streets: dict[tuple[str, str], list[Address]] = defaultdict(list)
    for address in places.addresses:
        if address.street:
            streets[address.street, address.town].append(address)
    return streets


def _written(address: Address) -> WrittenAddress:
    return WrittenAddress(
        address.street, address.number, address.letter, address.addition, address.postcode, address.town
    )


def test_every_answer_over_a_whole_country_is_near_as_often_as_it_claims(
    towns: dict[str, Places], bench_data: Path
) -> None:
    geocoder = Geocoder(towns["liechtenstein"])
    near = [
        metres_apart(answer.position, position) <= WITHIN_M
        for query, position in _houses(bench_data / "osm" / "liechtenstein-latest.osm.pbf")
        if isinstance(answer := geocoder.find(query), Found) and answer.how is How.EXACT
    ]
    assert len(near) > 900
    assert sum(near) / len(near) >= CONFIDENCE[How.EXACT]


def _houses(path: Path) -> Iterator[tuple[str, Position]]:
    """An independent read: every node and way with street and number, at the mean of its nodes."""
    wanted = osmium.FileProcessor(str(path)).with_locations().with_filter(osmium.filter.KeyFilter("addr:housenumber"))
    for thing in wanted:
        if thing.is_node() or thing.is_way():
            places = [thing.location] if thing.is_node() else [node.location for node in thing.nodes]
            lon, lat = (sum(getattr(place, axis) for place in places) / len(places) for axis in ("lon", "lat"))
            yield _line(dict(thing.tags)), Position(lon, lat)


def _line(tags: dict[str, str]) -> str:
    street, number, town = (tags.get(f"addr:{part}", "") for part in ("street", "housenumber", "city"))
    return f"{street} {number}, {town}"
