"""A bundle checked by itself: files, chain, rounds and every figure, without database or network."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from impact.draws import DEFAULT_DRAWS
from impact.factor_table import available, load_factors
from impact.factors import FactorSet
from kernel.errors import DorpsrondeError
from kernel.text import LANGUAGES
from rounds.bundles.adding_up import Counted, rounds_faults
from rounds.bundles.archive import Archive, opened_archive
from rounds.bundles.asking import public_faults
from rounds.bundles.canonical import as_read, document_in
from rounds.bundles.complete import factor_sets_in, kept_days_in, report_name
from rounds.bundles.differences import count_of, differences
from rounds.bundles.manifest import COMPLETE, Fault, Manifest, manifest_faults, read_manifest, software
from rounds.bundles.public import FIGURES, figures_from
from rounds.bundles.statement import PERIOD, public_report, statement_name, statement_of

__all__ = ["Verdict", "verified"]

STRANGE = (KeyError, TypeError, ValueError, AttributeError, IndexError, ArithmeticError, RecursionError)
"""What reading a document raises that is well sealed and means nothing."""


@dataclass(slots=True)
class Verdict:
    """What was found.

    Attributes
    ----------
    agreed: a line for each thing that was looked at, with its name. unchecked: for each that could not be.
    """

    agreed: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    unchecked: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    faults: list[Fault] = field(default_factory=list[Fault])

    def look(self, file: str, check: Callable[[], Iterator[Fault]]) -> None:
        """Take the faults that a check finds; a check that cannot be made is one."""
        try:
            self.faults.extend(check())
        except DorpsrondeError as fault:
            self.faults.append(Fault(fault.where or file, fault.what))
        except STRANGE as fault:
            said = f"{type(fault).__name__}: {fault}"
            self.faults.append(Fault(file, f"is not as a bundle writes it ({said[:120]})"))


def verified(path: Path, seal: str = "") -> Verdict:
    """Check a bundle from itself alone.

    Parameters
    ----------
    seal: that it has to have, as it was written down or published; empty where nobody knows.

    Raises
    ------
    BadInputError
        There is no such file.
    BundleError
        It is no bundle, or of another version.
    """
    with opened_archive(path) as archive:
        manifest = read_manifest(archive)
        verdict = Verdict()
        say = verdict.agreed.append
        made_by = manifest.software + ("" if manifest.software == software() else f", checked by {software()}")
        say(("bundle", f"{manifest.kind}, square {manifest.square}, {manifest.period}, made by {made_by}"))
        say(("seal", manifest.seal))
        if seal and seal != manifest.seal:
            verdict.faults.append(Fault("manifest.json", f"its seal is {manifest.seal[:12]}…, not {seal[:12]}…"))
        verdict.look("manifest.json", lambda: manifest_faults(archive, manifest))
        say(("files", f"{len(manifest.files)}, each by its SHA-256"))
        sets = _sets(archive, manifest, verdict)
        say(("factors", "; ".join(map(_known, sets.values()))))
        if manifest.kind == COMPLETE:
            say(("chain", f"{len(manifest.days)} days, each names the one before"))
            _complete(archive, manifest, verdict)
        else:
            verdict.look(FIGURES, lambda: _public(archive, manifest, sets, verdict))
    return verdict


def _sets(archive: Archive, manifest: Manifest, verdict: Verdict) -> Mapping[str, FactorSet]:
    found: dict[str, FactorSet] = {}

    def check() -> Iterator[Fault]:
        found.update(factor_sets_in(archive, manifest))
        for version, factors in found.items():
            if version in available() and load_factors(version).digest != factors.digest:
                yield Fault(f"factors/{version}.json", f"has other numbers than the released {version}")

    verdict.look("factors", check)
    return found


def _known(factors: FactorSet) -> str:
    return f"{factors.version} {'as released' if factors.version in available() else 'of their own'}"


def _complete(archive: Archive, manifest: Manifest, verdict: Verdict) -> None:
    counted, with_rounds, say = Counted(), 0, verdict.agreed.append
    for day in manifest.days:
        if f"days/{day}/rounds.json" in manifest.files:
            with_rounds += 1
            folder = f"days/{day}"
            verdict.look(f"{folder}/rounds.json", lambda folder=folder: _rounds(archive, manifest, folder, counted))
    of_days = f"of {with_rounds} of {len(manifest.days)} days"
    said = f"{counted.rounds} rounds and {counted.trips} trips {of_days}; {counted.over_matrices} over their matrices"
    say(("rounds", said))
    if by_themselves := counted.rounds - counted.over_matrices:
        verdict.unchecked.append(("rounds", f"{by_themselves} name no matrix and were not held against one"))
    if without := len(manifest.days) - with_rounds:
        verdict.unchecked.append(("rounds", f"{without} days have none"))
    figures: list[int] = []
    verdict.look("days", lambda: _figures(archive, manifest, figures, verdict))
    say(("figures", f"{sum(figures)} made again, {len(figures)} languages"))

    def report(lang: str) -> Any:
        return document_in(report_name(lang), archive.read(report_name(lang)))

    verdict.look("report", lambda: _statements(archive, manifest, report, verdict))


def _rounds(archive: Archive, manifest: Manifest, folder: str, counted: Counted) -> Iterator[Fault]:
    def read(name: str) -> Any:
        return document_in(f"{folder}/{name}.json", archive.read(f"{folder}/{name}.json"))

    prefix = f"{folder}/matrices/"
    names = [name.removeprefix(prefix).removesuffix(".json") for name in manifest.files if name.startswith(prefix)]
    matrices = {name: read(f"matrices/{name}") for name in names}
    yield from rounds_faults(folder, read("rounds"), matrices, read("day"), counted)


def _figures(archive: Archive, manifest: Manifest, figures: list[int], verdict: Verdict) -> Iterator[Fault]:
    days = kept_days_in(archive, manifest)
    if not days.tells_asking:
        verdict.unchecked.append(("asking", "who handed the answers in is not said, so they were not counted"))
    elif (asked := days.asked.asked) is not None:
        verdict.agreed.append(("asking", _told_asking(asked)))
    for day, kept in days.kept.items():
        draws = kept.get("made_with", {}).get("draws", DEFAULT_DRAWS)
        if draws != DEFAULT_DRAWS:
            yield Fault(f"days/{day}/day.json", f"was made with {draws} draws, this version makes {DEFAULT_DRAWS}")
    for lang in LANGUAGES:
        name = report_name(lang)
        printed = document_in(name, archive.read(name))
        yield from (Fault(name, each) for each in differences(printed, as_read(days.made_again(lang))))
        figures.append(count_of(printed))


def _public(archive: Archive, manifest: Manifest, sets: Mapping[str, FactorSet], verdict: Verdict) -> Iterator[Fault]:
    printed = document_in(FIGURES, archive.read(FIGURES))
    activity = document_in("activity.json", archive.read("activity.json"))
    follows = as_read(figures_from(activity, sets))
    verdict.agreed.append(("figures", f"{count_of(printed)} made again from {len(activity['groups'])} sums"))
    yield from (Fault(FIGURES, each) for each in differences(printed, follows))
    period = document_in(PERIOD, archive.read(PERIOD))
    if "asking" in period:
        yield from public_faults(PERIOD, period["asking"], activity["groups"])
        verdict.agreed.append(("asking", _told_asking(period["asking"])))

    def report(_lang: str) -> Any:
        return public_report(period, activity["seed"], printed, list(sets.values()))

    yield from _statements(archive, manifest, report, verdict)


def _told_asking(asking: Mapping[str, Any] | None) -> str:
    return "nobody, or answers left out" if asking is None else "{answered} of {asked} asked answered".format(**asking)


def _statements(
    archive: Archive, manifest: Manifest, report: Callable[[str], Any], verdict: Verdict
) -> Iterator[Fault]:
    """Make the statements of method again; where another version made the bundle it may say it in other words."""
    is_ours = manifest.software == software()
    follow = 0
    for lang in LANGUAGES:
        name = statement_name(lang)
        try:
            follows = archive.read(name) == statement_of(report(lang), lang)
        except (DorpsrondeError, *STRANGE):
            if is_ours:
                raise
            follows = False
        follow += follows
        if is_ours and not follows:
            yield Fault(name, "is not the statement that follows from the report")
        elif not follows:
            verdict.unchecked.append(("method", f"{name} says what this version does not"))
    verdict.agreed.append(("method", f"{follow} of {len(LANGUAGES)} statements made again"))
