"""The scope of who asked for a job, as a document beside it and back."""

from typing import Any

from kernel.scope import Own, Role, Scope

__all__ = ["scope_document", "scope_of"]

OWN_PARTS = ("shops", "hubs", "rounds", "orders", "couriers")


def scope_document(scope: Scope) -> dict[str, Any]:
    """Write a scope down; None is everything, as in the scope itself."""
    return {
        "role": scope.role.value,
        "squares": None if scope.squares is None else sorted(scope.squares),
        "own": None if scope.own is None else {part: sorted(getattr(scope.own, part)) for part in OWN_PARTS},
        "work": scope.work,
    }


def scope_of(document: dict[str, Any]) -> Scope:
    """Read a scope that was written down.

    Raises
    ------
    ValueError
        Its parts do not fit together: somebody changed the row.
    """
    squares, own = document["squares"], document["own"]
    return Scope(
        Role(document["role"]),
        None if squares is None else frozenset(squares),
        None if own is None else Own(**{part: frozenset(own.get(part, ())) for part in OWN_PARTS}),
        document["work"],
    )
