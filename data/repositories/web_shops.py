"""The web shops of a square that tell us their orders."""

from sqlalchemy import update
from sqlalchemy.orm import joinedload

from data.drafts.web_shop import WebShopDraft
from data.models.shop import Shop
from data.models.web_shop import WebShop
from data.repositories.base import Repository
from kernel.errors import ConflictError
from kernel.rights import Thing

__all__ = ["WebShops"]


class WebShops(Repository):
    """Where orders come from by themselves."""

    thing = Thing.WEBHOOKS

    def add(self, square_id: str, draft: WebShopDraft) -> WebShop:
        """Connect a web shop to a shop of the square.

        Raises
        ------
        NotFoundError
            There is no such shop.
        BadInputError
            A value does not fit.
        """
        self._may_write()
        self._square(square_id)
        self._require_seen(Shop, {draft.shop_id}, square_id, "shop")
        web_shop_id = self._insert_new(
            WebShop,
            square_id,
            shop_id=draft.shop_id,
            platform=draft.platform,
            secret=draft.secret,
            methods=None if draft.methods is None else list(draft.methods),
            postcodes=None if draft.postcodes is None else list(draft.postcodes),
            ended_at=None,
        )
        return self.get(web_shop_id)

    def get(self, web_shop_id: str) -> WebShop:
        """Find a web shop with its shop.

        Raises
        ------
        NotFoundError
            There is none in the scope.
        """
        query = self._select(WebShop).where(WebShop.id == web_shop_id).options(joinedload(WebShop.shop))
        return self._one(query, f"web shop {web_shop_id}")

    def all(self, square_id: str) -> list[WebShop]:
        """List a square's web shops in the order in which they were connected, each with its shop."""
        query = self._select(WebShop).where(WebShop.square_id == square_id).order_by(WebShop.created_at, WebShop.id)
        return self._all(query.options(joinedload(WebShop.shop)))

    def end(self, web_shop_id: str) -> WebShop:
        """Take no more orders from it.

        Raises
        ------
        NotFoundError
            There is none in the scope.
        ConflictError
            It was ended before.
        """
        self._may_write()
        if self.get(web_shop_id).ended_at is not None:
            raise ConflictError(f"web shop {web_shop_id} was ended before", way_out="Nothing was changed.")
        self._session.execute(
            update(WebShop).where(self._seen(WebShop), WebShop.id == web_shop_id).values(ended_at=self._now)
        )
        return self.get(web_shop_id)
