"""Vehicles from a spreadsheet into a square."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from data.database import Database
from data.drafts.shop import VehicleDraft
from data.models.hub import Hub
from data.names import name_key
from data.repositories.named import Outcome
from data.wording import listed
from kernel.scope import Scope
from kernel.text import Text
from rounds.imported import HowToImport, Imported, failing, mended
from rounds.intake.cell import quoted
from rounds.intake.vehicle_rows import VehicleRow, judge_vehicles, read_vehicles_table
from rounds.intake.verdict import Judged, Judgement
from routing.network.energy import has_battery

__all__ = ["DEFAULT_CAPACITY", "DEFAULT_DUTY_S", "import_vehicles"]

SCOPE = Scope.system("vehicles import")
DEFAULT_DUTY_S = (9 * 3_600, 18 * 3_600)
"""Open ends of a duty: usual shop hours. Our own choice."""


@dataclass(frozen=True, slots=True)
class Capacity:
    """What a vehicle carries."""

    weight_g: int
    volume_ml: int
    electric: bool


DEFAULT_CAPACITY = {
    "cargo-bike": Capacity(150_000, 800_000, electric=True),
    "cargo-trike": Capacity(200_000, 1_200_000, electric=True),
    "bike": Capacity(20_000, 60_000, electric=False),
    "foot": Capacity(15_000, 40_000, electric=False),
    "car": Capacity(300_000, 1_000_000, electric=False),
    "van": Capacity(800_000, 4_000_000, electric=False),
}
"""Of a vehicle whose row does not say: the demo's bike (rounds/invented_village.py), a larger box, panniers, a
rucksack, a boot, the counterfactuals' van (rounds/counterfactuals.py). Own choice; a row's own figures go before."""


def import_vehicles(database: Database, slug: str, source: Path, how: HowToImport) -> Imported:
    """Judge every row of a file of vehicles, and store those that pass.

    A vehicle of which its row does not say at which hub it begins keeps the one that it has.

    Raises
    ------
    NotFoundError
        There is no such square.
    UnreadableTableError
        The file cannot be read as a table of vehicles.
    StorageError
        The database cannot be written; it is as it was.
    """
    with database.read(SCOPE) as work:
        square = work.squares.get(slug)
        begins: dict[str, Hub | None] = {name_key(square.depot_name): None} if square.depot_name else {}
        begins |= {hub.name_key: hub for hub in work.hubs.all(square.id)}
    table = read_vehicles_table(source)
    read = judge_vehicles(table)
    judgement = Judgement(read.name, read.columns, read.notes, [_looked_at(judged, begins) for judged in read.judged])
    stores = how.stores(judgement)
    with database.begin(SCOPE) if stores else database.read(SCOPE) as work:
        before = {vehicle.name_key: vehicle.hub_id for vehicle in work.vehicles.all(square.id)}
        drafts = [replace(_draft(row), hub_id=_hub_id(row, begins, before)) for row in judgement.accepted]
        puts = (work.vehicles.put if stores else work.vehicles.compare)(square.id, drafts)
    outcomes = [put.outcome for put in puts]
    counts = (outcomes.count(outcome) for outcome in (Outcome.NEW, Outcome.CHANGED, Outcome.SAME))
    return Imported(table, judgement, stores, *counts, notes=read.notes)


def _hub_id(row: VehicleRow, begins: Mapping[str, Hub | None], before: Mapping[str, str | None]) -> str | None:
    """Give the hub at which a vehicle begins: as its row says, and where it is silent as it was; None is the depot."""
    if not row.hub:
        return before.get(name_key(row.name))
    hub = begins[name_key(row.hub)]
    return hub.id if hub else None


def _looked_at(judged: Judged[VehicleRow], begins: Mapping[str, Hub | None]) -> Judged[VehicleRow]:
    """Refuse what cannot be planned, and tell what is taken where the row is silent.

    Parameters
    ----------
    begins: the hubs of the square, by `data.names.name_key`, and None by the name of its depot.
    """
    row = judged.value
    if row is None:
        return judged
    draft = _draft(row)
    faults = [*_unknown_hub(row.hub, begins), *_never_planned(draft)]
    if faults:
        return failing(judged, *faults)
    if None in {row.weight_g, row.volume_ml}:
        kg, litres = draft.weight_g / 1_000, draft.volume_ml / 1_000
        usual = Text(f"laadvermogen {kg:g} kg en {litres:g} l aangenomen", f"capacity {kg:g} kg, {litres:g} l taken")
        return mended(judged, usual)
    return judged


def _unknown_hub(called: str, begins: Mapping[str, Hub | None]) -> Iterator[Text]:
    if not called or name_key(called) in begins:
        return
    names = [hub.name for hub in begins.values() if hub]
    known = (
        Text(f"er zijn: {listed(names, last=' en ')}", f"there are: {listed(names)}")
        if names
        else Text("dit dorpsplein heeft er nog geen", "this square has none yet")
    )
    yield Text(
        f"dorpspunt {quoted(called)} is niet bekend; {known.nl}", f"hub {quoted(called)} is not known; {known.en}"
    )


def _never_planned(draft: VehicleDraft) -> Iterator[Text]:
    """Say what keeps a vehicle from riding, now that what its row leaves open is filled in."""
    if draft.cool_volume_ml > draft.volume_ml:
        yield Text("de koelruimte is groter dan de laadruimte", "the cooled part is larger than the whole")
    if draft.duty_start_s >= draft.duty_end_s:
        yield Text("de dienst eindigt voordat hij begint", "its duty ends before it begins")
    if draft.battery_wh and not has_battery(draft.profile):
        yield Text(
            "van dit soort voertuig is niet bekend wat een kilometer uit de accu vraagt; laat battery_wh leeg",
            "what a kilometre takes from the battery of this kind of vehicle is not known; leave battery_wh empty",
        )


def _draft(row: VehicleRow) -> VehicleDraft:
    usual = DEFAULT_CAPACITY[row.profile]
    start_s, end_s = DEFAULT_DUTY_S
    return VehicleDraft(
        name=row.name,
        profile=row.profile,
        weight_g=usual.weight_g if row.weight_g is None else row.weight_g,
        volume_ml=usual.volume_ml if row.volume_ml is None else row.volume_ml,
        duty_start_s=start_s if row.duty_start_s is None else row.duty_start_s,
        duty_end_s=end_s if row.duty_end_s is None else row.duty_end_s,
        cool_volume_ml=row.cool_volume_ml or 0,
        electric=(usual.electric or row.battery_wh is not None) if row.electric is None else row.electric,
        note=row.note,
        crew=row.crew or 1,
        battery_wh=row.battery_wh,
    )
