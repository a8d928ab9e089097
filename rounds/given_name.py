"""Names that a person gives outside a spreadsheet, or that a map has: shown on one line, and found again by typing."""

from kernel.errors import BadInputError
from rounds.intake.cell import clean

__all__ = ["given_name", "visible"]

LONGEST = 120
"""As the columns of names and the API's `Name` have it."""


def given_name(name: str, of: str) -> str:
    """Give a name as it is stored: on one line, without blanks around it.

    Parameters
    ----------
    of: what is named, for the message.

    Raises
    ------
    BadInputError
        Nothing of it shows, or signs in it do not: nobody could type it again, and a terminal may obey them; or it is
        longer than any name.
    """
    shown, hidden = clean(name)
    if not shown:
        raise BadInputError(f"{of} has no name", way_out="Give one that shows.")
    if hidden:
        raise BadInputError(f"the name of {of} holds signs that do not show", way_out="Type it again.")
    name = " ".join(shown.split())
    if len(name) > LONGEST:
        raise BadInputError(
            f"the name of {of} has {len(name)} characters, at most {LONGEST} fit", way_out="Shorten it."
        )
    return name


def visible(name: str) -> str:
    """Give what shows of a name, on one line."""
    return " ".join(clean(name)[0].split())
