"""What a key is to see, from what a person or a program writes."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from data.database import Database
from data.models.hub import Hub
from data.models.shop import Shop
from data.names import name_key
from kernel.errors import BadInputError, NotFoundError
from kernel.scope import OWN_ROLES, Own, Role, Scope
from people.asker import Asker

__all__ = ["KEY_ROLES", "NamedReach", "scope_by_names", "wished_scope"]

OF_ROLE: Mapping[Role, tuple[str, ...]] = {
    Role.HUB_KEEPER: ("hubs",),
    Role.SHOP: ("shops",),
    Role.COURIER: ("rounds",),
    Role.HELPER: ("rounds",),
    Role.CUSTOMER: ("orders",),
}
"""What a role can have of its own, as `docs/roles.md` says: of anything else it would see half."""
KEY_ROLES = tuple(role for role in Role if role is not Role.SYSTEM)


@dataclass(frozen=True, slots=True)
class NamedReach:
    """A reach in words: slugs of squares, names of shops and hubs on them, ids of rounds and orders."""

    role: str
    squares: Sequence[str] = ()
    shops: Sequence[str] = ()
    hubs: Sequence[str] = ()
    rounds: Sequence[str] = ()
    orders: Sequence[str] = ()


def wished_scope(role: str, squares: Iterable[str] | None, own: Mapping[str, Iterable[str]]) -> Scope:
    """Put together what a key is to see.

    Parameters
    ----------
    squares: ids; None is every square.
    own: ids by "shops", "hubs", "rounds", "orders".

    Raises
    ------
    BadInputError
        There is no such role, or the parts do not fit it.
    """
    known = _role(role)
    given = Own(**{name: frozenset(ids) for name, ids in own.items()})
    named = None if squares is None else frozenset(squares)
    if not named and known is not Role.PLATFORM:
        raise BadInputError(f"a key of a {known} needs a square", way_out="Name one or more.", field="role")
    beyond = sorted(name for name, ids in own.items() if set(ids) and name not in OF_ROLE.get(known, (name,)))
    if beyond:
        raise BadInputError(
            f"a {known} has no {beyond[0]} of its own",
            way_out=f"Name its {' or '.join(OF_ROLE[known])}.",
            field=beyond[0],
        )
    if known in OWN_ROLES and given == Own():
        raise BadInputError(
            f"a key of a {known} would see nothing", way_out="Name a shop, hub, round or order.", field="role"
        )
    if known not in OWN_ROLES and given != Own():
        raise BadInputError(
            f"a {known} has nothing of its own", way_out="Leave out shops, hubs, rounds and orders.", field="role"
        )
    return Scope(known, named, given if known in OWN_ROLES else None)


def scope_by_names(database: Database, asker: Asker, wish: NamedReach) -> Scope:
    """Look up what is named; raises as `wished_scope`, and `NotFoundError` for a name that nothing has."""
    _role(wish.role)
    with database.read(asker.scope, asker.principal) as work:
        ids = [work.squares.get(slug).id for slug in wish.squares]
        own = {
            "shops": [
                _named("shop", name, [shop for one in ids for shop in work.shops.all(one)]) for name in wish.shops
            ],
            "hubs": [_named("hub", name, [hub for one in ids for hub in work.hubs.all(one)]) for name in wish.hubs],
            "rounds": wish.rounds,
            "orders": wish.orders,
        }
    return wished_scope(wish.role, ids or None, own)


def _role(written: str) -> Role:
    if written not in KEY_ROLES:
        raise BadInputError(
            f"there is no role {written!r}", way_out=f"Choose of: {', '.join(KEY_ROLES)}.", field="role"
        )
    return Role(written)


def _named(what: str, name: str, rows: Collection[Shop | Hub]) -> str:
    found = [row for row in rows if row.name_key == name_key(name)]
    if not found:
        known = ", ".join(row.name for row in list(rows)[:10]) or "none"
        raise NotFoundError(f"there is no {what} {name!r} on these squares", way_out=f"There: {known}.")
    if len(found) > 1:
        raise BadInputError(f"there are {len(found)} {what}s {name!r} on these squares", way_out="Name one square.")
    return found[0].id
