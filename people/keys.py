"""Keys of programs: made, listed, revoked, recognised. Nobody makes a key that sees or does more than they do."""

from dataclasses import dataclass, field
from datetime import datetime

from data.database import Database
from data.drafts.api_key import ApiKeyDraft
from data.models.api_key import ApiKey
from data.repositories.api_keys import own_of
from data.work import Work
from kernel.errors import BadInputError, NotAllowedError, NotFoundError, UnknownAskerError
from kernel.principal import Principal, PrincipalKind
from kernel.rights import Thing, handed_on
from kernel.scope import Own, Role, Scope
from people.asker import Asker
from people.secrets import new_secret, read_key

__all__ = [
    "DrawnKey", "MadeKey", "Recognised", "create_key", "draw_key", "find_key", "keys_of", "note_use", "reach_of",
    "recognise", "revoke_key",
]  # fmt: skip

UNKNOWN = "nobody knows this key"


@dataclass(frozen=True, slots=True)
class MadeKey:
    """A new key, and how it is written: shown this once, kept by nobody here."""

    key: ApiKey
    written: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class DrawnKey:
    """A key that is not stored yet."""

    draft: ApiKeyDraft
    written: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Recognised:
    """Who showed a key, and whether it is the first time today: then `note_use` is called, when there is time."""

    asker: Asker
    key_id: str
    first_today: bool


def create_key(
    database: Database, asker: Asker, name: str, scope: Scope, expires_at: datetime | None = None
) -> MadeKey:
    """Make a key.

    Raises
    ------
    NotAllowedError
        The asker may make no keys, or none that sees or does so much.
    NotFoundError
        A square, shop, hub, round or order is not there, or not the asker's to see.
    BadInputError
        The name is empty or too long, or the key would be over before it begins.
    """
    drawn = draw_key(database, asker, name, scope, expires_at)
    with database.begin(Scope.system("key create"), asker.principal) as work:
        return MadeKey(work.api_keys.add(drawn.draft), drawn.written)


def draw_key(database: Database, asker: Asker, name: str, scope: Scope, expires_at: datetime | None = None) -> DrawnKey:
    """Draw a key that the asker may make, for whoever stores it in their own unit of work; raises as `create_key`."""
    asker.must_write(Thing.KEYS)
    _refuse_more(asker.scope, scope)
    with database.read(asker.scope, asker.principal) as work:
        _refuse_unseen(work, scope)
        if expires_at is not None and expires_at <= work.now:
            raise BadInputError(
                "the key would be over before it begins", way_out="Choose a later end.", field="expires_at"
            )
    drawn = new_secret()
    return DrawnKey(ApiKeyDraft(name.strip(), scope, drawn.prefix, drawn.secret_sha256, expires_at), drawn.written)


def keys_of(database: Database, asker: Asker) -> list[ApiKey]:
    """List the keys that see no more than the asker, in the order of making; raises as `create_key`."""
    asker.must_read(Thing.KEYS)
    with database.read(Scope.system("key list"), asker.principal) as work:
        return [key for key in work.api_keys.all() if _covers(asker.scope, reach_of(key))]


def revoke_key(database: Database, asker: Asker, named: str) -> ApiKey:
    """Let a key open nothing from now on.

    Parameters
    ----------
    named: its id or its prefix.

    Raises
    ------
    NotAllowedError
        The asker may revoke no keys.
    NotFoundError
        There is none, or it sees more than the asker.
    ConflictError
        It was revoked before.
    """
    asker.must_write(Thing.KEYS)
    found = find_key(database, asker, named)
    with database.begin(Scope.system("key revoke"), asker.principal) as work:
        return work.api_keys.revoke(found.id)


def find_key(database: Database, asker: Asker, named: str) -> ApiKey:
    """Find a key that sees no more than the asker, by its id or prefix.

    Raises
    ------
    NotAllowedError
        The asker may see no keys.
    NotFoundError
        There is none, or it sees more.
    """
    found = next((key for key in keys_of(database, asker) if named in {key.id, key.prefix, f"dr_{key.prefix}"}), None)
    if found is None:
        raise NotFoundError("there is no such key", way_out="Look which there are, in the list of keys.")
    return found


def recognise(database: Database, text: str) -> Recognised:
    """Tell who shows a key.

    Raises
    ------
    UnknownAskerError
        It is not whole, unknown, revoked or over.
    """
    written = read_key(text)
    with database.read(Scope.system("key recognise")) as work:
        key = work.api_keys.by_prefix(written.prefix)
        now = work.now
    if key is None or not written.opens(key.secret_sha256):
        raise UnknownAskerError(UNKNOWN, way_out="Was it copied whole, and from this installation?")
    if key.revoked_at is not None:
        raise UnknownAskerError("this key was revoked", way_out="Ask whoever made it for another one.")
    if key.expires_at is not None and key.expires_at <= now:
        raise UnknownAskerError(
            f"this key is over since {key.expires_at:%Y-%m-%d}", way_out="Ask whoever made it for another one."
        )
    asker = Asker(Principal(PrincipalKind.KEY, key.id), reach_of(key))
    return Recognised(asker, key.id, first_today=key.used_on != now.date())


def note_use(database: Database, recognised: Recognised) -> None:
    """Remember on which day a key was shown: it waits for other writers, so no answer should wait for it."""
    with database.begin(Scope.system("key used")) as work:
        work.api_keys.used(recognised.key_id, work.now.date())


def reach_of(key: ApiKey) -> Scope:
    """Give the scope of a key."""
    return Scope(key.role, None if key.squares is None else frozenset(key.squares), own_of(key))


def _refuse_more(giver: Scope, wanted: Scope) -> None:
    if wanted.role is Role.SYSTEM or not handed_on(giver.role, wanted.role):
        raise NotAllowedError(
            f"the role {giver.role} may not make a key of the role {wanted.role}", way_out="Ask the platform."
        )
    if not _covers(giver, wanted):
        raise NotFoundError(
            "there is no such square, or nothing such on it, that you see", way_out="Is it the right id?"
        )


def _covers(giver: Scope, wanted: Scope) -> bool:
    """Say whether one scope sees all that another one sees, apart from what their roles may do."""
    if giver.squares is not None and (wanted.squares is None or not wanted.squares <= giver.squares):
        return False
    if giver.own is None:
        return True
    return wanted.own is not None and all(
        getattr(wanted.own, name) <= getattr(giver.own, name) for name in Own.__slots__
    )


def _refuse_unseen(work: Work, scope: Scope) -> None:
    """Refuse squares, and things of one's own, that are not there or not on these squares."""
    if scope.squares is None:
        return
    seen = {square.id for square in work.squares.all()}
    for square_id in sorted(scope.squares - seen):
        raise NotFoundError(f"there is no square {square_id}", way_out="Is it the right id?")
    own = scope.own or Own()
    for what, listed, wanted in (("shop", work.shops.all, own.shops), ("hub", work.hubs.all, own.hubs)):
        known = {one.id for square_id in scope.squares for one in listed(square_id)} if wanted else set[str]()
        for one in sorted(wanted - known):
            raise NotFoundError(f"there is no {what} {one} on these squares", way_out="Is it the right id?")
    for what, found, wanted in (("round", work.rounds.get, own.rounds), ("order", work.orders.get, own.orders)):
        for one in sorted(wanted):
            if found(one).square_id not in scope.squares:
                raise NotFoundError(f"there is no {what} {one} on these squares", way_out="Is it the right id?")
