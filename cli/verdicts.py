"""What an import says: how many rows pass, which fail and why, and where the rows to mend are."""

from pathlib import Path
from typing import Any

import click

from kernel.files import write_text_whole
from kernel.text import Text
from rounds.imported import Imported
from rounds.intake.verdict import Judged

__all__ = ["show_verdicts"]

SHOWN_ROWS = 25


def show_verdicts(imported: Imported, source: Path, *, dry_run: bool, lang: str) -> None:
    """Tell what became of each row that needs a look; leave with 1 where rows fail and so nothing was stored."""
    judgement = imported.judgement
    for note in imported.notes:
        click.echo(f"· {note.within(lang)}")
    mended = [judged for judged in judgement.judged if judged.mends and judged.value is not None and not judged.waits]
    _show(mended, Text("verbeterd", "mended"), lang)
    waiting = [judged for judged in judgement.to_mend if judged.waits]
    _show(waiting, Text("wacht op een beter adres", "wait for a better address"), lang)
    _show(judgement.failing, Text("niet bruikbaar", "fail"), lang)
    click.echo(judgement.summary.within(lang))
    click.echo(_stored(imported, dry_run=dry_run).within(lang))
    if judgement.to_mend and not dry_run:
        click.echo(_rows_to_mend(imported, source, lang))
    if judgement.failing and not imported.stored:
        click.get_current_context().exit(1)


def _show(rows: list[Judged[Any]], title: Text, lang: str) -> None:
    if not rows:
        return
    click.echo(f"{title.within(lang)} ({len(rows)}):")
    for judged in rows[:SHOWN_ROWS]:
        said = "; ".join(text.within(lang) for text in (judged.faults or judged.waits or judged.mends))
        line = Text("regel", "line").within(lang)
        click.echo(f"  {line} {judged.lines[0]}, {judged.ref or '–'}: {said}")
    rest = len(rows) - SHOWN_ROWS
    if rest > 0:
        click.echo(Text(f"  … en nog {rest}", f"  … and {rest} more").within(lang))


def _stored(imported: Imported, *, dry_run: bool) -> Text:
    new, changed, same = imported.new, imported.changed, imported.same
    counts = Text(f"{new} nieuw, {changed} veranderd, {same} al bekend", f"{new} new, {changed} changed, {same} known")
    if imported.stored:
        return Text(f"Bewaard: {counts.nl}.", f"Stored: {counts.en}.")
    if dry_run:
        return Text(
            f"Proef, niets bewaard; het zou zijn: {counts.nl}.", f"Dry run, nothing stored; it would be: {counts.en}."
        )
    if not imported.judgement.accepted:
        return Text("Niets bewaard: geen rij is bruikbaar.", "Nothing stored: no row can be used.")
    return Text(
        "Niets bewaard: alles of niets. Verbeter de rijen, of neem met --partial de andere.",
        "Nothing stored: all or nothing. Mend the rows, or take the others with --partial.",
    )


def _rows_to_mend(imported: Imported, source: Path, lang: str) -> str:
    path = source.with_name(f"{source.stem}.mend.csv")
    write_text_whole(path, imported.rows_to_mend(lang))
    return Text(f"Te verbeteren: {path}", f"To mend: {path}").within(lang)
