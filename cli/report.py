"""`dorpsronde report`: what was planned, and what it saved, for a day or a month."""

import click

from cli.report_bundle import bundle_command, verify_command
from cli.report_compared import compare_command
from cli.report_make import make_command
from cli.report_places import places, publish_command
from cli.report_single import order_command, shop_command
from cli.starting_measurement import command as starting_measurement
from kernel.errors import BadInputError

__all__ = ["command"]


@click.group("report")
def command() -> None:
    """Report days, months, places, shops and orders, or check somebody's report."""


for other in (
    make_command, places, publish_command, compare_command, order_command, shop_command, starting_measurement,
    bundle_command, verify_command,
):  # fmt: skip
    command.add_command(other)


@command.command("check")
@click.argument("file")
def check_command(file: str) -> None:
    """Check somebody's footprints: do their figures follow from one another?

    FILE is JSON with iLEAP's ShipmentFootprints, TOCs and HOCs under footprints, tocs and hocs; - is stdin. One line a
    fault; exit code 1 where there is one.
    """
    from cli.documents import naming, read_document
    from impact.footprint import footprint_faults

    document = read_document(file)
    if not isinstance(document, dict):
        raise BadInputError("is no object with footprints, tocs and hocs", where=file)
    with naming(file):
        if not {"footprints", "tocs", "hocs"} & document.keys():
            raise BadInputError("there are no footprints, tocs or hocs in it: nothing to check")
        faults = footprint_faults(document)
    for fault in faults:
        click.echo(fault)
    if faults:
        raise click.exceptions.Exit(1)
    click.echo("All figures follow from one another.")
