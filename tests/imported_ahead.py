"""Imports what processes of tests need, in the process that they are forked from: see `own_process.py`."""

import _strptime  # noqa: F401 - Python imports it when a date is first read
from importlib import import_module

import tests.gated_worker
import tests.stored_square  # noqa: F401 - what most processes of tests store their square by
from cli.main import SUBCOMMANDS
from data.database import Database
from data.settings import DatabaseSettings

for name in SUBCOMMANDS:
    import_module(f"cli.{name.replace('-', '_')}")
Database.open(DatabaseSettings(database_url="sqlite://")).close()  # whatever is imported late
