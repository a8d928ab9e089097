"""Changing what one has seen, and nothing newer: ETag and If-Match (RFC 9110, sections 8.8.3 and 13.1).

A tag is the digest of what was answered, so no table counts versions, and two answers with one tag are one answer.
"""

from hashlib import sha256
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Depends, Header, HTTPException

from api.wire import packed

__all__ = ["IfMatch", "Seen", "etag_of", "is_known"]

ANY = "*"
DIGITS = 32


def etag_of(body: bytes) -> str:
    """Make the tag of an answer."""
    return f'"{sha256(body).hexdigest()[:DIGITS]}"'


def is_known(etag: str, if_none_match: str | None) -> bool:
    """Say whether who asks has this answer already."""
    return if_none_match is not None and (if_none_match.strip() == ANY or etag in _tags(if_none_match, weak=True))


class Seen:
    """What who asks for a change has seen of the thing."""

    def __init__(self, if_match: str) -> None:
        self._if_match = if_match

    def must_be(self, now: Any) -> None:
        """Refuse the change of a thing that is no longer what was seen; call it in the transaction of the change.

        Parameters
        ----------
        now: as the thing would be answered, its JSON.

        Raises
        ------
        HTTPException
            412: somebody changed it meanwhile.
        """
        if self._if_match.strip() != ANY and etag_of(packed(now)) not in _tags(self._if_match, weak=False):
            raise HTTPException(
                HTTPStatus.PRECONDITION_FAILED, "It was changed meanwhile. Ask for it again, then change that."
            )


def _if_match(
    if_match: Annotated[
        str | None,
        Header(
            alias="If-Match",
            max_length=1_000,
            description="The ETag under which it was last seen, or * for whatever it is. Required.",
            examples=['"5d41402abc4b2a76b9719d911017c592"'],
        ),
    ] = None,
) -> Seen:
    if if_match is None:
        raise HTTPException(
            HTTPStatus.PRECONDITION_REQUIRED, "Say in If-Match which ETag was seen, so that nothing newer is lost."
        )
    return Seen(if_match)


IfMatch = Annotated[Seen, Depends(_if_match)]


def _tags(header: str, *, weak: bool) -> set[str]:
    """List the tags of a header; a weak one ("W/", as a proxy that packs makes it) matches for reading only."""
    tags = (tag.strip() for tag in header.split(","))
    return {tag.removeprefix("W/") if weak else tag for tag in tags}
