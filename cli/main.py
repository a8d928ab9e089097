"""The `dorpsronde` command. Subcommands are imported when they are called, so `--help` answers at once."""

import sys
from collections.abc import Sequence
from importlib import import_module

import click

from kernel.errors import DorpsrondeError

__all__ = ["main"]

SUBCOMMANDS = {
    "area": "Take in extracts of OpenStreetMap.",
    "check": "Name what is wrong with a plan.",
    "db": "Care for the database.",
    "demo": "Plan one day of shared rounds, end to end, and show it on a map.",
    "matrix": "Measure metres and seconds between points over the roads.",
    "orders": "Take in the orders of a square.",
    "plan": "Plan the orders of a day into rounds.",
    "report": "Report a day or a month.",
    "shops": "Take in the shops of a square.",
    "solve": "Plan a problem in VROOM's JSON.",
    "square": "Make village squares.",
    "vehicles": "Take in the vehicles of a square.",
    "warm-up": "Compile the kernels, so that no user waits for it.",
}


class LazyGroup(click.Group):
    """Knows every subcommand's name and line of help; imports cli/<name>.py when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        return sorted(SUBCOMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 (click's signature)
        if cmd_name not in SUBCOMMANDS:
            return None
        return import_module(f"cli.{cmd_name.replace('-', '_')}").command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, SUBCOMMANDS[name]) for name in self.list_commands(ctx)])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="dorpsronde", prog_name="dorpsronde")
def dorpsronde() -> None:
    """Shared delivery rounds for villages and towns: the orders of many shops, the fewest kilometres."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a subcommand; what a person caused ends as one line on stderr and an exit code."""
    try:
        code = dorpsronde.main(args=arguments, prog_name="dorpsronde", standalone_mode=False)
    except click.exceptions.Exit as stop:
        code = stop.exit_code
    except click.Abort:
        click.echo("Stopped.", err=True)
        code = 130
    except click.ClickException as wrong:
        wrong.show()
        code = wrong.exit_code
    except DorpsrondeError as error:
        click.echo(f"Error: {error}", err=True)
        code = error.exit_code
    except BrokenPipeError:
        sys.stderr.close()
        code = 0
    sys.exit(code if isinstance(code, int) else 0)
