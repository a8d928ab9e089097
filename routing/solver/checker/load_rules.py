"""What is on board: capacity, reloads, the load of a resting driver, last in first out."""

from collections.abc import Iterator

from routing.solver.checker.breach import Breach
from routing.solver.checker.given import Key
from routing.solver.checker.shown import listed
from routing.solver.checker.walk import Walk

__all__ = ["load_breaches"]


def load_breaches(walk: Walk) -> Iterator[Breach]:
    """Name every load that may not be."""
    yield from _capacity(walk)
    yield from _rests(walk)
    yield from _reloads(walk)
    if walk.vehicle.lifo:
        yield from _last_in_first_out(walk)


def _capacity(walk: Walk) -> Iterator[Breach]:
    room = walk.vehicle.capacity or ()
    # Without a start step, what is on board at the start is on no step.
    loads = [(number, figures.load) for number, figures in enumerate(walk.figures)]
    if walk.stops and walk.stops[0].kind != "start":
        loads.insert(0, (0, walk.load_at_start))
    named: set[int] = set()
    for number, load in loads:
        if number not in named and any(one > most for one, most in zip(load, room, strict=False)):
            named.add(number)
            yield Breach(number, "load", f"carries {list(load)}, capacity is {list(room)}")


def _rests(walk: Walk) -> Iterator[Breach]:
    for number, rest in walk.rests:
        load = walk.figures[number].load
        if rest.max_load is not None and any(one > most for one, most in zip(load, rest.max_load, strict=False)):
            text = f"rests with {list(load)} on board, at most {list(rest.max_load)}"
            yield Breach(number, "max_load", text)


def _reloads(walk: Walk) -> Iterator[Breach]:
    reload = walk.vehicle.reload
    if reload is not None and reload.most is not None and len(walk.reloads) > reload.most:
        yield Breach(None, "max_reloads", f"{len(walk.reloads)} reloads, at most {reload.most}")
    on_board: list[Key] = []
    for number, stop in enumerate(walk.stops):
        if stop.kind == "reload" and on_board:
            yield Breach(
                number, "reload", f"reloads with shipments on board (pickups [{listed([key[1] for key in on_board])}])"
            )
        _carry(walk, stop.key, on_board)


def _last_in_first_out(walk: Walk) -> Iterator[Breach]:
    on_board: list[Key] = []
    for number, stop in enumerate(walk.stops):
        partner = walk.tasks[stop.key].partner if stop.kind == "delivery" else None
        if partner in on_board and on_board[-1] != partner:
            yield Breach(number, "lifo", f"delivered while pickup {on_board[-1][1]}, picked up later, is on board")
        _carry(walk, stop.key, on_board)


def _carry(walk: Walk, key: Key, on_board: list[Key]) -> None:
    """Keep the list of pickups on board, the last one last."""
    if key[0] == "pickup":
        on_board.append(key)
    elif key[0] == "delivery" and (partner := walk.tasks[key].partner) in on_board:
        on_board.remove(partner)
