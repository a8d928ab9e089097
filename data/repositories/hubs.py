"""Hubs of a square, known by their names."""

from collections.abc import Sequence
from dataclasses import asdict

from data.drafts.event import EventDraft, EventKind
from data.drafts.shop import HubDraft
from data.models.hub import Hub
from data.repositories.named import NamedRows, Outcome, Put
from kernel.rights import Thing

__all__ = ["Hubs"]


class Hubs(NamedRows):
    """Where goods are handed over."""

    thing = Thing.HUBS

    def put(self, square_id: str, drafts: Sequence[HubDraft]) -> list[Put]:
        """Make hubs, or change those of these names.

        Raises
        ------
        BadInputError
            Two have one name, or a value does not fit.
        """
        self._may_write()
        self._square(square_id)
        rows = [asdict(draft) for draft in drafts]
        puts = self._compare(Hub, square_id, rows)
        self._write(Hub, square_id, rows, puts)
        names = [put.name for put in puts if put.outcome is not Outcome.SAME]
        if names:
            self._record(square_id, [EventDraft(EventKind.HUBS_CHANGED, details={"names": names})])
        return puts

    def create(self, square_id: str, draft: HubDraft) -> Hub:
        """Make a hub.

        Raises
        ------
        BadInputError
            A value does not fit.
        ConflictError
            Another has this name.
        """
        self._may_write()
        self._square(square_id)
        self._refuse_namesake(Hub, square_id, draft.name)
        return self.get(square_id, self.put(square_id, [draft])[0].id)

    def change(self, square_id: str, hub_id: str, draft: HubDraft) -> Hub:
        """Give a hub other values, its name too; raises as `create`, and where there is none."""
        self._may_write()
        self.get(square_id, hub_id)
        self._change(Hub, square_id, hub_id, asdict(draft))
        self._record(square_id, [EventDraft(EventKind.HUBS_CHANGED, details={"names": [draft.name]})])
        return self.get(square_id, hub_id)

    def get(self, square_id: str, hub_id: str) -> Hub:
        """Find a hub by its id.

        Raises
        ------
        NotFoundError
            There is none in the scope.
        """
        return self._one(self._select(Hub).where(Hub.square_id == square_id, Hub.id == hub_id), f"hub {hub_id}")

    def page(self, square_id: str, *, after: str | None, limit: int) -> list[Hub]:
        """List a square's hubs as they were made, a page of them."""
        return self._page(self._select(Hub).where(Hub.square_id == square_id), after, limit)

    def all(self, square_id: str) -> list[Hub]:
        """List a square's hubs by name."""
        return self._all(self._select(Hub).where(Hub.square_id == square_id).order_by(Hub.name_key))
