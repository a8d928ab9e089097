"""Members of a restriction by chance: ways that follow each other, over a node or up to two ways."""

from collections.abc import Iterable

from hypothesis import strategies as st

__all__ = ["chained_members"]


def chained_members(draw: st.DrawFn, ways: Iterable[str], nodes: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Draw members in their order; a way begins with the letters of its two ends.

    Parameters
    ----------
    nodes: where something stands, a gate or signals: half of the restrictions begin there.
    """
    named = sorted(ways)
    ends = [(way, node) for way in named for node in way[:2]]
    at_one = [(way, node) for way, node in ends if node in set(nodes)]
    first, node = draw(st.sampled_from(at_one if at_one and draw(st.booleans()) else ends))
    members = [("from", first)]
    over_ways = draw(st.integers(0, 2))
    if over_ways == 0:
        members.append(("via", node))
    for number in range(over_ways + 1):
        way = draw(st.sampled_from([way for way in named if node in way[:2]]))
        members.append(("to" if number == over_ways else "via", way))
        node = way[1] if way[0] == node else way[0]
    return members
