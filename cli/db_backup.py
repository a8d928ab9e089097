"""`dorpsronde db backup` and `dorpsronde db restore`: everything in one file, and back."""

from pathlib import Path

import click

__all__ = ["backup_command", "restore_command"]

FILE = click.argument("file", type=click.Path(dir_okay=False, path_type=Path))


@click.command("backup")
@FILE
def backup_command(*, file: Path) -> None:
    """Write the database, the extracts, and all else that is kept into one FILE, and read it back.

    The server may run meanwhile. A backup that has this name is replaced when the new one is whole. It holds
    customers' addresses: keep it where only you can read it, best on another disk.
    """
    from datetime import UTC, datetime

    from data.backup import make_backup
    from data.settings import DatabaseSettings

    kept = make_backup(DatabaseSettings.from_environment(), file, datetime.now(UTC))
    click.echo(f"{file}: {kept.files:,} files, {kept.size_bytes / 1e6:,.1f} MB before packing, read back and the same.")


@click.command("restore")
@FILE
@click.option("--replace", "replacing", is_flag=True, help="What is there now is lost.")
def restore_command(*, file: Path, replacing: bool) -> None:
    """Put back what FILE holds, made by `db backup`, also of an older version, and of either kind of database.

    Stop the server first. Nothing is written before all of FILE was read and compared.
    """
    from data.backup import restore_backup
    from data.settings import DatabaseSettings

    settings = DatabaseSettings.from_environment()
    kept = restore_backup(settings, file, replacing=replacing)
    click.echo(f"{kept.files:,} files are as they were on {kept.made_at} (Dorpsronde {kept.version}).")
