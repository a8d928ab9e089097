"""What every row of a profile's table has."""

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["Row"]


class Row(BaseModel):
    """A row knows where its facts came from, and has no field that nobody reads."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: str = Field(min_length=4)
