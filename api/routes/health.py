"""Whether the server can work, for whoever watches over it."""

from http import HTTPStatus
from importlib.metadata import version
from typing import Literal

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel

from api.dependencies import Stored
from api.problem_docs import problem_docs
from data.migrate import Schema
from kernel.errors import StorageError

__all__ = ["router"]

router = APIRouter()


class Health(BaseModel):
    """What there is to say when all is well."""

    status: Literal["ok"] = "ok"
    version: str
    database: Literal["current"] = "current"


@router.get("/health", tags=["server"], responses=problem_docs(503))
def health(database: Stored) -> Health:
    """Say that the server runs and its database has the schema it needs."""
    try:
        schema = database.schema()
    except StorageError as fault:
        raise HTTPException(HTTPStatus.SERVICE_UNAVAILABLE, "The database cannot be read.") from fault
    if schema is not Schema.CURRENT:
        raise HTTPException(HTTPStatus.SERVICE_UNAVAILABLE, f"The database's schema is {schema}, not current.")
    return Health(version=version("dorpsronde"))
