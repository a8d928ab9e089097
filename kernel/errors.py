"""The one tree of errors. Each says what is wrong, where, and the way out, in one line a person reads."""

from collections.abc import Generator
from contextlib import contextmanager

__all__ = [
    "BadInputError",
    "ConflictError",
    "DiskFullError",
    "DorpsrondeError",
    "MissingToolError",
    "NotAllowedError",
    "NotFoundError",
    "OutputError",
    "StorageError",
    "TooLateError",
    "UnavailableError",
    "UnknownAskerError",
    "UnreachablePlaceError",
    "about",
    "inside",
]


class DorpsrondeError(Exception):
    """Anything a person can cause or mend.

    Parameters
    ----------
    what: the fault, in plain words.
    where: the file, field or row at fault; empty when there is only one place it can be.
    way_out: what to do about it.
    """

    exit_code = 1

    def __init__(self, what: str, *, where: str = "", way_out: str = "") -> None:
        self.what = what
        self.where = where
        self.way_out = way_out
        super().__init__(str(self))

    def __str__(self) -> str:
        line = f"{self.where}: {self.what}" if self.where else self.what
        line = line.rstrip(".")
        return " ".join((f"{line}. {self.way_out}" if self.way_out else line).split())


class BadInputError(DorpsrondeError):
    """What was handed in cannot be used: a file, a field, an argument.

    Attributes
    ----------
    field: which part of a document that was handed in is at fault, as "parcels/0/weight_g"; empty where none is named.
    """

    exit_code = 2

    def __init__(self, what: str, *, where: str = "", way_out: str = "", field: str = "") -> None:
        super().__init__(what, where=where, way_out=way_out)
        self.field = field


@contextmanager
def about(field: str) -> Generator[None]:
    """Say of which field a fault in this block is, where it does not say so itself."""
    try:
        yield
    except BadInputError as fault:
        fault.field = fault.field or field
        raise


class UnreachablePlaceError(DorpsrondeError):
    """A place has no road of this profile within reach."""


@contextmanager
def inside(part: str) -> Generator[None]:
    """Put before where a fault in this block is what that is inside of: a file, a field."""
    try:
        yield
    except (BadInputError, UnreachablePlaceError) as fault:
        where = ": ".join(one for one in (part, fault.where) if one)
        raise type(fault)(fault.what, where=where, way_out=fault.way_out) from fault


class OutputError(DorpsrondeError):
    """A result could not be written: no space, no permission."""


class MissingToolError(DorpsrondeError):
    """Something that set-up should have brought is not there."""


class NotFoundError(DorpsrondeError):
    """It is not there, or belongs to a square that the asker does not see: the same answer for both."""

    exit_code = 2


class NotAllowedError(DorpsrondeError):
    """The asker's role may see this, but not change it."""


class UnknownAskerError(DorpsrondeError):
    """Nobody knows who asks: no key was shown, or none that is, or one that is over.

    Attributes
    ----------
    shown: whether a key was shown at all.
    """

    def __init__(self, what: str, *, where: str = "", way_out: str = "", shown: bool = True) -> None:
        super().__init__(what, where=where, way_out=way_out)
        self.shown = shown


class ConflictError(DorpsrondeError):
    """What was asked does not fit what is stored: it exists already, was released, or changed meanwhile."""


class TooLateError(ConflictError):
    """What was asked could have been done earlier; asking again changes nothing."""


class StorageError(DorpsrondeError):
    """The database cannot be read or written; it is as it was before."""


class DiskFullError(StorageError):
    """No space is left for the database; it is as it was before."""


class UnavailableError(DorpsrondeError):
    """A service of others does not answer, or not as it should; nothing was changed."""
