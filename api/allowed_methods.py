"""What may be asked of an address: the methods of every route that has it, which FastAPI asks one by one."""

from fastapi import Request
from fastapi.routing import iter_route_contexts

__all__ = ["methods_at"]


def methods_at(request: Request) -> list[str]:
    """List the methods that an address takes, for the header Allow (RFC 9110, section 10.2.1)."""
    path = request.scope["path"]
    found: set[str] = set()
    for route in iter_route_contexts(request.app.routes):
        if route.methods and route.path_regex is not None and route.path_regex.match(path):
            found |= set(route.methods)
    if "GET" in found:
        found.add("HEAD")  # `api.head` answers it
    return sorted(found)
