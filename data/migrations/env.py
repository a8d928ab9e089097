"""Alembic's environment: runs the versions on the connection it was handed, on SQLite and PostgreSQL alike."""

from typing import Any, Literal
from warnings import catch_warnings, filterwarnings

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import JSON, String
from sqlalchemy.schema import SchemaItem

from data.base import UtcDateTime
from data.geometry import GeometryType
from data.models.every import METADATA


def belongs_here(item: SchemaItem, name: str | None, kind: str, _reflected: bool, _other: SchemaItem | None) -> bool:
    """Leave out an index that is made on the other database only, and the table that PostGIS brings."""
    wanted = getattr(item, "_ddl_if", None)
    if (kind, name) == ("table", "spatial_ref_sys"):
        return False
    return wanted is None or wanted.dialect == context.get_context().dialect.name


def written(kind: str, item: Any, made_by: AutogenContext) -> str | Literal[False]:
    """Write our own column types into a new version by their names."""
    if kind == "type" and isinstance(item, GeometryType):
        made_by.imports.add("from data.geometry import GeometryType")
        return f'GeometryType("{item.kind}")'
    if kind == "type" and isinstance(item, UtcDateTime):
        made_by.imports.add("from data.base import UtcDateTime")
        return "UtcDateTime()"
    if kind == "type" and type(item) is String and item.length is not None:
        made_by.imports.add("from data.base import letters")
        return f"letters({item.length})"
    if kind == "type" and isinstance(item, JSON):
        made_by.imports.add("from data.base import DOCUMENT")
        return "DOCUMENT"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    include_object=belongs_here,
    render_item=written,
    render_as_batch=context.config.attributes["connection"].dialect.name == "sqlite",
)
with catch_warnings(), context.begin_transaction():
    # Places of rows are indexed on PostgreSQL only; what is left out above is told before it is asked.
    filterwarnings("ignore", message="autogenerate skipping .* expression-based index 'ix_[a-z]+_place'")
    context.run_migrations()
