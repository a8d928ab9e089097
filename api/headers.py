"""What every answer tells the browser: fetch nothing from elsewhere, run nothing of others, guess nothing."""

from collections.abc import Mapping

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.language import COOKIE, asked_language

__all__ = ["POLICY_BESIDE_OWN", "SafeHeaders"]

YEAR_S = 31_536_000
ALLOWED: Mapping[str, str] = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "frame-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'self'",
}
POLICY = "; ".join(f"{what} {whence}" for what, whence in ALLOWED.items())
"""Of an answer that brings none. Source: w3.org/TR/CSP3."""

POLICY_BESIDE_OWN = "frame-ancestors 'self'"
"""For a page that carries its policy inside, as maps do: both hold, and this part cannot stand inside."""

EVERYWHERE: Mapping[str, str] = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-cache",
}
"""Set where the answer does not say otherwise."""


class SafeHeaders:
    """Adds the headers to every answer, and remembers the language that the address asks for."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in EVERYWHERE.items():
                    headers.setdefault(name, value)
                if headers.get("Content-Type", "").startswith("text/html"):
                    headers.add_vary_header("Accept, Accept-Language, Cookie")
                    _remember_language(Request(scope), headers)
            await send(message)

        await self.app(scope, receive, send_with_headers)


def _remember_language(request: Request, headers: MutableHeaders) -> None:
    lang = asked_language(request)
    if lang is not None:
        secure = "; Secure" if request.url.scheme == "https" else ""
        headers.append("Set-Cookie", f"{COOKIE}={lang}; Path=/; Max-Age={YEAR_S}; SameSite=Lax; HttpOnly{secure}")
