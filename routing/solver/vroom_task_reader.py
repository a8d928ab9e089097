"""Jobs and shipments of VROOM's JSON."""

from collections.abc import Mapping

from kernel.errors import BadInputError
from routing.solver.json_reading import Fields, read_text, read_whole
from routing.solver.problem import MAX_PRIORITY, Job, Shipment, SoftWindow, Task
from routing.solver.vroom_places import Places, read_position
from routing.solver.vroom_values import read_amount, read_skills, read_windows

__all__ = ["read_job", "read_shipment"]


def read_job(value: object, where: str, places: Places) -> Job:
    """Read one entry of "jobs"."""
    fields = Fields(value, where)
    ours = fields.under("dorpsronde")
    job = Job(
        task=_task(fields, ours, places),
        delivery=fields.take("delivery", read_amount, ()),
        pickup=fields.take("pickup", read_amount, ()),
        skills=fields.take("skills", read_skills, frozenset()),
        priority=fields.take("priority", _priority, 0),
    )
    ours.close()
    fields.close()
    return job


def read_shipment(value: object, where: str, places: Places) -> Shipment:
    """Read one entry of "shipments"."""
    fields = Fields(value, where)
    ours = fields.under("dorpsronde")
    shipment = Shipment(
        pickup=fields.take("pickup", lambda step, its: _step(step, its, places)),
        delivery=fields.take("delivery", lambda step, its: _step(step, its, places)),
        amount=fields.take("amount", read_amount, ()),
        skills=fields.take("skills", read_skills, frozenset()),
        priority=fields.take("priority", _priority, 0),
        max_time_on_board_s=ours.take("max_time_on_board", read_whole, None),
    )
    ours.close()
    fields.close()
    return shipment


def _step(value: object, where: str, places: Places) -> Task:
    fields = Fields(value, where)
    ours = fields.under("dorpsronde")
    task = _task(fields, ours, places)
    ours.close()
    fields.close()
    return task


def _task(fields: Fields, ours: Fields, places: Places) -> Task:
    return Task(
        id=fields.take("id", read_whole),
        location=places.row(fields, "location", "location_index"),
        setup_s=fields.take("setup", read_whole, 0),
        service_s=fields.take("service", read_whole, 0),
        time_windows=fields.take("time_windows", read_windows, ()),
        description=fields.take("description", read_text, ""),
        position=fields.take("location", read_position, None),
        setup_per_type_s=fields.take("setup_per_type", _per_type, {}),
        service_per_type_s=fields.take("service_per_type", _per_type, {}),
        soft_window=ours.take("soft_time_window", _soft_window, None),
        latest_finish_s=ours.take("latest_finish", read_whole, None),
    )


def _per_type(value: object, where: str) -> Mapping[str, int]:
    fields = Fields(value, where)
    if fields.has(""):
        raise BadInputError("holds an empty type, which no vehicle has", where=where)
    return {of: fields.take(of, read_whole) for of in fields.entries}


def _soft_window(value: object, where: str) -> SoftWindow:
    fields = Fields(value, where)
    wish = SoftWindow(
        start_s=fields.take("start", read_whole),
        end_s=fields.take("end", read_whole),
        cost_per_hour=fields.take("cost_per_hour", read_whole),
    )
    fields.close()
    if wish.end_s < wish.start_s:
        raise BadInputError(f"ends at {wish.end_s}, before it starts at {wish.start_s}", where=where)
    return wish


def _priority(value: object, where: str) -> int:
    priority = read_whole(value, where)
    if priority > MAX_PRIORITY:
        raise BadInputError(f"{priority} is not from 0 to {MAX_PRIORITY}", where=where)
    return priority
