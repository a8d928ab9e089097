"""A month's public bundle: made once, when the month is over, and given as it is from then on.

Two of the same month could be subtracted from each other, and so could those of two days. Nobody makes another.
"""

import base64
import binascii
from dataclasses import replace

from data.database import Database
from data.models.publication import Publication
from data.work import Work
from impact.factors import FactorSet
from kernel.errors import BadInputError, ConflictError, NotAllowedError, NotFoundError, StorageError
from kernel.scope import Scope
from rounds.asked_answers import Replies
from rounds.bundles.making import WORK, Bundle, bundle_of, kept_days
from rounds.bundles.manifest import PUBLIC
from rounds.bundles.period import Period
from rounds.kept_publications import bundle_key, refuse_unfinished
from rounds.people_of_days import people_of_days
from rounds.place_tables import WHOLE
from rounds.recomputed import NOBODY_ASKED

__all__ = ["publish_bundle", "published_bundle"]

KIND = "dorpsronde/public-bundle/1"
SCOPE = Scope.system(WORK)


def publish_bundle(
    database: Database,
    slug: str,
    period: Period,
    *,
    factors: FactorSet | None = None,
    replies: Replies = NOBODY_ASKED,
) -> Bundle:
    """Make the public bundle of a month, for good; one that was made is given as it was.

    Parameters
    ----------
    factors, replies: as of `rounds.recomputed.Again`.

    Raises
    ------
    BadInputError
        It is a single day.
    NotFoundError
        There is no such square, or nothing of the month was planned.
    ConflictError
        The month is not over, its bundle was made before and should have other content, or its year was published.
    NotAllowedError
        A household or a courier would follow from its sums.
    """
    if not period.is_month:
        raise BadInputError("a public bundle is of a month", way_out="Days could be subtracted from their month.")
    with database.read(SCOPE) as work:
        square = work.squares.get(slug)
        known = work.publications.find(square.id, bundle_key(period.first))
        if known is not None:
            if factors or replies:
                raise ConflictError(
                    f"the public bundle of {period} was made before, and stays as it is",
                    way_out="Leave --factors and --answers out: that one is given.",
                )
            return _bundle(known, period)
        refuse_unfinished(work, square, period, period.last)
        days = kept_days(work, slug, period, factors=factors, replies=replies)
        served = work.served.days(square.id, period.first, period.last)
    bundle = bundle_of(replace(days, people=people_of_days(served, factors)), public=True)
    with database.begin(SCOPE) as work:
        if work.publications.find(square.id, bundle_key(period.first)) is not None:
            raise ConflictError(
                f"the public bundle of {period} was made meanwhile", way_out="Ask once more: that one is given."
            )
        _refuse_beside_tables(work, square.id, period)
        document = {"kept": KIND, "seal": bundle.seal, "zip": base64.b64encode(bundle.content).decode()}
        work.publications.add(square.id, bundle_key(period.first), document)
    return bundle


def published_bundle(work: Work, square_id: str, period: Period) -> Bundle:
    """Give the public bundle of a month.

    Raises
    ------
    NotFoundError
        None was made, or it is asked of a single day.
    StorageError
        It cannot be read back.
    """
    known = work.publications.find(square_id, bundle_key(period.first)) if period.is_month else None
    if known is None:
        raise NotFoundError(
            f"there is no public bundle of {period}",
            way_out="There is one of a month that is over, once `dorpsronde report bundle … --public` made it.",
        )
    return _bundle(known, period)


def _refuse_beside_tables(work: Work, square_id: str, period: Period) -> None:
    """Refuse a month whose published tables hide what its sums would tell of."""
    tables = {one.period: one.document for one in work.publications.of_year(square_id, period.first.year)}
    own = tables.get(str(period))
    if own is None and str(period.first.year) in tables:
        raise ConflictError(
            f"{period.first.year} was published by place, and {period} was not",
            way_out=f"Publish {period} first: `dorpsronde report publish … --period {period}`.",
        )
    rows = [] if own is None else [*own["days"], *(row for row in own["cells"] if row["key"] == WHOLE.key)]
    hidden = [row["key"] for row in rows if row["hidden"]]
    if hidden:
        raise NotAllowedError(
            f"what was published of {period} by place hides {hidden[0]}, of which its sums would tell",
            where="public bundle",
            way_out="Make the complete bundle, for an auditor.",
        )


def _bundle(known: Publication, period: Period) -> Bundle:
    kept = known.document
    try:
        if kept["kept"] == KIND:
            return Bundle(base64.b64decode(kept["zip"], validate=True), kept["seal"], PUBLIC, period)
    except (binascii.Error, KeyError, ValueError) as fault:
        raise StorageError(f"the public bundle of {period} cannot be read back", way_out="Restore a backup.") from fault
    raise StorageError(f"the public bundle of {period} was kept by another version", way_out="Update Dorpsronde.")
