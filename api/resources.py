"""The resources of the API: a router each."""

from collections.abc import Sequence

from fastapi import APIRouter

from api.routes import (
    areas,
    asked,
    assignments,
    board,
    bundles,
    closures,
    costs,
    couriers,
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
    producers,
    proofs,
    published,
    question,
    readings,
    reports,
    rounds,
    shops,
    slot_templates,
    slots,
    squares,
    starting_measurements,
    tariffs,
    vehicles,
    webhooks,
    what_ifs,
)

__all__ = ["RESOURCES"]

RESOURCES: Sequence[APIRouter] = tuple(
    one.router
    for one in (
        squares, areas, shops, producers, hubs, vehicles, readings, slot_templates, slots, tariffs, costs, question,
        orders, asked, imports, parcels, crates, legs, plans, board, rounds, couriers, assignments, events, proofs,
        incidents, closures, starting_measurements, jobs, job_events, keys, webhooks, published, bundles, reports,
        what_ifs,
    )
)  # fmt: skip
"""In the order in which the document tells them."""
