"""Times of one route, against every timetable there is."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from routing.solver.schedule import Chain, Leash, timetable

END = 9
intervals = st.sampled_from(
    [((0, END),), ((2, 4),), ((3, 3),), ((5, END),), ((0, 1), (6, 7)), ((1, 2), (4, 4), (8, END))]
)


@st.composite
def chains(draw: st.DrawFn) -> Chain:
    moments = draw(st.integers(2, 4))
    pairs = [(earlier, later) for earlier in range(moments) for later in range(earlier + 1, moments)]
    leashed = draw(st.lists(st.sampled_from(pairs), max_size=2, unique=True))
    return Chain(
        gaps_s=tuple(draw(st.integers(0, 3)) for _ in range(moments - 1)),
        windows=tuple(draw(intervals) for _ in range(moments)),
        leashes=tuple(Leash(earlier, later, draw(st.integers(0, 5))) for earlier, later in leashed),
    )


def every_timetable(chain: Chain) -> list[tuple[int, ...]]:
    return [
        times
        for times in product(range(END + 1), repeat=len(chain.windows))
        if all(later - earlier >= gap for earlier, later, gap in zip(times, times[1:], chain.gaps_s, strict=False))
        and all(any(a <= time <= b for a, b in windows) for time, windows in zip(times, chain.windows, strict=True))
        and all(times[leash.later] - times[leash.earlier] <= leash.limit_s for leash in chain.leashes)
    ]


@given(chains())
def test_no_timetable_finishes_earlier_and_none_of_those_leaves_later(chain: Chain) -> None:
    every, found = every_timetable(chain), timetable(chain, least_duty=False)
    if found is None:
        assert every == []
        return
    assert tuple(found) in every
    finish = min(times[-1] for times in every)
    assert (found[0], found[-1]) == (max(times[0] for times in every if times[-1] == finish), finish)


@given(chains())
def test_no_timetable_has_less_duty(chain: Chain) -> None:
    every, found = every_timetable(chain), timetable(chain, least_duty=True)
    if found is None:
        assert every == []
        return
    assert tuple(found) in every
    assert found[-1] - found[0] == min(times[-1] - times[0] for times in every)


def test_a_later_window_is_taken_where_it_saves_waiting() -> None:
    morning_or_afternoon = Chain((1, 1, 1), (((0, 30),), ((1, 2), (20, 21)), ((15, 30),), ((0, 40),)))
    assert timetable(morning_or_afternoon, least_duty=False) == [1, 2, 15, 16]
    assert timetable(morning_or_afternoon, least_duty=True) == [19, 20, 21, 22]
