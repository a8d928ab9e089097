"""What each role may do with each kind of thing: one table, rights.csv, and nothing beside it."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from kernel.scope import OWN_ROLES, Role

__all__ = ["Reach", "Right", "Thing", "handed_on", "right_of", "rights"]

WRITES = "+"


class Thing(StrEnum):
    """A kind of thing that somebody may read or change.

    `CONTACTS` is who somebody is and how to reach them, wherever it stands: a name, a telephone number, a mail
    address, a note. Who may not read it reads the rest without it. `ANSWERS` are what customers said that they would
    have done without a delivery. `BUNDLES` are complete ones: every order behind a report, with its weight and the
    exact metres from its door to each shop, from which most households can be located. `COSTS` are what is paid for
    what: an hour, a vehicle; `COST_FIGURES` what that comes to, as a whole and by order. `WEBHOOKS` are web shops that
    tell us, and `WEBHOOKS_OUT` those whom we tell.
    """

    SQUARES = "squares"
    AREAS = "areas"
    SHOPS = "shops"
    HUBS = "hubs"
    VEHICLES = "vehicles"
    COURIERS = "couriers"
    SLOTS = "slots"
    TARIFFS = "tariffs"
    COSTS = "costs"
    COST_FIGURES = "cost figures"
    ORDERS = "orders"
    LEGS = "legs"
    CONTACTS = "contacts"
    PLANS = "plans"
    ROUNDS = "rounds"
    EVENTS = "events"
    ANSWERS = "answers"
    PROOFS = "proofs"
    CLOSURES = "closures"
    REPORTS = "reports"
    BUNDLES = "bundles"
    WEBHOOKS = "webhooks"
    WEBHOOKS_OUT = "webhooks out"
    JOBS = "jobs"
    KEYS = "keys"


class Reach(StrEnum):
    """How much of a kind of thing a role reads on its squares."""

    NOTHING = ""
    OWN = "own"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Right:
    """A cell of the table: "all+" reads all and writes, "own" reads its own, "" is nothing.

    Attributes
    ----------
    writes: whether it may be changed, within what is read.
    """

    reads: Reach
    writes: bool


EVERYTHING = Right(Reach.ALL, writes=True)


def right_of(role: Role, thing: Thing) -> Right:
    """Look a role's right up; our own system work may do everything."""
    return EVERYTHING if role is Role.SYSTEM else rights()[thing][role]


def handed_on(giver: Role, role: Role) -> bool:
    """Say whether whoever has one role may give another: one that nowhere reads or changes more."""
    order = list(Reach)
    return all(
        order.index(right_of(role, thing).reads) <= order.index(right_of(giver, thing).reads)
        and right_of(role, thing).writes <= right_of(giver, thing).writes
        for thing in Thing
    )


@cache
def rights() -> Mapping[Thing, Mapping[Role, Right]]:
    """Read the table.

    Raises
    ------
    ValueError
        It lacks a role or a thing, has a word too many, or "own" where a role has nothing of its own: our defect.
    """
    rows = list(csv.DictReader(files("kernel").joinpath("rights.csv").read_text(encoding="utf-8").splitlines()))
    roles = [role for role in Role if role is not Role.SYSTEM]
    if [row["thing"] for row in rows] != list(Thing) or any(list(row)[1:] != roles for row in rows):
        raise ValueError("the table of rights needs each thing once and each role once, in their order")
    return {Thing(row["thing"]): {role: _read(row[role], role) for role in roles} for row in rows}


def _read(cell: str, role: Role) -> Right:
    reach = Reach(cell.removesuffix(WRITES))
    if reach is Reach.OWN and role not in OWN_ROLES:
        raise ValueError(f"a {role} has nothing of its own")
    return Right(reach, writes=cell.endswith(WRITES))
