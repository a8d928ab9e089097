"""Vehicles of VROOM's JSON, with their breaks, given steps and what we add under "dorpsronde"."""

from fractions import Fraction

from kernel.errors import BadInputError
from routing.solver.json_reading import Fields, read_list, read_number, read_text, read_whole
from routing.solver.problem import Break, Costs, EndKind, GivenStep, PauseKind, Reload, StepKind, TaskKind, Vehicle
from routing.solver.validate_vehicle import FASTEST
from routing.solver.vroom_places import Places, read_position
from routing.solver.vroom_values import read_amount, read_skills, read_window, read_windows

__all__ = ["read_vehicle"]

DEFAULT_PROFILE = "car"
STEP_KINDS: dict[str, StepKind] = {kind.value: kind for kinds in (EndKind, TaskKind, PauseKind) for kind in kinds}
LOADINGS = {"any": False, "lifo": True}


def read_vehicle(value: object, where: str, places: Places) -> Vehicle:
    """Read one entry of "vehicles"."""
    fields = Fields(value, where)
    ours = fields.under("dorpsronde")
    vehicle = Vehicle(
        id=fields.take("id", read_whole),
        profile=fields.take("profile", read_text, DEFAULT_PROFILE),
        description=fields.take("description", read_text, ""),
        start=places.row_if_any(fields, "start", "start_index"),
        end=places.row_if_any(fields, "end", "end_index"),
        capacity=fields.take("capacity", read_amount, ()),
        costs=_costs(fields, ours),
        skills=fields.take("skills", read_skills, frozenset()),
        time_window=fields.take("time_window", read_window, None),
        max_tasks=fields.take("max_tasks", read_whole, None),
        max_travel_time_s=fields.take("max_travel_time", read_whole, None),
        max_distance_m=fields.take("max_distance", read_whole, None),
        start_position=fields.take("start", read_position, None),
        end_position=fields.take("end", read_position, None),
        type=fields.take("type", read_text, ""),
        speed_factor=fields.take("speed_factor", _speed_factor, Fraction(1)),
        breaks=fields.take("breaks", _breaks, ()),
        reload=ours.take("reload", lambda entry, its: _reload(entry, its, places), None),
        lifo=ours.take("loading", _is_lifo, False),
        frozen=ours.take("frozen", read_whole, 0),
        steps=fields.take("steps", _steps, ()),
        max_energy_wh=ours.take("max_energy_wh", read_whole, None),
    )
    ours.close()
    fields.close()
    return vehicle


def _costs(fields: Fields, ours: Fields) -> Costs:
    """Read VROOM's prices, and the price of duty that stands under our own key."""
    prices, duty, defaults = fields.under("costs"), ours.under("costs"), Costs()
    costs = Costs(
        fixed=prices.take("fixed", read_whole, defaults.fixed),
        per_hour=prices.take("per_hour", read_whole, defaults.per_hour),
        per_km=prices.take("per_km", read_whole, defaults.per_km),
        per_duty_hour=duty.take("per_duty_hour", read_whole, defaults.per_duty_hour),
        per_task_hour=prices.take("per_task_hour", read_whole, defaults.per_task_hour),
    )
    prices.close()
    duty.close()
    return costs


def _speed_factor(value: object, where: str) -> Fraction:
    """Read a decimal as it is written: 1.1 is 11/10, not the binary number next to it."""
    if not 0 < read_number(value, where) <= FASTEST:
        raise BadInputError(f"is not more than 0 and at most {FASTEST}", where=where)
    return Fraction(str(value))


def _breaks(value: object, where: str) -> tuple[Break, ...]:
    return tuple(read_list(value, where, _break))


def _break(value: object, where: str) -> Break:
    fields = Fields(value, where)
    rest = Break(
        id=fields.take("id", read_whole),
        windows=fields.take("time_windows", read_windows, ()),
        service_s=fields.take("service", read_whole, 0),
        max_load=fields.take("max_load", read_amount, None),
        description=fields.take("description", read_text, ""),
    )
    fields.close()
    return rest


def _reload(value: object, where: str, places: Places) -> Reload:
    fields = Fields(value, where)
    reload = Reload(
        location=places.row(fields, "location", "location_index"),
        service_s=fields.take("service", read_whole, 0),
        most=fields.take("max", read_whole, None),
        position=fields.take("location", read_position, None),
    )
    fields.close()
    return reload


def _is_lifo(value: object, where: str) -> bool:
    name = read_text(value, where)
    if name not in LOADINGS:
        raise BadInputError(f"is neither {' nor '.join(LOADINGS)}", where=where)
    return LOADINGS[name]


def _steps(value: object, where: str) -> tuple[GivenStep, ...]:
    return tuple(read_list(value, where, _step))


def _step(value: object, where: str) -> GivenStep:
    fields = Fields(value, where)
    kind = fields.take("type", _step_kind)
    named = isinstance(kind, TaskKind) or kind is PauseKind.BREAK
    step = GivenStep(
        kind=kind,
        id=fields.take("id", read_whole) if named else None,
        service_at_s=fields.take("service_at", read_whole, None),
        service_after_s=fields.take("service_after", read_whole, None),
        service_before_s=fields.take("service_before", read_whole, None),
    )
    fields.close()
    return step


def _step_kind(value: object, where: str) -> StepKind:
    name = read_text(value, where)
    if name not in STEP_KINDS:
        raise BadInputError(f"is none of {', '.join(STEP_KINDS)}", where=where)
    return STEP_KINDS[name]
