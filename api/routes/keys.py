"""Keys of programs on a square: made, listed, revoked. Their secrets are told once."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from api.answers import Answer, changed, created, shown
from api.at_square import PATH, AtSquare, to_change, to_see
from api.cursors import Paging
from api.idempotency import Once
from api.route_docs import acting, creating, listing, showing
from api.schemas.keys import KeyMade, KeyShown, KeyWished
from api.schemas.thing import Id
from data.work import Work
from kernel.rights import Thing
from kernel.scope import Scope
from people.keys import draw_key, find_key, keys_of
from people.wished_reach import wished_scope

__all__ = ["router"]

router = APIRouter(prefix=PATH + "/keys", tags=["keys"])

See = Annotated[AtSquare, to_see(Thing.KEYS)]
Change = Annotated[AtSquare, to_change(Thing.KEYS)]


@router.get("", **listing(KeyShown))
def list_keys(at: See, paging: Paging) -> Response:
    """List the keys of this square that see no more than the asker, as they were made, those that are over too."""
    keys = sorted(keys_of(at.database, at.asker_here), key=lambda key: key.id)
    later = [key for key in keys if paging.after_id is None or key.id > paging.after_id]
    return paging.page(later[: paging.wanted], KeyShown.of)


@router.post("", **creating(KeyMade))
def make_key(at: Change, once: Once, wished: KeyWished) -> Response:
    """Make a key for this square. The answer holds its secret, once: sent again, the request does not get it."""
    if (kept := once.answered(at.read)) is not None:
        return kept
    own = {name: ids for name in ("shops", "hubs", "rounds", "orders", "couriers") if (ids := getattr(wished, name))}
    scope = wished_scope(wished.role, [at.id], own)
    drawn = draw_key(at.database, at.asker_here, wished.name, scope, wished.expires_at)

    def make(work: Work) -> Answer:
        key = work.api_keys.add(drawn.draft)
        return created(KeyMade.with_secret(key, drawn.written), at.address_of("keys", key.id))

    return once.once(lambda: at.database.begin(Scope.system("key create"), at.asker.principal), make)


@router.get("/{key}", **showing(KeyShown))
def show_key(at: See, key: Id, request: Request) -> Response:
    """Show a key, without its secret."""
    return shown(request, KeyShown.of(find_key(at.database, at.asker_here, key)))


@router.post("/{key}/revoke", **acting(KeyShown))
def revoke_key(at: Change, once: Once, key: Id) -> Response:
    """Let a key open nothing from now on."""
    if (kept := once.answered(at.read)) is not None:
        return kept
    found = find_key(at.database, at.asker_here, key)

    def revoke(work: Work) -> Answer:
        return changed(KeyShown.of(work.api_keys.revoke(found.id)))

    return once.once(lambda: at.database.begin(Scope.system("key revoke"), at.asker.principal), revoke)
