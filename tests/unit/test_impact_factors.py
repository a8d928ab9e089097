"""The factor table: what it refuses, and what the shipped one holds."""

import pytest

from impact.factor_table import COLUMNS, available, load_factors, read_factors
from impact.factors import FactorSet, Scope, Status
from kernel.errors import BadInputError

GOOD = {
    "id": "diesel_van.driving",
    "scope": "WTW",
    "low": "200",
    "central": "300",
    "high": "400",
    "unit": "g/km",
    "distribution": "triangular",
    "year": "2025",
    "region": "NL",
    "source": "a report",
    "status": "second-hand",
    "range_status": "assumed",
    "note": "",
    "licence": "own",
    "valid_from": "2026-01-01",
}


def table(*rows: dict[str, str], columns: tuple[str, ...] = COLUMNS) -> FactorSet:
    lines = [",".join(columns), *(",".join(row.get(column, "") for column in columns) for row in rows)]
    return read_factors("\n".join(lines), "test", where="own.csv")


def split(ttw: str, wtt: str) -> list[dict[str, str]]:
    fixed = GOOD | {"distribution": "fixed", "range_status": "-"}
    return [
        GOOD,
        fixed | {"scope": "TTW", "low": ttw, "central": ttw, "high": ttw},
        fixed | {"scope": "WTT", "low": wtt, "central": wtt, "high": wtt},
    ]


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"central": "150"}, "own.csv, line 2, factor diesel_van.driving: low 200, central 150, high 400 are not in"),
        ({"high": "250"}, "not in rising order"),
        ({"low": "twenty"}, "own.csv, line 2: 'twenty' is no number; write digits and a decimal point"),
        ({"low": "nan"}, "'nan' is no number"),  # float() would take it
        ({"high": "1_000"}, "'1_000' is no number"),  # and this
        ({"low": "200,5"}, "16 values for 15 columns"),  # a Dutch comma
        ({"low": ""}, "'' is no number"),
        ({"unit": "kg/km"}, "the unit 'kg/km' is not known; use one of g/kWh, g/l, g/km"),
        ({"low": "-1"}, "-1 to 400 g/km goes outside 0 to inf"),
        ({"unit": "share"}, "200 to 400 share goes outside 0 to 1"),
        ({"unit": "kWh/kWh", "low": "0", "central": "0.5", "high": "1"}, "outside 0.1 to 1"),  # it is divided by
        ({"distribution": "normal"}, "'normal' is no distribution; use one of triangular, lognormal, fixed"),
        ({"distribution": "fixed"}, "a fixed factor with low 200 and high 400"),
        ({"low": "300", "high": "300"}, "a triangular factor with low 300 and high 300"),
        ({"range_status": "-"}, "range_status is for factors with a range, and those need one"),
        ({"status": "certain"}, "'certain' is no status; use one of verified, second-hand, assumed"),
        ({"scope": "tailpipe"}, "'tailpipe' is no scope; use one of WTW, TTW, WTT, making, local, -"),
        ({"year": "recent"}, "'recent' is no year; write four digits"),
        ({"source": ""}, "it names no source"),
        ({"id": ""}, "factor (no id): '' is no id"),
        ({"id": "Diesel van"}, "'Diesel van' is no id; write lower case words with dots"),
        ({"licence": ""}, "own.csv, line 2: it names no licence; write it, or 'own'"),
        ({"valid_from": "2026-02-30"}, "'2026-02-30' is no day; write it as 2026-01-31"),
        ({"valid_from": "20260201"}, "'20260201' is no day"),  # fromisoformat() would take it
        ({"distribution": "lognormal", "low": "0"}, "a lognormal factor begins above zero"),
        ({"distribution": "lognormal"}, "a lognormal from 200 to 400 has its median at 282.8, not 300"),
        ({"scope": "TTW"}, "diesel_van.driving needs one row that is WTW or without grams, and has 0"),
    ],
)
def test_a_faulty_row_is_refused_with_its_line(change: dict[str, str], line: str) -> None:
    with pytest.raises(BadInputError) as caught:
        table(GOOD | change)
    assert line in str(caught.value)
    assert "own.csv" in str(caught.value) or "factor set test" in str(caught.value)


def test_a_factor_may_not_occur_twice() -> None:
    with pytest.raises(BadInputError, match=r"factor diesel_van\.driving \(WTW\) is there twice. Keep one\."):
        table(GOOD, GOOD)


@pytest.mark.parametrize(
    ("columns", "line"),
    [
        ((*COLUMNS, "colour"), "unknown column colour"),
        (COLUMNS[:-1], "missing column valid_from"),
        ((*COLUMNS, "low"), "column more than once: low"),
    ],
)
def test_a_table_has_exactly_its_columns(columns: tuple[str, ...], line: str) -> None:
    with pytest.raises(BadInputError, match=line):
        table(GOOD, columns=columns)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", "missing column id"),
        (",".join(COLUMNS), "no factor in it"),
        (",".join(COLUMNS) + '\n"open', "not readable as CSV"),
    ],
)
def test_an_empty_or_broken_table_is_refused(text: str, line: str) -> None:
    with pytest.raises(BadInputError, match=line):
        read_factors(text, "test")


def test_the_tenth_release_of_a_year_comes_after_the_ninth() -> None:
    ninth, tenth = (FactorSet(version, load_factors().factors) for version in ("2026.9+survey", "2026.10"))
    assert tenth.release > ninth.release == (2026, 9)


def test_every_faulty_line_is_told_at_once() -> None:
    with pytest.raises(BadInputError) as caught:
        table(GOOD | {"low": "x"}, GOOD | {"unit": "kg"}, GOOD | {"id": "fine"}, GOOD | {"year": "old"})
    assert all(f"own.csv, line {number}" in str(caught.value) for number in (2, 3, 5))


def test_what_was_released_stays_to_the_letter() -> None:
    """A released table is never edited: what is wrong in it is right in the next."""
    digests = {version: load_factors(version).digest[:16] for version in available()}
    assert digests == {
        "2026.1": "bd4c84cdd485a0d0",
        "2026.2": "10b98472e46183fc",
        "2026.3": "c0f9887b0e338ce9",
        "2026.4": "69e70a30affc653d",
    }


def test_columns_may_come_in_any_order() -> None:
    assert table(GOOD, columns=tuple(reversed(COLUMNS))) == table(GOOD)


def test_tank_to_wheel_and_well_to_tank_must_add_up() -> None:
    assert table(*split("240", "60")).split("diesel_van.driving") is not None
    with pytest.raises(BadInputError, match=r"diesel_van.driving: TTW \+ WTT is 310, WTW is 300 g/km"):
        table(*split("240", "70"))


def test_a_version_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(BadInputError, match=r"there is no factor set '\.\./2026.1'. There is: 2026\.1"):
        load_factors("../2026.1")


@pytest.mark.parametrize("version", available())
def test_every_shipped_factor_says_where_it_comes_from(version: str) -> None:
    for factor in load_factors(version).factors:
        assert len(factor.source) > len("assumption"), factor.id
        assert factor.source.startswith("assumption") <= (factor.status is Status.ASSUMED), factor.id


@pytest.mark.parametrize("version", available())
def test_wherever_the_table_gives_all_three_they_add_up(version: str) -> None:
    factors = load_factors(version)
    splits = {factor.id: (factor, factors.split(factor.id)) for factor in factors.drawn}
    given = {name: (factor, parts) for name, (factor, parts) in splits.items() if parts}
    assert given.keys() >= {"electricity.grid", "diesel_van.driving"}
    for factor, (ttw, wtt) in given.values():
        assert ttw.central + wtt.central == pytest.approx(factor.central, rel=0.005)


def test_ones_own_factor_replaces_the_tables_and_the_version_says_so() -> None:
    survey = table(GOOD | {"low": "210", "source": "survey of our shops 2026"}).factors
    ours = load_factors("2026.1").with_own("square", survey)
    assert ours.version == "2026.1+square"
    assert [factor.low for factor in ours.factors if factor.id == "diesel_van.driving"] == [210.0]
    assert ours.split("diesel_van.driving") is None
    assert len(load_factors("2026.1").drawn) == len(ours.drawn)


@pytest.mark.parametrize(
    ("change", "line"),
    [({"id": "diesel_lorry.driving"}, "Its ids are in the table"), ({"unit": "g/kWh"}, "Here it is in g/km")],
)
def test_ones_own_factor_must_replace_one_of_the_same_unit(change: dict[str, str], line: str) -> None:
    with pytest.raises(BadInputError, match=line):
        load_factors("2026.1").with_own("square", table(GOOD | change).factors)


def test_only_what_figures_use_is_drawn() -> None:
    assert {factor.scope for factor in load_factors("2026.1").drawn} == {Scope.WTW, Scope.NONE}
