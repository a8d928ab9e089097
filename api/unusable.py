"""A payload that reads well and cannot be used: every fault with where it stands."""

from collections.abc import Sequence

from kernel.errors import BadInputError

__all__ = ["UnusableError"]


class UnusableError(BadInputError):
    """Faults of fields.

    Attributes
    ----------
    faults: the field as "parcels/0/weight_g", and what is wrong with it.
    """

    def __init__(self, faults: Sequence[tuple[str, str]]) -> None:
        self.faults = faults
        super().__init__("; ".join(f"{field}: {text}" if field else text for field, text in faults))
