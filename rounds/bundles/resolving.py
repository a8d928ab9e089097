"""The kept days solved again: the same problems, over the same matrices, with as many iterations as somebody wants."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kernel.errors import BadInputError
from rounds.bundles.archive import Archive, BundleError, opened_archive
from rounds.bundles.canonical import document_in
from rounds.bundles.manifest import COMPLETE, read_manifest
from routing.solver.solve import solve
from routing.solver.validate import validate
from routing.solver.vroom_reader import read_problem

__all__ = ["SolvedAgain", "solved_again"]

MOST_THREADS = 16


@dataclass(frozen=True, slots=True)
class SolvedAgain:
    """One way of a day, as it was and as it is solved now.

    Attributes
    ----------
    kept_m, kept_left: metres of the rounds, and orders in none of them; released rounds are left out on both sides.
    now_m, now_left: of the solution found now.
    by_clock: how many of the kept rounds have metres by the hour, which no matrix has.
    """

    day: str
    way: str
    kept_m: int
    now_m: int
    kept_left: int
    now_left: int
    by_clock: int

    @property
    def difference_m(self) -> int:
        return self.now_m - self.kept_m


def solved_again(path: Path, iterations: int | None) -> Iterator[SolvedAgain]:
    """Solve every way of every day again.

    Parameters
    ----------
    iterations: None is as many as then, which is the same answer; a search by the clock had no number.

    Raises
    ------
    BundleError, BadInputError
        The bundle is public, or a problem of it is not one.
    """
    with opened_archive(path) as archive:
        manifest = read_manifest(archive)
        if manifest.kind != COMPLETE:
            raise BundleError("a public bundle has no rounds to solve again", where=archive.where)
        for day in manifest.days:
            if f"days/{day}/problems.json" in manifest.files:
                yield from _day(archive, day, iterations)


def _day(archive: Archive, day: str, iterations: int | None) -> Iterator[SolvedAgain]:
    def read(name: str) -> Any:
        return document_in(f"days/{day}/{name}.json", archive.read(f"days/{day}/{name}.json"))

    problems, matrices = read("problems"), dict[str, Any]()
    try:
        for way in read("rounds")["ways"]:
            if way["name"] not in problems:
                continue
            asked = problems[way["name"]]
            for name in asked["problem"]["matrices"].values():
                if name not in matrices:
                    matrices[name] = {
                        part: figures for part, figures in read(f"matrices/{name}").items() if part != "places"
                    }
            yield _way(day, way, asked, matrices, iterations)
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise BadInputError(f"is not as a bundle writes it ({fault})", where=f"days/{day}/problems.json") from fault


def _way(
    day: str, way: Mapping[str, Any], asked: Mapping[str, Any], matrices: Mapping[str, Any], iterations: int | None
) -> SolvedAgain:
    named = asked["problem"]["matrices"]
    document = asked["problem"] | {"matrices": {profile: matrices[name] for profile, name in named.items()}}
    problem = read_problem(document)
    validate(problem)
    effort = way["effort"]
    wanted = iterations or effort["iterations"]
    if wanted is None:
        raise BadInputError("was searched by the clock", where=f"{day} {way['name']}", way_out="Give --iterations.")
    solution = solve(
        problem,
        iterations=wanted,
        seed=effort["seed"],
        threads=min(effort["threads"], MOST_THREADS),
        proving=effort["proving"],
    )
    orders = set(asked["orders"])
    rounds = [one for one in way["rounds"] if _orders(one) <= orders]
    return SolvedAgain(
        day=day,
        way=way["name"],
        kept_m=sum(one["distance_m"] for one in rounds),
        now_m=solution.distance_m,
        kept_left=len(orders - {order for one in rounds for order in _orders(one)}),
        now_left=sum(left.kind.value == "pickup" for left in solution.unassigned),
        by_clock=sum(one["matrix"] is None for one in rounds),
    )


def _orders(one: Mapping[str, Any]) -> set[str]:
    return {order for stop in one["stops"] for _, order in stop["tasks"]}
