"""What routes and pages are handed: the database, the folder that stays, the reader's language."""

from pathlib import Path
from typing import Annotated

from fastapi import Depends, Request

from api.language import language_of
from api.settings import ApiSettings
from api.solvers import Solvers
from data.database import Database
from gateways.webhook_door import WebhookDoor
from rounds.known_places import KnownPlaces

__all__ = ["Door", "Home", "Language", "Places", "Planners", "Settings", "Stored"]


async def _database(request: Request) -> Database:
    return request.app.state.database


async def _home(request: Request) -> Path:
    return request.app.state.home


async def _places(request: Request) -> KnownPlaces:
    return request.app.state.places


async def _settings(request: Request) -> ApiSettings:
    return request.app.state.settings


async def _planners(request: Request) -> Solvers:
    return request.app.state.solvers


async def _door(request: Request) -> WebhookDoor:
    return request.app.state.webhook_door


async def _language(request: Request) -> str:
    return language_of(request)


Stored = Annotated[Database, Depends(_database)]
"""The open database."""
Home = Annotated[Path, Depends(_home)]
"""The folder of the kept extracts."""
Places = Annotated[KnownPlaces, Depends(_places)]
"""The maps of the squares, to look addresses up."""
Door = Annotated[WebhookDoor, Depends(_door)]
"""Through which webhooks are told: here it says which addresses may be."""
Settings = Annotated[ApiSettings, Depends(_settings)]
Planners = Annotated[Solvers, Depends(_planners)]
Language = Annotated[str, Depends(_language)]
"""nl or en."""
