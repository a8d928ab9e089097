"""The resources of the API: a router each."""

from collections.abc import Sequence

from fastapi import APIRouter

from api.routes import (
    areas,
    board,
    closures,
    crates,
    events,
    hubs,
    imports,
    incidents,
    job_events,
    jobs,
    keys,
    legs,
    orders,
    parcels,
    plans,
    proofs,
    rounds,
    shops,
    squares,
    vehicles,
    webhooks,
)

__all__ = ["RESOURCES"]

RESOURCES: Sequence[APIRouter] = tuple(
    one.router
    for one in (
        squares, areas, shops, hubs, vehicles, orders, imports, parcels, crates, legs, plans, board,
        rounds, events, proofs, incidents, closures, jobs, job_events, keys, webhooks,
    )
)  # fmt: skip
"""In the order in which the document tells them."""
