"""Parcels of a square: read here, written with their orders."""

from data.models.parcel import Parcel
from data.repositories.base import Repository
from kernel.rights import Thing

__all__ = ["Parcels"]


class Parcels(Repository):
    """Physical pieces, and who has them."""

    thing = Thing.ORDERS

    def get(self, square_id: str, parcel_id: str) -> Parcel:
        """Find a parcel by its id.

        Raises
        ------
        NotFoundError
            There is none in the scope.
        """
        query = self._select(Parcel).where(Parcel.square_id == square_id, Parcel.id == parcel_id)
        return self._one(query, f"parcel {parcel_id}")

    def page(
        self,
        square_id: str,
        *,
        order_id: str | None = None,
        barcode: str | None = None,
        after: str | None,
        limit: int,
    ) -> list[Parcel]:
        """List a square's parcels as they came in, a page of them."""
        query = self._select(Parcel).where(Parcel.square_id == square_id)
        for column, wanted in ((Parcel.order_id, order_id), (Parcel.barcode, barcode)):
            query = query if wanted is None else query.where(column == wanted)
        return self._page(query, after, limit)
