"""What routes and pages are handed: the database, the folder that stays, the reader's language."""

from pathlib import Path
from typing import Annotated

from fastapi import Depends, Request

from api.language import language_of
from api.settings import ApiSettings
from api.solvers import Solvers
from data.database import Database

__all__ = ["Home", "Language", "Planners", "Settings", "Stored"]


def _database(request: Request) -> Database:
    return request.app.state.database


def _home(request: Request) -> Path:
    return request.app.state.home


def _settings(request: Request) -> ApiSettings:
    return request.app.state.settings


def _planners(request: Request) -> Solvers:
    return request.app.state.solvers


def _language(request: Request) -> str:
    return language_of(request)


Stored = Annotated[Database, Depends(_database)]
"""The open database."""
Home = Annotated[Path, Depends(_home)]
"""The folder of the kept extracts."""
Settings = Annotated[ApiSettings, Depends(_settings)]
Planners = Annotated[Solvers, Depends(_planners)]
Language = Annotated[str, Depends(_language)]
"""nl or en."""
