"""Times of one route, against every timetable there is."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.solver import schedule
from routing.solver.chain import Chain, Leash, Skip, Wish
from routing.solver.cheapest_moments import cheapest
from routing.solver.schedule import timetable

END = 9
intervals = st.sampled_from(
    [((0, END),), ((2, 4),), ((3, 3),), ((5, END),), ((0, 1), (6, 7)), ((1, 2), (4, 4), (8, END))]
)


@st.composite
def chains(draw: st.DrawFn, *, wishing: bool = False) -> Chain:
    moments = draw(st.integers(2, 4))
    pairs = [(earlier, later) for earlier in range(moments) for later in range(earlier + 1, moments)]
    leashed = draw(st.lists(st.sampled_from(pairs), max_size=2, unique=True))
    rests = [moment for moment in range(1, moments - 1) if all(moment not in ends for ends in leashed)]
    rest = draw(st.sampled_from([None, *rests]))
    wished = draw(st.sets(st.integers(0, moments - 1), min_size=1)) if wishing else ()
    return Chain(
        gaps_s=tuple(draw(st.integers(0, 3)) for _ in range(moments - 1)),
        windows=tuple(draw(intervals) for _ in range(moments)),
        leashes=tuple(Leash(earlier, later, draw(st.integers(0, 5))) for earlier, later in leashed),
        skips=() if rest is None else (Skip(rest - 1, rest + 1, draw(st.integers(0, 6))),),
        wishes=tuple(
            Wish(moment, *sorted((draw(st.integers(0, END)), draw(st.integers(0, END)))), draw(st.integers(1, 3)))
            for moment in sorted(wished)
        ),
    )


def every_timetable(chain: Chain) -> list[tuple[int, ...]]:
    return [
        times
        for times in product(range(END + 1), repeat=len(chain.windows))
        if all(later - earlier >= gap for earlier, later, gap in zip(times, times[1:], chain.gaps_s, strict=False))
        and all(any(a <= time <= b for a, b in windows) for time, windows in zip(times, chain.windows, strict=True))
        and all(times[leash.later] - times[leash.earlier] <= leash.limit_s for leash in chain.leashes)
        and all(times[skip.later] - times[skip.earlier] >= skip.least_s for skip in chain.skips)
    ]


@given(chains())
def test_no_timetable_finishes_earlier_and_none_of_those_leaves_later(chain: Chain) -> None:
    every, found = every_timetable(chain), timetable(chain)
    if found is None:
        assert every == []
        return
    assert tuple(found) in every
    finish = min(times[-1] for times in every)
    assert (found[0], found[-1]) == (max(times[0] for times in every if times[-1] == finish), finish)


@given(chains())
def test_no_timetable_has_less_duty(chain: Chain) -> None:
    every, found = every_timetable(chain), timetable(chain, duty_price=1)
    if found is None:
        assert every == []
        return
    assert tuple(found) in every
    assert found[-1] - found[0] == min(times[-1] - times[0] for times in every)


@settings(max_examples=300)
@given(chains(wishing=True), st.integers(0, 3))
def test_no_timetable_costs_less_and_none_of_those_finishes_earlier_or_leaves_later(chain: Chain, price: int) -> None:
    def rank(times: tuple[int, ...]) -> tuple[int, int, int, tuple[int, ...]]:
        broken = sum(
            wish.price * max(wish.start_s - times[wish.moment], times[wish.moment] - wish.end_s, 0)
            for wish in chain.wishes
        )
        return price * (times[-1] - times[0]) + broken, times[-1], -times[0], times

    every, found = every_timetable(chain), timetable(chain, duty_price=price)
    if found is None:
        assert every == []
        return
    assert tuple(found) in every
    assert rank(tuple(found))[:3] == min(map(rank, every))[:3]


def test_a_later_window_is_taken_where_it_saves_waiting() -> None:
    morning_or_afternoon = Chain((1, 1, 1), (((0, 30),), ((1, 2), (20, 21)), ((15, 30),), ((0, 40),)))
    assert timetable(morning_or_afternoon) == [1, 2, 15, 16]
    assert timetable(morning_or_afternoon, duty_price=1) == [19, 20, 21, 22]


def test_wishes_that_pull_apart_are_weighed_by_their_prices() -> None:
    """Two tasks 10 s apart, both wanted at 50: the dearer one gets its wish."""
    free = ((0, 99),)
    chain = Chain((0, 10, 0), (free, free, free, free), wishes=(Wish(1, 50, 50, 3), Wish(2, 50, 50, 2)))
    assert timetable(chain) == [50, 50, 60, 60]


def test_many_windows_beside_wishes_are_chosen_within_a_fixed_number_of_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of 20 tasks may begin early or late, and wishes for between: 2^20 choices, most of them alike."""
    met: list[Chain] = []

    def counted(chain: Chain, duty_price: int) -> list[int] | None:
        met.append(chain)
        return cheapest(chain, duty_price)

    monkeypatch.setattr(schedule, "cheapest", counted)
    monkeypatch.setattr(schedule, "MOST_PARTED", 100)
    begins = [1_000 * number for number in range(20)]
    free = ((0, 30_000),)
    chain = Chain(
        gaps_s=(0,) * 21,
        windows=(free, *(((at, at + 5), (at + 500, at + 505)) for at in begins), free),
        wishes=tuple(Wish(moment, at + 250, at + 250, 1) for moment, at in enumerate(begins, 1)),
    )
    assert timetable(chain) == [5, *(at + 5 for at in begins), 19_005]  # 245 s too early each, not 250 s too late
    assert len(met) <= 3 * (100 + 2 * 20)  # each step finds a finish, a leaving, and all between


def test_a_way_with_a_rest_on_it_takes_its_own_time_too() -> None:
    free = ((0, 99),)
    assert timetable(Chain((0, 5), (((0, 0),), ((3, 3),), free), skips=(Skip(0, 2, 20),))) == [0, 3, 20]
