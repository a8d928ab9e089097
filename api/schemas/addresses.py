"""Addresses as they are typed and as they are known."""

from typing import Annotated, Any

from pydantic import ConfigDict, Field, StringConstraints

from api.schemas.thing import Sent, Words

__all__ = ["EXAMPLE", "Address", "address_of"]

EXAMPLE: dict[str, Any] = {
    "street": "Julianalaan",
    "number": "12",
    "addition": "",
    "postcode": "3722 GG",
    "town": "Bilthoven",
}

Part = Annotated[Words, StringConstraints(max_length=120)]
Short = Annotated[Words, StringConstraints(max_length=20)]


class Address(Sent):
    """An address in parts; a part that is not known is empty."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    street: Part = ""
    number: Short = ""
    addition: Short = ""
    postcode: Short = Field(default="", examples=["3722 GG"])
    town: Part = ""


def address_of(row: Any) -> Address:
    """Read the columns of an address."""
    return Address.model_construct(
        street=row.street, number=row.number, addition=row.addition, postcode=row.postcode, town=row.town
    )
