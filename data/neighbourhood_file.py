"""Neighbourhoods out of a GeoJSON file: polygons with their codes, as statistics offices give them out."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from data.drafts.neighbourhood import NeighbourhoodDraft
from data.geojson import DrawnPolygon, read_polygons
from data.geometry import as_multipolygon
from kernel.errors import BadInputError
from kernel.quoting import quoted

__all__ = ["CodeNames", "read_neighbourhoods"]

_WAY_OUT = "Save polygons of neighbourhoods as GeoJSON in degrees, with a code each, as CBS gives them out."
_CODES = ("buurtcode", "bu_code", "statcode", "wijkcode", "wk_code", "gemeentecode", "gm_code", "code")
"""The smallest first: of a file of districts or municipalities, those are its polygons."""
_NAMES = ("buurtnaam", "bu_naam", "statnaam", "wijknaam", "wk_naam", "gemeentenaam", "gm_naam", "naam", "name")
_DISTRICT, _DISTRICT_NAME = ("wijkcode", "wk_code"), ("wijknaam", "wk_naam")
_TOWN, _TOWN_NAME = ("gemeentecode", "gm_code"), ("gemeentenaam", "gm_naam")
_YEAR = ("jaar", "year", "peiljaar")
_CBS = re.compile(r"BU(\d{4})(\d{2})\d{2}")
"""Buurtcode: municipality, district and neighbourhood. Source: CBS, Wijk- en buurtkaart, toelichting."""
_CBS_DISTRICT = re.compile(r"WK(\d{4})\d{2}")
OVERLAP = 0.01
"""Of the smaller of two neighbourhoods; simplified borders overlap a little."""


@dataclass(frozen=True, slots=True)
class CodeNames:
    """Which properties hold what; "" is to be recognised: CBS's names, capitals or not."""

    code: str = ""
    name: str = ""
    municipality: str = ""


def read_neighbourhoods(path: Path, named: CodeNames, year: int | None) -> tuple[int, list[NeighbourhoodDraft]]:
    """Read neighbourhoods; without a year, that which every polygon names.

    Raises
    ------
    BadInputError
        It cannot be read, a polygon is broken, has no code or that of another, two cover the same ground, or the year
        is nowhere.
    """
    where = str(path)
    polygons = read_polygons(path, "a neighbourhood", _WAY_OUT)
    found = [_draft(one, named) for one in polygons]
    _refuse_twice(found, where)
    _refuse_overlaps(found, where)
    return _year(polygons, year, where), found


def _small(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {str(name).casefold(): value for name, value in properties.items()}


def _draft(drawn: DrawnPolygon, named: CodeNames) -> NeighbourhoodDraft:
    properties, where = _small(drawn.properties), drawn.where
    code = _text(properties, (named.code.casefold(),) if named.code else _CODES)
    if not code:
        known = ", ".join(sorted(properties)[:8]) or "none"
        raise BadInputError(
            "a polygon has no code" + (f" in {quoted(named.code)}" if named.code else ""),
            where=where,
            way_out=f"Say which property holds it: --code PROPERTY. There is: {known}.",
        )
    by_code = _CBS.fullmatch(code)
    district = _text(properties, _DISTRICT) or (f"WK{by_code[1]}{by_code[2]}" if by_code else "")
    town_code = by_code or _CBS_DISTRICT.fullmatch(code)
    town = _text(properties, (named.municipality.casefold(),) if named.municipality else _TOWN)
    draft = NeighbourhoodDraft(
        code=code,
        name=_text(properties, (named.name.casefold(),) if named.name else _NAMES) or code,
        district_code="" if district == code else district,
        district_name="" if district == code else _text(properties, _DISTRICT_NAME) or district,
        municipality_code=town or (f"GM{town_code[1]}" if town_code else ""),
        municipality_name=_text(properties, _TOWN_NAME) or town or (f"GM{town_code[1]}" if town_code else ""),
        border=as_multipolygon(drawn.shape),
    )
    texts = (
        draft.code,
        draft.name,
        draft.district_code,
        draft.district_name,
        draft.municipality_code,
        draft.municipality_name,
    )
    if not "".join(texts).isprintable():
        raise BadInputError(f"{quoted(code)} has letters that cannot be printed", where=where, way_out=_WAY_OUT)
    return draft


def _text(properties: Mapping[str, Any], names: Sequence[str]) -> str:
    for name in names:
        value = properties.get(name)
        if isinstance(value, str | int) and not isinstance(value, bool) and (text := " ".join(str(value).split())):
            return text
    return ""


def _year(polygons: Sequence[DrawnPolygon], year: int | None, where: str) -> int:
    if year is not None:
        return year
    years = {_text(_small(one.properties), _YEAR) for one in polygons}
    if len(years) == 1 and re.fullmatch(r"(19|20|21)\d\d", told := years.pop()):
        return int(told)
    raise BadInputError("the year of the division is not in it", where=where, way_out="Give it: --year YYYY.")


def _refuse_twice(found: Sequence[NeighbourhoodDraft], where: str) -> None:
    met: set[str] = set()
    for draft in found:
        if draft.code in met:
            raise BadInputError(
                f"two polygons have the code {quoted(draft.code)}",
                where=where,
                way_out="Join the parts of one neighbourhood into one MultiPolygon, or name another property: --code.",
            )
        met.add(draft.code)


def _refuse_overlaps(found: Sequence[NeighbourhoodDraft], where: str) -> None:
    """Refuse two that cover the same ground: nobody could say in which of them a door is."""
    borders = [draft.border for draft in found]
    first, second = shapely.STRtree(borders).query(borders, predicate="intersects")
    for one, other in np.column_stack([first, second])[first < second].tolist():
        common = borders[one].intersection(borders[other]).area
        if common > OVERLAP * min(borders[one].area, borders[other].area):
            both = f"{quoted(found[one].code)} and {quoted(found[other].code)}"
            raise BadInputError(f"{both} cover the same ground", where=where, way_out="Give each place one polygon.")
