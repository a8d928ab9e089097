"""Taking a reading: what a vehicle's counter, socket or tank says of a day, and what of it cannot be."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from data.drafts.vehicle_reading import VehicleReadingDraft
from data.models.states import EnergyKind, RoundState
from data.models.vehicle import Vehicle
from data.models.vehicle_reading import VehicleReading
from data.work import Work
from kernel.errors import BadInputError, NotFoundError, about
from kernel.quoting import quoted

__all__ = ["FUELS", "GivenReading", "take_reading"]

FUELS = frozenset({EnergyKind.DIESEL, EnergyKind.PETROL, EnergyKind.HVO100})
"""Told in ml; all else in Wh."""
WITH_TANK = frozenset({"van", "car"})


@dataclass(frozen=True, slots=True)
class GivenReading:
    """A reading as somebody says it; columns as of `data.models.vehicle_reading.VehicleReading`.

    Attributes
    ----------
    vehicle: its name, or its id.
    amount: of the energy: Wh, or ml of a fuel.
    odometer_m: what the counter showed before and after; in its place, `driven_m` is the day's metres alone.
    """

    vehicle: str
    day: date
    odometer_m: tuple[int, int] | None = None
    driven_m: int | None = None
    energy: EnergyKind | None = None
    amount: int | None = None
    note: str = ""


def take_reading(work: Work, square_id: str, given: GivenReading) -> VehicleReading:
    """Store a reading, in the place of what was said of that vehicle and day before.

    Raises
    ------
    NotFoundError
        There is no such vehicle, or not for the asker.
    BadInputError
        It says nothing, is of a day that has not been, goes back, is nought of a vehicle that rode, or is of something
        that the vehicle does not have.
    """
    vehicle = _vehicle(work, square_id, given.vehicle)
    where = f"{vehicle.name}, {given.day}"
    today = work.now.astimezone(ZoneInfo(work.squares.with_id(square_id).timezone)).date()
    if given.day > today:
        raise BadInputError("that day has not been", where=where, field="day")
    if given.odometer_m and given.driven_m is not None:
        raise BadInputError("both the counter and the day's metres", where=where, way_out="Say one.", field="driven_m")
    if (given.energy is None) != (given.amount is None):
        raise BadInputError("energy needs both its kind and its amount", where=where, field="energy")
    if given.energy is not None:
        _refuse_energy(vehicle, given.energy, where)
    start_m, end_m = given.odometer_m or (None, None)
    driven_m = given.driven_m
    if start_m is not None and end_m is not None:
        _refuse_going_back(work, vehicle, given.day, (start_m, end_m), where)
        driven_m = end_m - start_m
    if driven_m is None and given.energy is None:
        raise BadInputError("it says nothing", where=where, way_out="Say metres, energy, or both.")
    is_fuel = given.energy in FUELS
    if driven_m == 0:
        with about("odometer_m" if given.odometer_m else "driven_m"):
            _refuse_nought(work, vehicle, given.day, "0 m", where)
    if given.amount == 0:
        with about("taken_ml" if is_fuel else "taken_wh"):
            _refuse_nought(work, vehicle, given.day, "0 ml" if is_fuel else "0 Wh", where)
    draft = VehicleReadingDraft(
        vehicle.id,
        given.day,
        driven_m,
        start_m,
        end_m,
        energy=given.energy,
        taken_wh=None if is_fuel else given.amount,
        taken_ml=given.amount if is_fuel else None,
        note=" ".join(given.note.split()),
    )
    return work.vehicle_readings.put(square_id, draft)


def _vehicle(work: Work, square_id: str, name: str) -> Vehicle:
    vehicles = work.vehicles.all(square_id)
    found = next((one for one in vehicles if name in {one.name, one.id}), None)
    if found is None:
        there = ", ".join(one.name for one in vehicles) or "none"
        raise NotFoundError(f"there is no vehicle {quoted(name)}", way_out=f"There is: {there}.")
    return found


def _refuse_energy(vehicle: Vehicle, energy: EnergyKind, where: str) -> None:
    if energy in FUELS:
        if vehicle.electric or vehicle.profile not in WITH_TANK:
            raise BadInputError(f"it has no tank for {energy}", where=where, field="energy")
    elif not vehicle.electric:
        raise BadInputError(
            f"{energy} of a vehicle that is not electric",
            where=where,
            way_out="Is it electric? Say so.",
            field="energy",
        )


def _refuse_nought(work: Work, vehicle: Vehicle, day: date, nought: str, where: str) -> None:
    """Refuse nought of a vehicle of which a round of the day is over: no round takes nothing."""
    over = work.rounds.of_day(vehicle.square_id, day, {RoundState.COMPLETED}, legs=False)
    own = next((one for one in over if one.vehicle_id == vehicle.id), None)
    if own is not None:
        raise BadInputError(
            f"{nought} of a vehicle that rode round {own.number}",
            where=where,
            way_out="Say what the meter showed, or leave it out: then it is estimated.",
        )


def _refuse_going_back(work: Work, vehicle: Vehicle, day: date, odometer_m: tuple[int, int], where: str) -> None:
    """Refuse a counter that goes back, within the day or from one reading to the next."""
    start_m, end_m = odometer_m
    way_out = "Correct the reading that is wrong; of another counter than before, say the day's kilometres alone."
    if end_m < start_m:
        raise BadInputError(
            f"the counter goes back, from {start_m} to {end_m} m", where=where, way_out=way_out, field="odometer_m"
        )
    before, after = work.vehicle_readings.beside(vehicle.square_id, vehicle.id, day)
    if before is not None and before.odometer_end_m is not None and start_m < before.odometer_end_m:
        raise BadInputError(
            f"the counter begins at {start_m} m, and showed {before.odometer_end_m} m on {before.day}",
            where=where,
            way_out=way_out,
            field="odometer_m",
        )
    if after is not None and after.odometer_start_m is not None and end_m > after.odometer_start_m:
        raise BadInputError(
            f"the counter ends at {end_m} m, and showed {after.odometer_start_m} m on {after.day}",
            where=where,
            way_out=way_out,
            field="odometer_m",
        )
