"""A factor set as a file of a bundle: every row of it, so that nobody needs another to make the figures again."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from impact.factors import Distribution, Factor, FactorSet, Scope, Status
from kernel.errors import BadInputError, DorpsrondeError

__all__ = ["factor_document", "factor_set_in"]


def factor_document(factors: FactorSet) -> dict[str, Any]:
    """Write a set down."""
    rows = [asdict(factor) for factor in factors.factors]
    for row in rows:
        row["valid_from"] = row["valid_from"].isoformat() if row["valid_from"] else None
    return {"version": factors.version, "digest": factors.digest, "factors": rows}


def factor_set_in(document: Mapping[str, Any], where: str) -> FactorSet:
    """Read a set back.

    Raises
    ------
    BadInputError
        It is not as it is written, a row contradicts itself, or its digest is not that of its rows.
    """
    try:
        factors = FactorSet(document["version"], tuple(_factor(row) for row in document["factors"]))
    except DorpsrondeError as fault:
        raise BadInputError(fault.what, where=", ".join(filter(None, (where, fault.where)))) from fault
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError) as fault:
        raise BadInputError(f"is not as a factor set is written ({fault})", where=where) from fault
    if factors.digest != document.get("digest"):
        raise BadInputError(f"the digest of {factors.version} is not that of its rows", where=where)
    return factors


def _factor(row: Mapping[str, Any]) -> Factor:
    own = dict(row)
    own["scope"] = Scope(row["scope"])
    own["distribution"] = Distribution(row["distribution"])
    own["status"] = Status(row["status"])
    own["range_status"] = None if row["range_status"] is None else Status(row["range_status"])
    own["valid_from"] = None if row["valid_from"] is None else date.fromisoformat(row["valid_from"])
    return Factor(**own)
