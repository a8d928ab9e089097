"""Reports: of which day or month one is wanted."""

from typing import Annotated, Literal

from pydantic import AfterValidator, ConfigDict, Field

from api.schemas.thing import Sent, Words
from kernel.errors import BadInputError
from rounds.bundles.period import Period

__all__ = ["ReportWished"]

LONGEST = len("2026-12-01")


def _in_the_calendar(period: str) -> str:
    try:
        return str(Period.read(period))
    except BadInputError as fault:
        raise ValueError(f"{fault.what}; {fault.way_out}") from fault


class ReportWished(Sent):
    """A day or a month whose report is wanted."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"period": "2026-12", "lang": "nl"}]})

    period: Annotated[Words, AfterValidator(_in_the_calendar)] = Field(
        max_length=LONGEST, pattern=r"^[0-9]{4}-[0-9]{2}(-[0-9]{2})?$", description="A day or a month."
    )
    lang: Literal["nl", "en"] = "nl"

    @property
    def asked(self) -> Period:
        return Period.read(self.period)
