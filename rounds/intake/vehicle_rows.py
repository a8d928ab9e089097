"""Vehicles from a spreadsheet: every row judged."""

from dataclasses import dataclass
from pathlib import Path

from data.models.limits import MAX_CREW
from data.names import name_key
from rounds.intake.amount import BATTERY_WH, CAPACITY_G, CAPACITY_ML
from rounds.intake.cell import Reading, UnreadableCellError, quoted
from rounds.intake.columns import match_columns
from rounds.intake.repeats import Repeats
from rounds.intake.row_reader import MAX_NOTE, RowReader
from rounds.intake.table_file import Row, Table, read_table
from rounds.intake.vehicle_columns import VEHICLE_COLUMNS
from rounds.intake.verdict import Judged, Judgement
from rounds.intake.window_cells import read_open_span

__all__ = ["VehicleRow", "judge_vehicles", "read_vehicles_table"]

_PROFILES = {
    word: profile
    for profile, words in {
        "cargo-bike": "cargo-bike, cargobike, cargo bike, bakfiets, vrachtfiets, transportfiets, elektrische bakfiets, "
        "e-bakfiets",
        "cargo-trike": "cargo-trike, cargo trike, driewieler, bakdriewieler, driewielbakfiets",
        "bike": "bike, fiets, bicycle, e-bike, ebike, elektrische fiets",
        "foot": "foot, lopend, te voet, walking, on foot, steekwagen",
        "car": "car, auto, personenauto",
        "van": "van, bestelbus, bestelauto, busje, bus",
    }.items()
    for word in words.split(", ")
}
_YES = frozenset({"ja", "j", "yes", "y", "x", "1", "true", "waar"})
_NO = frozenset({"nee", "n", "no", "-", "0", "false", "onwaar"})


@dataclass(frozen=True, slots=True)
class VehicleRow:
    """One vehicle as it was written, understood.

    Attributes
    ----------
    profile: cargo-bike, cargo-trike, bike, foot, car or van.
    weight_g, volume_ml, cool_volume_ml: what it carries, rounded down from exact decimals; None where unknown.
        `cool_volume_ml` is part of `volume_ml`.
    duty_start_s, duty_end_s: seconds since local midnight; None is open.
    crew: how many people ride; None where it does not say.
    battery_wh: what its battery holds, rounded down; None where it does not say.
    hub: the name of the hub that it begins and ends at; empty where it does not say.
    """

    name: str
    profile: str
    weight_g: int | None
    volume_ml: int | None
    cool_volume_ml: int | None
    duty_start_s: int | None
    duty_end_s: int | None
    electric: bool | None
    note: str
    crew: int | None = None
    battery_wh: int | None = None
    hub: str = ""


def read_vehicles_table(source: Path | bytes, *, name: str = "") -> Table:
    """Understand a file as a table of vehicles.

    Raises
    ------
    UnreadableTableError
        As `read_table`.
    """
    return read_table(source, VEHICLE_COLUMNS.known_names, name=name)


def judge_vehicles(table: Table) -> Judgement[VehicleRow]:
    """Judge every row of a table of vehicles.

    Raises
    ------
    UnreadableTableError
        A required column is missing, or the rows cannot be read as a table.
    """
    columns = match_columns(table.header, VEHICLE_COLUMNS, table.name)
    vehicles: Repeats[VehicleRow] = Repeats(columns)
    for row in table.rows():
        reader = RowReader(columns, row)
        name = reader.text("vehicle")
        key = name_key(name) or None
        if not vehicles.is_repeat(key, row):
            vehicles.add(key, _verdict(reader, name, row), row)
    return Judgement(table.name, columns, (*table.notes, *columns.notes), vehicles.verdicts())


def _verdict(reader: RowReader, name: str, row: Row) -> Judged[VehicleRow]:
    if not name:
        reader.fault("er staat geen naam van het voertuig", "the vehicle has no name")
    profile = reader.read("profile", _read_profile)
    if profile is None and not reader.text("profile"):
        reader.fault("er staat niet wat voor voertuig het is", "it does not say what kind of vehicle it is")
    start_s, end_s = read_open_span(reader, "duty", "duty_start", "duty_end")
    vehicle = VehicleRow(
        name=name,
        profile=profile or "",
        weight_g=reader.read("capacity_kg", CAPACITY_G),
        volume_ml=reader.read("capacity_l", CAPACITY_ML),
        cool_volume_ml=reader.read("cool_l", CAPACITY_ML),
        duty_start_s=start_s,
        duty_end_s=end_s,
        electric=reader.read("electric", _read_yes_or_no),
        note=reader.text("note", longest=MAX_NOTE, keep_lines=True),
        crew=reader.read("crew", _read_crew),
        battery_wh=reader.read("battery_wh", BATTERY_WH),
        hub=reader.text("hub"),
    )
    if vehicle.battery_wh and vehicle.electric is False:
        reader.fault("er staat een accu bij, en dat het niet elektrisch is", "it has a battery and is not electric")
    if (vehicle.cool_volume_ml or 0) > (vehicle.volume_ml or vehicle.cool_volume_ml or 0):
        reader.fault("de koelruimte is groter dan de laadruimte", "the cooled part is larger than the whole")
    faults = tuple(dict.fromkeys(reader.faults))
    return Judged((row.line,), name, None if faults else vehicle, tuple(dict.fromkeys(reader.mends)), faults)


def _read_profile(cell: str) -> Reading[str]:
    word = " ".join(cell.lower().split())
    if word not in _PROFILES:
        raise UnreadableCellError(
            f"voertuigsoort {quoted(cell)} kennen wij niet; schrijf bakfiets, driewieler, fiets, te voet, auto of "
            "bestelbus",
            f"profile {quoted(cell)} is not known; write cargo-bike, cargo-trike, bike, foot, car or van",
        )
    return Reading(_PROFILES[word])


def _read_crew(cell: str) -> Reading[int]:
    if not (cell.isascii() and cell.isdigit() and 1 <= int(cell[:9]) <= MAX_CREW):
        raise UnreadableCellError(
            f"{quoted(cell)} is geen bemanning; schrijf hoeveel mensen er rijden, 1 tot {MAX_CREW}",
            f"{quoted(cell)} is no crew; write how many people ride, 1 to {MAX_CREW}",
        )
    return Reading(int(cell))


def _read_yes_or_no(cell: str) -> Reading[bool]:
    word = cell.lower()
    if word not in _YES | _NO:
        raise UnreadableCellError(f"{quoted(cell)} is geen ja of nee", f"{quoted(cell)} is neither yes nor no")
    return Reading(word in _YES)
