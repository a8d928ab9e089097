"""The auditor's bundle: every day with both sides' rounds, what the solver was asked, and what figures follow from."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any, TypeVar

from impact.activities import VehicleClass
from impact.elements import Carrier, ElementKind, Energy, Known, Purpose, Stretch, Tier
from impact.factors import FactorSet
from impact.substitution import Reply
from kernel.errors import BadInputError, DorpsrondeError
from kernel.text import LANGUAGES
from rounds.asked_days import StoredReply
from rounds.bundles.archive import Archive
from rounds.bundles.asking import file_replies, replies_document, stored_replies_in, tells_asking
from rounds.bundles.beside import measured_document, measured_from, ridden_document, ridden_from
from rounds.bundles.canonical import document_in, text_of
from rounds.bundles.factor_file import factor_document, factor_set_in
from rounds.bundles.kept_days import KeptDays
from rounds.bundles.manifest import Manifest
from rounds.bundles.period import Period
from rounds.bundles.statement import statement_name, statement_of
from rounds.driven_log import LogRow
from rounds.ridden_day import RiddenDay
from rounds.stored_rides import Rode

__all__ = ["complete_members", "factor_sets_in", "kept_days_in", "report_name"]

FACTORS = "factors/"
MEASURED = "starting-measurements.json"
UNPLANNED = "answers-of-unplanned-days.json"
"""What a file says of days of the period that were never planned: the report counts them as of no order."""
Part = TypeVar("Part")


def report_name(lang: str) -> str:
    return f"report.{lang}.json"


def complete_members(days: KeptDays) -> dict[str, bytes]:
    """Give the files of a complete bundle, without its manifest.

    Raises
    ------
    StorageError
        A day was kept by another version, or names factors that have other numbers now.
    """
    reports = {lang: days.report(lang) for lang in LANGUAGES}
    documents: dict[str, Any] = {report_name(lang): report for lang, report in reports.items()}
    sets = {factors.version: factors for _, factors in days.activities().values()}
    documents |= {f"{FACTORS}{version}.json": factor_document(factors) for version, factors in sets.items()}
    if days.measured:
        documents[MEASURED] = measured_document(days.measured, days.first_planned)
    if unplanned := {day.isoformat(): told for day, told in days.replies.items() if day not in days.kept}:
        documents[UNPLANNED] = {day: replies_document((), told) for day, told in sorted(unplanned.items())}
    for day, kept in days.kept.items():
        folder = f"days/{day}"
        documents[f"{folder}/day.json"] = {name: part for name, part in kept.items() if name != "lines"}
        stored, file = days.stored.get(day, ()), days.replies.get(day, ())
        if stored or file:
            documents[f"{folder}/answers.json"] = replies_document(stored, file)
        if days.log:
            documents[f"{folder}/driven.json"] = [asdict(row) for row in days.log]
        if (ridden := days.rode.of(kept, day)) is not None:
            documents[f"{folder}/ridden.json"] = ridden_document(ridden)
        if day in days.solved:
            documents |= _solved_files(folder, days.solved[day])
    statements = {statement_name(lang): statement_of(report, lang) for lang, report in reports.items()}
    return {name: text_of(name, document) for name, document in documents.items()} | statements


def _solved_files(folder: str, solved: Mapping[str, Any]) -> dict[str, Any]:
    """Part what people read, the rounds, from what a machine reads: problems and matrices.

    Where households are stays with the square: an auditor reads orders and not whose they are.
    """
    apart = ("problem", "orders")
    ways = [{name: part for name, part in way.items() if name not in apart} for way in solved["ways"]]
    problems = {way["name"]: {name: way[name] for name in apart} for way in solved["ways"] if way["problem"]}
    open_to_all = set(solved["counters"])
    places = [place if number in open_to_all else None for number, place in enumerate(solved["places"])]
    rounds = {"places": places, "ways": ways, "trips": solved["trips"], "doors": solved["doors"]}
    return {
        f"{folder}/rounds.json": rounds,
        **({f"{folder}/problems.json": problems} if problems else {}),
        **{f"{folder}/matrices/{name}.json": matrix for name, matrix in solved["matrices"].items()},
    }


def factor_sets_in(archive: Archive, manifest: Manifest) -> dict[str, FactorSet]:
    """Read the factor sets of a bundle by version; raises as `kept_days_in`."""
    names = [name for name in manifest.files if name.startswith(FACTORS)]
    found = [factor_set_in(document_in(name, archive.read(name)), name) for name in names]
    return {factors.version: factors for factors in found}


def kept_days_in(archive: Archive, manifest: Manifest) -> KeptDays:
    """Read the days of a complete bundle, without their rounds.

    Raises
    ------
    BundleError, BadInputError
        A file is missing, damaged, or not as a bundle writes it.
    """
    sets = factor_sets_in(archive, manifest)
    chosen = manifest.made_again_with
    if chosen is not None and chosen not in sets:
        raise BadInputError(f"there is no factor set {chosen} in it", where="manifest.json")
    kept: dict[date, Mapping[str, Any]] = {}
    replies: dict[date, list[Reply]] = {}
    stored: dict[date, list[StoredReply]] = {}
    counted = True
    log: list[LogRow] = []
    ridden: dict[date, RiddenDay] = {}
    for text in manifest.days:
        day = Period.read(text, "manifest.json").first
        folder = f"days/{text}"
        kept[day] = document_in(f"{folder}/day.json", archive.read(f"{folder}/day.json"))
        if f"{folder}/answers.json" in manifest.files:
            name = f"{folder}/answers.json"
            replies[day] = _read(archive, name, file_replies)
            stored[day] = _read(archive, name, stored_replies_in)
            counted &= _read(archive, name, tells_asking)
        if f"{folder}/driven.json" in manifest.files:
            log += _read(archive, f"{folder}/driven.json", lambda rows: [_log_row(row) for row in rows])
        if f"{folder}/ridden.json" in manifest.files:
            ridden[day] = _read(archive, f"{folder}/ridden.json", ridden_from)
    if UNPLANNED in manifest.files:
        replies |= _read(archive, UNPLANNED, _replies_by_day)
    measured, first_planned = _read(archive, MEASURED, measured_from) if MEASURED in manifest.files else ([], None)
    return KeptDays(
        square=manifest.square,
        period=Period.read(manifest.period, "manifest.json"),
        kept=kept,
        factors=sets[chosen] if chosen else None,
        replies=replies,
        log=log,
        rode=Rode(ridden, older=True),
        measured=measured,
        first_planned=first_planned,
        sets=sets,
        stored=stored,
        tells_asking=counted,
    )


def _read(archive: Archive, name: str, read: Callable[[Any], Part]) -> Part:
    try:
        return read(document_in(name, archive.read(name)))
    except DorpsrondeError as fault:
        raise BadInputError(fault.what, where=name) from fault
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise BadInputError(f"is not as a bundle writes it ({fault})", where=name) from fault


def _replies_by_day(document: Any) -> dict[date, list[Reply]]:
    return {date.fromisoformat(day): file_replies(of_day) for day, of_day in document.items()}


def _log_row(row: Mapping[str, Any]) -> LogRow:
    stretch, energy = row["stretch"], row["energy"]
    return LogRow(
        line=row["line"],
        element=row["element"],
        kind=ElementKind(row["kind"]),
        serves=tuple(row["serves"]),
        vehicle=None if row["vehicle"] is None else VehicleClass(row["vehicle"]),
        stretch=stretch and Stretch(stretch["distance_m"], Purpose(stretch["purpose"]), Known(stretch["known"])),
        energy=energy
        and Energy(Carrier(energy["carrier"]), energy["amount"], Tier(energy["tier"]), energy["from_battery"]),
    )
