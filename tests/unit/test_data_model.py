"""What holds for every table, without a database."""

import re
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, MultiPolygon, Point, Polygon, box
from sqlalchemy import ForeignKeyConstraint
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import configure_mappers

from data.base import Base, Tenancy, UtcDateTime
from data.fitting import faults_of
from data.geometry import GeometryType, as_multipolygon
from data.models.every import METADATA, MODELS
from data.models.job import Job, OutboxRow
from data.models.order import Order, address_line
from data.models.square import Square
from data.names import name_key
from data.settings import DatabaseSettings
from kernel.errors import BadInputError
from kernel.ids import new_id
from kernel.scope import EVERYWHERE_ROLES, OWN_ROLES, Own, Role, Scope
from tests.stored_square import order

SQLITE = sqlite.dialect()
OF_NO_SQUARE_TOO = {Job, OutboxRow}
TENANCY = {model.__tablename__: model.tenancy for model in MODELS}


def test_every_table_declares_whose_rows_it_holds() -> None:
    assert set(TENANCY) == set(METADATA.tables)
    assert all(isinstance(tenancy, Tenancy) for tenancy in TENANCY.values())


@pytest.mark.parametrize("model", [one for one in MODELS if one.tenancy is Tenancy.SQUARE and one is not Square])
def test_every_row_of_a_square_says_which_square(model: type[Base]) -> None:
    square_id = model.__table__.c.square_id
    assert square_id.nullable == (model in OF_NO_SQUARE_TOO), "a row without one is seen by whoever sees every square"
    points_at = {key.column.table.name for key in square_id.foreign_keys}
    assert points_at, "it points at the square, or at a row of the square"


@pytest.mark.parametrize("model", [one for one in MODELS if one.tenancy is Tenancy.SQUARE])
def test_no_foreign_key_leads_from_one_square_into_another(model: type[Base]) -> None:
    """A key to a square's row holds the square, or another key of that row does so through a row it shares."""
    through = {"round_id", "plan_id"}  # rounds and plans of the row are themselves held to its square
    for constraint in model.__table__.constraints:
        if isinstance(constraint, ForeignKeyConstraint):
            target = constraint.referred_table.name
            columns = set(constraint.column_keys)
            if TENANCY[target] is Tenancy.SQUARE and target != "squares":
                assert "square_id" in columns or columns & through, constraint.name


def test_no_relationship_loads_by_itself_or_writes() -> None:
    configure_mappers()
    found = [one for model in MODELS for one in model.__mapper__.relationships]
    assert len(found) >= 10
    assert all(one.lazy == "raise" and one.viewonly for one in found)


def test_no_name_in_the_schema_is_longer_than_postgresql_takes() -> None:
    names = [item.name for table in METADATA.tables.values() for item in (*table.constraints, *table.indexes)]
    assert max(len(str(name)) for name in names) <= 63


def test_a_quantity_has_its_unit_in_its_name() -> None:
    unit = re.compile(r"_(m|s|g|ml|wh|px|cents|permille|days|bytes|count|seq)$")
    without_unit = {
        "capacity",
        "crates",
        "crew",
        "number",
        "orders",
        "rotation",
        "version",
        "received_seq",
        "seq",
        "attempt",
        "most_attempts",
        "done_percent",
        "status",
        "last_status",
    }
    for table in METADATA.tables.values():
        for column in table.columns:
            if "range" in column.info and column.name not in without_unit and not column.name.endswith(("lon", "lat")):
                assert unit.search(column.name), f"{table.name}.{column.name}"


def test_ids_are_versioned_uuids_that_rise() -> None:
    made = [new_id() for _ in range(1_000)]
    assert len(set(made)) == 1_000
    assert {UUID(one).version for one in made} == {7}
    assert {UUID(one).variant for one in made} == {"specified in RFC 4122"}
    assert made[0][:13] <= made[-1][:13]


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no zone"):
        UtcDateTime().process_bind_param(datetime(2026, 12, 1), SQLITE)  # noqa: DTZ001 (that is the fault)


@given(st.datetimes(timezones=st.timezones()))
def test_a_moment_comes_back_as_the_same_moment(moment: datetime) -> None:
    column = UtcDateTime()
    try:
        utc = moment.astimezone(UTC)
    except OverflowError:
        return
    assert column.process_result_value(column.process_bind_param(moment, SQLITE), SQLITE) == utc


@pytest.mark.parametrize(
    ("shape", "told"),
    [
        (Point(5, 52), "kind Point"),  # another kind
        (MultiPolygon(), "kind MultiPolygon"),  # empty
        (MultiPolygon([box(136_000, 455_000, 137_000, 456_000)]), "not on the globe"),  # Dutch RD metres
        (MultiPolygon([box(52, 100, 53, 101)]), "not on the globe"),  # latitude of 100
    ],
)
def test_a_shape_that_is_no_border_is_refused(shape: object, told: str) -> None:
    with pytest.raises(BadInputError, match=told):
        GeometryType("MULTIPOLYGON").process_bind_param(shape, SQLITE)


def test_a_border_comes_back_as_it_was() -> None:
    column, border = GeometryType("MULTIPOLYGON"), as_multipolygon(box(5.1234567890123, 52, 6, 53))
    assert column.process_result_value(column.process_bind_param(border, SQLITE), SQLITE).equals(border)


def test_a_line_is_no_border() -> None:
    with pytest.raises(BadInputError, match="not a LineString"):
        as_multipolygon(LineString([(5, 52), (6, 53)]))
    assert as_multipolygon(Polygon([(5, 52), (6, 52), (6, 53)])).geom_type == "MultiPolygon"


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"order_ref": ""}, "is empty"),
        ({"order_ref": "x" * 81}, "81 characters, at most 80"),
        ({"order_ref": "a\x00b"}, "NUL"),
        ({"recipient": "Klant \ud800"}, "half a character"),
        ({"order_ref": None}, "is missing"),
        ({"lon": float("nan")}, "not from -180 to 180"),
        ({"lat": float("inf")}, "not from -90 to 90"),
        ({"lat": 90.01}, "not from -90 to 90"),
    ],
)
def test_a_value_that_one_of_the_databases_would_refuse_is_named(row: dict[str, object], told: str) -> None:
    ((column, fault),) = faults_of(Order, row)
    assert column == next(iter(row))
    assert told in fault


@pytest.mark.parametrize(
    ("one", "other"),
    [("Bakker  Jansen", "bakker jansen"), ("CAFÉ", "cafe\u0301"), ("Straße", "STRASSE"), (" Het Boek ", "het boek")],
)
def test_two_spellings_of_a_name_are_one(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@given(st.text())
def test_a_levelled_name_stays_as_it_is(name: str) -> None:
    assert name_key(name_key(name)) == name_key(name)


def test_a_position_we_looked_up_does_not_make_an_order_another_one() -> None:
    assert order("w", "1").sha256 == order("w", "1", place=None, mend_reason="onbekend").sha256


@pytest.mark.parametrize("changed", [{"recipient": "Ander"}, {"number": "8"}, {"parcels": ()}, {"note": "achterom"}])
def test_an_order_that_differs_in_what_was_given_is_another_one(changed: dict[str, object]) -> None:
    assert order("w", "1").sha256 != order("w", "1", **changed).sha256


@pytest.mark.parametrize("role", sorted(set(Role) - EVERYWHERE_ROLES))
def test_only_the_platform_sees_every_square(role: Role) -> None:
    with pytest.raises(ValueError, match="names its squares"):
        Scope(role, None, Own() if role in OWN_ROLES else None)


@pytest.mark.parametrize("role", sorted(OWN_ROLES))
def test_who_sees_only_their_own_says_what_that_is(role: Role) -> None:
    with pytest.raises(ValueError, match="own part"):
        Scope(role, frozenset({"p"}))


def test_system_work_has_a_name() -> None:
    with pytest.raises(ValueError, match="has a name"):
        Scope(Role.SYSTEM, None)


def test_settings_come_from_the_environment(tmp_path) -> None:
    assert DatabaseSettings.from_environment({"DORPSRONDE_HOME": "/x"}).url == "sqlite:////x/dorpsronde.db"
    assert DatabaseSettings.from_environment({"DORPSRONDE_DATABASE_URL": "sqlite://"}).url == "sqlite://"


def test_a_setting_that_cannot_be_used_is_named() -> None:
    with pytest.raises(BadInputError, match=r"^DORPSRONDE_BUSY_TIMEOUT_S: 'soon'"):
        DatabaseSettings.from_environment({"DORPSRONDE_BUSY_TIMEOUT_S": "soon"})


@pytest.mark.parametrize(
    ("parts", "line"),
    [
        (("Kerkweg", "7", "2", "1234AC", "Proefdorp"), "Kerkweg 7-2, 1234 AC Proefdorp"),
        (("Kerkweg", "7A", "", "", "Proefdorp"), "Kerkweg 7A, Proefdorp"),
        (("Im Pardiel", "16", "", "9494", "Schaan"), "Im Pardiel 16, 9494 Schaan"),  # no Dutch postcode
        (("", "", "", "1234AC", ""), "1234 AC"),
        (("", "", "", "", ""), ""),
    ],
)
def test_an_address_is_written_as_on_an_envelope(parts: tuple[str, str, str, str, str], line: str) -> None:
    assert address_line(*parts) == line
