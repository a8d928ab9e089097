"""Questions about where things are have the same answers by PostGIS and by Shapely, and these are right."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import MultiPolygon, Point, Polygon, box
from sqlalchemy import event

from data.database import Database, connect_owner
from data.drafts.shop import HubDraft, ShopDraft
from data.drafts.square import AreaDraft
from data.work import Work
from kernel.errors import BadInputError
from kernel.position import Position
from tests.stored_square import (
    DAY,
    MARKET,
    NETWORK,
    TEST,
    StoredSquare,
    leg_ids,
    new_database,
    plan_of,
    store_orders,
    store_square,
)
from tests.stores import Store, stored

GRID = 1 / 1024
"""Of a degree: what is asked of points on it is exact in floating point, on borders too."""


def sphere_m(one: Position, other: Position) -> float:
    """Haversine: within 0.6 % of the ellipsoid, and no code of PROJ."""
    north, east = radians(other.lat - one.lat) / 2, radians(other.lon - one.lon) / 2
    share = sin(north) ** 2 + cos(radians(one.lat)) * cos(radians(other.lat)) * sin(east) ** 2
    return 2 * 6_371_008.8 * asin(sqrt(share))


def test_the_areas_of_a_position_are_those_around_it_and_a_border_belongs_to_both_sides(
    database: Database, square: StoredSquare
) -> None:
    holed = Polygon(box(4, 50, 5, 51).exterior, [box(4.25, 50.25, 4.75, 50.75).exterior])
    with database.begin(TEST) as work:
        work.areas.put(
            NETWORK,
            [AreaDraft("Oost", box(5, 50, 6, 51)), AreaDraft("West", holed), AreaDraft("zuid", box(4, 49, 5, 50))],
        )

    def names(lon: float, lat: float) -> list[str]:
        with database.read(TEST) as work:
            return [area.name for area in work.whereabouts.areas_at(Position(lon, lat))]

    assert names(5.5, 50.5) == ["Oost"]
    assert names(5, 50.5) == ["Oost", "West"]
    assert names(5, 50) == ["Oost", "West", "zuid"], "in the order of code points, whatever the server's language"
    assert names(4.5, 50.5) == [], "in the hole"
    assert names(4.25, 50.5) == ["West"]
    assert names(5.55, 52.15) == ["Gebied proefdorp"]
    assert names(52.15, 5.55) == []


@pytest.mark.parametrize(
    ("at", "other", "metres"),
    [
        # By the formulas of the ellipsoid: a chord along a parallel bent to N, degrees of meridian and equator.
        (Position(5.0, 52.0), Position(6.0, 52.0), 68_677),
        (Position(0.0, 0.0), Position(0.0, 1.0), 110_574),
        (Position(0.0, 0.0), Position(1.0, 0.0), 111_319),
        (Position(179.5, 0.0), Position(-179.5, 0.0), 111_319),
        (Position(0.0, 89.5), Position(180.0, 89.5), 111_694),
    ],
)
def test_metres_are_those_of_the_ellipsoid_over_the_date_line_and_the_pole_too(
    database: Database, square: StoredSquare, at: Position, other: Position, metres: int
) -> None:
    with database.begin(TEST) as work:
        work.shops.put(square.id, [ShopDraft("Ver weg", other.lon, other.lat)])
        *_, last = work.whereabouts.shops_near(square.id, at, metres + 1)
        assert (last.row.name, last.away_m) == ("Ver weg", metres)
        assert "Ver weg" not in {one.row.name for one in work.whereabouts.shops_near(square.id, at, metres - 1)}


def test_shops_come_nearest_first_and_only_those_of_the_square(database: Database, square: StoredSquare) -> None:
    other = store_square(database, "ander-dorp")
    with database.begin(TEST) as work:
        work.shops.put(square.id, [ShopDraft("Naast de markt", 5.5101, 52.11), ShopDraft("Ver", 6.5, 52.11)])
        near = work.whereabouts.shops_near(square.id, MARKET, 3_000)
    assert [one.row.name for one in near] == ["Naast de markt", "Bakker Bart", "Het Boek"]
    assert near[0].away_m == 7
    assert {one.row.square_id for one in near} == {square.id}
    with database.read(TEST) as work:
        assert [one.row.name for one in work.whereabouts.shops_near(other.id, MARKET, 1_500)] == ["Bakker Bart"]


@pytest.mark.parametrize("within_m", [-1.0, float("nan"), float("inf")])
def test_a_distance_that_is_none_is_refused(database: Database, square: StoredSquare, within_m: float) -> None:
    with database.read(TEST) as work, pytest.raises(BadInputError, match="is no distance"):
        work.whereabouts.shops_near(square.id, MARKET, within_m)


def test_a_square_without_hubs_has_no_nearest_one(database: Database, square: StoredSquare) -> None:
    with database.read(TEST) as work:
        found = work.whereabouts.nearest_hub(square.id, MARKET)
        assert found is not None
        assert found.row.name == "Dorpshuis"
        assert work.whereabouts.nearest_hub(square.shops[0], MARKET) is None


places = st.builds(Position, st.floats(-180, 180), st.floats(-85, 85))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(places, min_size=1, max_size=8), places)
def test_the_nearest_hub_is_as_near_as_any(database: Database, hubs: list[Position], at: Position) -> None:
    square = store_square(database, f"dorp-{len(list_squares(database))}")
    with database.begin(TEST) as work:
        work.hubs.put(square.id, [HubDraft(f"Hub {number}", one.lon, one.lat) for number, one in enumerate(hubs)])
        found = work.whereabouts.nearest_hub(square.id, at)
        everything = work.hubs.all(square.id)
    assert found is not None
    least = min(sphere_m(at, Position(hub.lon, hub.lat)) for hub in everything)
    assert 0.99 * least - 1 <= found.away_m <= 1.01 * least + 1
    assert abs(sphere_m(at, Position(found.row.lon, found.row.lat)) - found.away_m) <= 0.01 * found.away_m + 1


def list_squares(database: Database) -> list[str]:
    with database.read(TEST) as work:
        return [square.slug for square in work.squares.all()]


def stop_at(database: Database, square: StoredSquare, at: list[Position]) -> None:
    """Plan one round whose stops stand at these places, pickups at the market."""
    store_orders(database, square, [str(number) for number in range(len(at))])
    draft = plan_of(square, [leg_ids(database, square)])
    stops = [
        replace(stop, position=at[number // 2] if number % 2 else MARKET)
        for number, stop in enumerate(draft.rounds[0].stops)
    ]
    with database.begin(TEST) as work:
        work.plans.save(square.id, DAY, replace(draft, rounds=[replace(draft.rounds[0], stops=stops)]))


def test_stops_are_counted_by_neighbourhood_and_one_on_a_border_once(database: Database, square: StoredSquare) -> None:
    stop_at(database, square, [Position(6, 53), Position(6.5, 53.5), Position(7, 53.5), Position(7.5, 53.5), MARKET])
    given = {"Oost": box(7, 53, 8, 54), "West": box(6, 53, 7, 54), "Leeg": box(1, 1, 2, 2)}
    with database.read(TEST) as work:
        counted = work.whereabouts.stops_in(square.id, DAY, DAY, given)
        assert counted.within == {"Oost": 2, "West": 2, "Leeg": 0}
        assert counted.elsewhere == 6
        turned = work.whereabouts.stops_in(square.id, DAY, DAY, dict(reversed(given.items())))
        assert turned.within == {"Leeg": 0, "West": 3, "Oost": 1}
        later = DAY + timedelta(days=1)
        assert work.whereabouts.stops_in(square.id, later, later, given).within == dict.fromkeys(given, 0)
        assert work.whereabouts.stops_in(square.id, DAY, DAY, {}).elsewhere == 10


@pytest.mark.parametrize("shape", [Point(5, 52), Polygon([(0, 0), (1, 1), (1, 0), (0, 1)]), MultiPolygon()])
def test_a_neighbourhood_that_is_no_polygon_is_refused(database: Database, square: StoredSquare, shape) -> None:
    with database.read(TEST) as work, pytest.raises(BadInputError, match=r"polygon|its border is empty"):
        work.whereabouts.stops_in(square.id, DAY, DAY, {"Wijk": shape})


on_grid = st.builds(
    lambda east, north: Position(5 + east * GRID, 52 + north * GRID), st.integers(0, 12), st.integers(0, 12)
)
boxes = st.builds(
    lambda west, south, width, height: box(
        5 + west * GRID, 52 + south * GRID, 5 + (west + width) * GRID, 52 + (south + height) * GRID
    ),
    st.integers(0, 8), st.integers(0, 8), st.integers(1, 5), st.integers(1, 5),
)  # fmt: skip


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(on_grid, min_size=1, max_size=10), st.lists(boxes, max_size=4))
def test_each_stop_counts_for_the_first_neighbourhood_around_it(
    database: Database, at: list[Position], shapes: list[Polygon]
) -> None:
    square = store_square(database, f"dorp-{len(list_squares(database))}")
    stop_at(database, square, at)
    with database.read(TEST) as work:
        counted = work.whereabouts.stops_in(
            square.id, DAY, DAY, {str(number): shape for number, shape in enumerate(shapes)}
        )
    expected = [0] * len(shapes)
    for one in at:
        for number, shape in enumerate(shapes):
            west, south, east, north = shape.bounds
            if west <= one.lon <= east and south <= one.lat <= north:
                expected[number] += 1
                break
    assert list(counted.within.values()) == expected
    assert counted.elsewhere == 2 * len(at) - sum(expected)


MANY = {
    "shops": "INSERT INTO shops (id, square_id, name, name_key, kind, street, number, addition, postcode, town, lon,"
    " lat, opening_hours, phone, email, osm_id, created_at, changed_at) SELECT gen_random_uuid(), square_id, 'S' || n,"
    " 's' || n, '', '', '', '', '', '', n % 170, n % 80, '', '', '', '', now(), now() FROM numbers, one",
    "hubs": "INSERT INTO hubs (id, square_id, name, name_key, address, lon, lat, opening_hours, attended, created_at,"
    " changed_at) SELECT gen_random_uuid(), square_id, 'H' || n, 'h' || n, '', n % 170, n % 80, '', true, now(), now()"
    " FROM numbers, one",
    "areas": "INSERT INTO areas SELECT gen_random_uuid(), 'A' || n, 'a' || n, ST_Multi(ST_MakeEnvelope(n % 170,"
    " n % 80, n % 170 + 0.5, n % 80 + 0.5, 4326)), road_network_id, now() FROM numbers, one",
    "stops": "INSERT INTO stops (id, square_id, round_id, number, place, lon, lat, arrival_at, leaving_at, path_m,"
    " path_s) SELECT gen_random_uuid(), square_id, round_id, n + 1000, '', n % 170, n % 80, now(), now(), 0, 0"
    " FROM numbers, one",
}
"""Thousands of rows all over the world, made by the server."""


def test_postgis_answers_by_its_indexes(tmp_path: Path) -> None:
    with stored("postgresql", tmp_path) as store:
        database = new_database(store)
        square = store_square(database)
        stop_at(database, square, [MARKET])
        with psycopg.connect(store.owner_url, autocommit=True) as connection:
            for made in MANY.values():
                one = (
                    "WITH numbers AS (SELECT generate_series(1, 4000) AS n),"
                    " one AS (SELECT square_id, id AS round_id, road_network_id FROM rounds LIMIT 1) "
                )
                connection.execute((one + made).encode())
            connection.execute("ANALYZE")
        for table, ask in {
            "areas_border": lambda work: work.whereabouts.areas_at(MARKET),
            "shops_place": lambda work: work.whereabouts.shops_near(square.id, MARKET, 3_000),
            "hubs_place": lambda work: work.whereabouts.nearest_hub(square.id, MARKET),
            "stops_place": lambda work: work.whereabouts.stops_in(square.id, DAY, DAY, {"Wijk": box(5, 52, 5.1, 52.1)}),
        }.items():
            assert f"ix_{table}" in explained(store, database, ask), table
        database.close()


def explained(store: Store, database: Database, ask: Callable[[Work], object]) -> str:
    """Give the plans of the statements by which something is asked, for whom no policy stands between: ADR 29."""
    asked: list[tuple[str, Any]] = []

    def heard(_connection: object, _cursor: object, statement: str, parameters: object, *_: object) -> None:
        asked.append((statement, parameters))

    event.listen(database.engine, "before_cursor_execute", heard)
    with database.read(TEST) as work:
        ask(work)
    event.remove(database.engine, "before_cursor_execute", heard)
    owner, _ = connect_owner(store.settings())
    with owner.connect() as connection:
        plans = [connection.exec_driver_sql(f"EXPLAIN {one}", parameters).scalars().all() for one, parameters in asked]
    owner.dispose()
    return "\n".join(line for plan in plans for line in plan)
