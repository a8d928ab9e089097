"""Lists within a sentence."""

from collections.abc import Sequence

__all__ = ["listed"]


def listed(names: Sequence[str], most: int = 5, last: str = " and ") -> str:
    """Write "a", "a and b", "a, b and c"; of more than `most` names the first ones and an ellipsis.

    `last` stands before the last name, spaces included.
    """
    if len(names) > most:
        return f"{', '.join(names[:most])} …"
    return last.join([*([", ".join(names[:-1])] if len(names) > 1 else []), *names[-1:]]) or "none"
