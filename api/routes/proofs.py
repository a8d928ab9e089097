"""Proofs of a square: pictures of what happened to parcels, kept for a while and shown to whom they concern."""

from collections.abc import AsyncIterator
from dataclasses import asdict
from functools import partial
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response

from api.about import About
from api.answers import Answer, changed, created, done, shown
from api.at_square import PATH, AtSquare, to_change, to_see
from api.cursors import Paging
from api.dependencies import Home
from api.few_at_once import few_at_once
from api.idempotency import Once
from api.problem_docs import problem_docs
from api.route_docs import ASKED, creating, listing, saying, showing
from api.schemas.proofs import ForgetGiven, Forgotten, ProofSaid, ProofShown
from api.schemas.thing import Id
from data.kept_proofs import KeptProofs
from data.models.proof import Proof
from data.work import Work
from kernel.rights import Thing
from rounds.proof_keeping import picture_of
from rounds.proof_picture import MEDIA_TYPES, read_picture

__all__ = ["AT_ONCE", "router"]

router = APIRouter(prefix=PATH + "/proofs", tags=["proofs"])

See = Annotated[AtSquare, to_see(Thing.PROOFS)]
Change = Annotated[AtSquare, to_change(Thing.PROOFS)]
TAKEN = ("image/jpeg", "image/png", "image/webp")
AT_ONCE = 6
"""Pictures that a process takes in at the same time: two are decoded, the others wait, each in a thread of the forty
that answer everything else."""
BINARY = {"schema": {"type": "string", "contentMediaType": "application/octet-stream"}}
PICTURE = {
    "requestBody": {
        "description": "A picture, at most 5 MiB and 50 million pixels. Only its pixels are kept.",
        "required": True,
        "content": dict.fromkeys(TAKEN, BINARY),
    }
}
SENT = {200: {"description": "The picture.", "content": dict.fromkeys(sorted(MEDIA_TYPES.values()), BINARY)}}


async def _content(request: Request) -> AsyncIterator[bytes]:
    """Read a picture, and count it among those that are taken in until its route has answered.

    Raises
    ------
    HTTPException
        415: it is called something else than a picture. 503: enough others are being taken in.
    """
    called = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if called not in TAKEN:
        detail = f"A picture is one of {', '.join(TAKEN)}; say in Content-Type which."
        raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, detail, {"Accept": ", ".join(TAKEN)})
    content = await request.body()
    detail = "Other pictures are being taken in. Nothing was kept of this one; send it again in a moment."
    async with few_at_once(request.app.state.pictures, detail):
        yield content


Content = Annotated[bytes, Depends(_content, scope="function")]


@router.get("", **listing(ProofShown))
def list_proofs(at: See, paging: Paging, about: About) -> Response:
    """List proofs, as they came in."""
    with at.read() as work:
        rows = work.proofs.page(at.id, **asdict(about), after=paging.after_id, limit=paging.wanted)
        return paging.page(rows, partial(_shown, at, work))


@router.post(
    "", openapi_extra=PICTURE, **creating(ProofShown, or_known="It is known: the same bytes of the same maker.")
)
def add_proof(at: Change, once: Once, home: Home, said: Annotated[ProofSaid, Query()], content: Content) -> Response:
    """Keep a picture of what happened to the parcels of a leg; sent again, it is the one that is known."""
    with at.read() as work:  # what is refused or was answered before leaves no file
        kept = once.kept(work)
        if kept is None:
            work.legs.get(at.id, said.leg_id)
    if kept is not None:
        return kept
    picture = read_picture(content, said.kind)
    KeptProofs(home).keep(picture.content)

    def add(work: Work) -> Answer:
        proof, new = work.proofs.add(at.id, said.draft(picture.draft))
        if new:  # an older proof's same picture may have been erased since
            KeptProofs(home).keep(picture.content)
        thing = _shown(at, work, proof)
        return created(thing, at.address_of("proofs", proof.id)) if new else changed(thing)

    return once.once(at.begin, add)


@router.get("/{proof}", **showing(ProofShown))
def show_proof(at: See, proof: Id, request: Request) -> Response:
    """Show who made a proof, of what, and until when its picture is kept."""
    with at.read() as work:
        return shown(request, _shown(at, work, work.proofs.get(at.id, proof)))


@router.get("/{proof}/picture", response_class=Response, responses={**SENT, **problem_docs(*ASKED)})
def show_picture(at: See, home: Home, proof: Id) -> Response:
    """Fetch the picture: for who may see the people of an order."""
    at.asker.must_read(Thing.CONTACTS)
    with at.read() as work:
        found = work.proofs.get(at.id, proof)
        content = picture_of(work, home, found)
    headers = {
        "Content-Disposition": f'attachment; filename="proof-{found.id}.{found.suffix}"',
        "Cache-Control": "private, no-store",
    }
    return Response(content, media_type=MEDIA_TYPES[found.suffix], headers=headers)


@router.post("/forget", **saying(Forgotten))
def forget_pictures(at: Change, once: Once, given: ForgetGiven) -> Response:
    """Let nobody see any picture of an order any more; the files are erased within minutes. For who sees all proofs."""

    def forget(work: Work) -> Answer:
        return done(Forgotten(forgotten=work.proofs.forget(at.id, given.order_id, given.why)))

    return once.once(at.begin, forget)


def _shown(at: AtSquare, work: Work, proof: Proof) -> ProofShown:
    return ProofShown.of(proof, work.now, at.address_of("proofs", proof.id, "picture") if at.tells_contacts else None)
