"""The `dorpsronde` command. Subcommands are imported when they are called, so `--help` answers at once."""

import logging
import os
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from errno import EBADF, EIO, ENOSPC
from importlib import import_module
from io import BufferedWriter, FileIO, TextIOWrapper
from typing import TYPE_CHECKING

import click

from kernel.errors import DorpsrondeError
from kernel.log_settings import LogSettings
from kernel.logs import set_up_logs
from kernel.quoting import quoted

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

__all__ = ["main"]

LOG = logging.getLogger(__name__)

SUBCOMMANDS = {
    "area": "Take in extracts of OpenStreetMap.",
    "beat": "Run the relay and the clock of the jobs on their own.",
    "check": "Name what is wrong with a plan.",
    "closure": "Say which roads are closed or slow, and when.",
    "cost": "Say what delivering costs a square.",
    "courier": "Say who rides, when they can, and put them on rounds.",
    "db": "Care for the database.",
    "demo": "Plan one day of shared rounds, end to end, and show it on a map.",
    "factors": "List, compare and take in emission factors.",
    "health": "Ask a server whether it is ready.",
    "insert": "Put an order that comes in now into a plan that is being ridden.",
    "isochrone": "Draw who is within so many minutes of a place.",
    "jobs": "See what workers do, and send again what failed.",
    "key": "Make and revoke the keys of programs.",
    "matrix": "Measure metres and seconds between points over the roads.",
    "orders": "Take in the orders of a square.",
    "plan": "Plan the orders of a day into rounds.",
    "recurring": "Agree on orders that come again by themselves.",
    "report": "Report a day or a month.",
    "route": "Tell the way between two places, as text, GeoJSON, GPX or a map.",
    "round": "List and release the rounds of a day.",
    "serve": "Show squares and their days in a browser, and plan for programs.",
    "shops": "Take in the shops of a square.",
    "slot": "Offer delivery windows.",
    "solve": "Plan a problem in VROOM's JSON.",
    "square": "Make village squares.",
    "tariff": "Say what a delivery costs.",
    "vehicles": "Take in the vehicles of a square.",
    "webshop": "Connect web shops that send their orders by themselves.",
    "warm-up": "Compile the kernels, so that no user waits for it.",
    "whatif": "Plan stored days once more with changes, side by side.",
    "worker": "Do the work that was asked for.",
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


OF_THE_LOG = frozenset({"beat", "db.migrate", "serve", "worker"})
"""Commands that run without a person at a terminal, and whose errors are about settings and databases only: where a
program gathers logs, they are lines of the log too."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a subcommand; what a person caused ends as one line on stderr and an exit code."""
    go_on_unheard()
    speak_any_alphabet()
    begun_s = time.monotonic()
    arguments = sys.argv[1:] if arguments is None else arguments
    name = name_of(arguments)
    settings = LogSettings()
    try:
        settings = LogSettings.from_environment()
        set_up_logs(settings)
        code = dorpsronde.main(args=arguments, prog_name="dorpsronde", standalone_mode=False)
    except click.exceptions.Exit as stop:
        code = stop.exit_code
    except (click.Abort, KeyboardInterrupt):
        drop_answer()
        click.echo("Stopped.", err=True)
        code = 130
    except click.ClickException as wrong:
        wrong.show()
        code = wrong.exit_code
    except DorpsrondeError as error:
        if settings.log_format == "json" and name in OF_THE_LOG:
            LOG.error(str(error), extra={"command": name})  # noqa: TRY400 (a person caused it: the line says all)
        else:
            click.echo(f"Error: {error}", err=True)
        code = error.exit_code
    except (UnicodeEncodeError, OSError) as fault:
        code = no_text(fault, arguments) if isinstance(fault, UnicodeEncodeError) else not_written(fault)
    except Exception:
        if settings.log_format != "json":
            raise
        LOG.critical("This is a defect.", exc_info=True, extra={"command": name})
        code = 1
    code = last_words(code if isinstance(code, int) else 0)
    took_s = round(time.monotonic() - begun_s, 3)
    LOG.info("command ended", extra={"command": name, "exit_code": code, "seconds": took_s})
    sys.exit(code)


def no_text(fault: UnicodeEncodeError, arguments: Sequence[str]) -> int:
    """Tell which bytes that were typed are no UTF-8: a file may be called so, but nothing in a database."""
    odd = next((one for one in arguments if any("\ud800" <= letter <= "\udfff" for letter in one)), None)
    if odd is None:
        raise fault
    click.echo(f"Error: {quoted(odd)} is no UTF-8 text", err=True)
    return 2


def not_written(fault: OSError) -> int:
    """Tell that standard output takes no more; any other fault of the system is a defect."""
    if fault.errno not in {ENOSPC, EBADF, EIO}:
        raise fault
    return unsaid(fault)


def name_of(arguments: Sequence[str]) -> str:
    """Give the name of the command that is called, as "orders.import": never anything else that was typed."""
    first, second = [*arguments[:2], "", ""][:2]
    if first not in SUBCOMMANDS:
        return "none"
    command = import_module(f"cli.{first.replace('-', '_')}").command
    return f"{first}.{second}" if isinstance(command, click.Group) and second in command.commands else first


class Beside(FileIO):
    """What is said beside the work: where it cannot be written, nobody hears it, and the work goes on."""

    def write(self, said: "ReadableBuffer", /) -> int:
        written = None
        with suppress(OSError):
            written = super().write(said)  # None where a pipe that must not block is full
        return memoryview(said).nbytes if written is None else written


def go_on_unheard() -> None:
    """Let no line of progress and no remark end the work: a full, closed or left stderr is no fault of what is done."""
    stderr = sys.stderr
    if stderr is sys.__stderr__ and isinstance(stderr, TextIOWrapper):  # a test's own, and none, stay
        beside = BufferedWriter(Beside(stderr.fileno(), "w", closefd=False))
        sys.stderr = sys.__stderr__ = TextIOWrapper(beside, stderr.encoding, stderr.errors, line_buffering=True)


def speak_any_alphabet() -> None:
    """A terminal without our letters gets question marks instead of a failure."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def last_words(code: int) -> int:
    """Write out what still waits for the terminal or the pipe: a reader who left is no error, a full disk is."""
    try:
        if sys.stdout is not None:  # pyright: ignore[reportUnnecessaryComparison] (it is None where it was closed)
            sys.stdout.flush()
    except BrokenPipeError:
        turn_away()
    except OSError as fault:
        turn_away()
        return code or unsaid(fault)
    return code


def unsaid(fault: OSError) -> int:
    click.echo(f"Error: the answer could not be written ({fault.strerror}).", err=True)
    return 1


def drop_answer() -> None:
    """Write nothing more to standard output: what was said was written out then; what waits yet was given up."""
    if sys.__stdout__ is not None and sys.stdout is sys.__stdout__:  # a test's own, and none, stay
        turn_away()


def turn_away() -> None:
    """Point standard output at nothing, so that the interpreter's own last flush cannot fail."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


if __name__ == "__main__":
    main()
