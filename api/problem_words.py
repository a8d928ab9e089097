"""What a person reads of an error, by its status."""

from collections.abc import Mapping
from http import HTTPStatus

from kernel.text import Text

__all__ = ["TITLES", "WAYS_OUT"]

TITLES: Mapping[int, Text] = {
    HTTPStatus.BAD_REQUEST: Text("Dit verzoek klopt niet", "This request makes no sense"),
    HTTPStatus.UNAUTHORIZED: Text("Wie bent u?", "Who are you?"),
    HTTPStatus.FORBIDDEN: Text("Hier mag u niet bij", "You may not see this"),
    HTTPStatus.NOT_FOUND: Text("Deze pagina is er niet", "There is no such page"),
    HTTPStatus.METHOD_NOT_ALLOWED: Text("Dit kan hier niet", "This cannot be done here"),
    HTTPStatus.CONFLICT: Text("Dit past niet bij wat er is", "This does not fit what is there"),
    HTTPStatus.UNPROCESSABLE_ENTITY: Text("Dit is niet te gebruiken", "This cannot be used"),
    HTTPStatus.INTERNAL_SERVER_ERROR: Text("Er ging iets mis bij ons", "Something went wrong here"),
    HTTPStatus.NOT_IMPLEMENTED: Text("Dit kan deze server niet", "This server cannot do this"),
    HTTPStatus.SERVICE_UNAVAILABLE: Text("Dit kan even niet", "Not at this moment"),
    HTTPStatus.INSUFFICIENT_STORAGE: Text("Er is geen ruimte meer", "There is no space left"),
}
"""A status that is not here is called what 500 is called, or 400 where the caller can mend it."""

WAYS_OUT: Mapping[int, Text] = {
    HTTPStatus.BAD_REQUEST: Text(
        "Controleer het adres in de adresbalk, of ga naar de beginpagina.",
        "Check the address, or begin at the front page.",
    ),
    HTTPStatus.UNAUTHORIZED: Text(
        "Deze bladzijden zijn te zien op de computer waarop ze gemaakt worden.",
        "These pages are shown on the computer that makes them.",
    ),
    HTTPStatus.FORBIDDEN: Text(
        "Vraag het aan wie uw dorpsplein beheert.",
        "Ask whoever keeps your village square.",
    ),
    HTTPStatus.NOT_FOUND: Text(
        "Controleer het adres in de adresbalk, of ga naar de beginpagina.",
        "Check the address, or begin at the front page.",
    ),
    HTTPStatus.INTERNAL_SERVER_ERROR: Text(
        "Probeer het nog eens. Blijft het misgaan, geef dan dit nummer door: {reference}.",
        "Try again. If it keeps going wrong, pass on this number: {reference}.",
    ),
    HTTPStatus.NOT_IMPLEMENTED: Text(
        "Er is iets niet geïnstalleerd. Vraag het aan wie deze server beheert; in het logboek staat wat, onder dit"
        " nummer: {reference}.",
        "Something is not installed. Ask whoever runs this server; the log says what, under this number: {reference}.",
    ),
    HTTPStatus.SERVICE_UNAVAILABLE: Text("Probeer het zo nog eens.", "Try again in a moment."),
    HTTPStatus.INSUFFICIENT_STORAGE: Text(
        "Er is niets veranderd. Vraag de beheerder om schijfruimte vrij te maken.",
        "Nothing was changed. Ask whoever runs this server to free some space.",
    ),
}
