"""The language of the one who reads: asked for in the address and remembered, else Dutch."""

from starlette.requests import HTTPConnection

from kernel.text import LANGUAGES

__all__ = ["COOKIE", "asked_language", "in_other_language", "language_of"]

COOKIE = "lang"
DUTCH, ENGLISH = LANGUAGES


def asked_language(request: HTTPConnection) -> str | None:
    """Give the language that the address asks for: `?lang=en`."""
    asked = request.query_params.get("lang")
    return asked if asked in LANGUAGES else None


def language_of(request: HTTPConnection) -> str:
    """Give the reader's language: of the address, of the cookie, or what the browser accepts."""
    remembered = request.cookies.get(COOKIE)
    return asked_language(request) or (remembered if remembered in LANGUAGES else _accepted(request))


def in_other_language(request: HTTPConnection, lang: str) -> str:
    """Give the address of the same page in the other language, from the page itself."""
    other = request.url.include_query_params(lang=ENGLISH if lang == DUTCH else DUTCH)
    return f"?{other.query}"


def _accepted(request: HTTPConnection) -> str:
    """Read Accept-Language: English only for who accepts it and does not accept Dutch (RFC 9110, 12.5.4)."""
    accepted = {_primary(part) for part in request.headers.get("accept-language", "").split(",") if _wanted(part)}
    return ENGLISH if ENGLISH in accepted and DUTCH not in accepted else DUTCH


def _primary(part: str) -> str:
    return part.partition(";")[0].strip().partition("-")[0].lower()


def _wanted(part: str) -> bool:
    """Say whether a language's weight is more than zero."""
    weight = part.partition("q=")[2].strip()
    return not weight or weight.strip("0.") != ""
