"""Which rows each role sees, by the name of whose they are: written by hand, for `test_scope_matrix`.

Neither the table of rights nor a policy nor a filter takes part in it.
"""

from kernel.scope import Own, Role

__all__ = ["EXPECTED", "FOR_ALL", "FOR_THE_PLATFORM", "TOLD", "WHOLE"]

BAKERY, BOOKS = {"b1", "b2"}, {"s1", "s2", "s3"}
WHOLE = {
    "squares": {"square"},
    "square_areas": {"square"},
    "shops": {"bakery", "bookshop"},
    "shop_closing_days": {"bakery"},
    "hubs": {"hall", "barn"},
    "vehicles": {"bike one", "bike two"},
    "orders": BAKERY | BOOKS,
    "parcels": BAKERY | BOOKS,
    "legs": {"leg of b1", "second leg of b1", "leg of b2", "leg of s2", "leg of s3"},
    "leg_parcels": {"leg of b1", "leg of b2", "leg of s2", "leg of s3"},
    "plans": {"square"},
    "plan_legs": {"leg of b1", "second leg of b1", "leg of b2", "leg of s2", "leg of s3"},
    "rounds": {"one", "two"},
    "stops": {"one", "two"},
    "tasks": {"one", "two"},
    "events": BAKERY | BOOKS | {"one", "two", "square"},
    "closures": {"square"},
    "leg_origins": {"second leg of b1"},
    "relays": {"second leg of b1"},
    "incidents": {"square"},
    "outbox": {"square"},
    "jobs": {"square"},
    "web_shops": {"bakery"},
    "web_deliveries": {"square"},
    "recurring_orders": {"bakery"},
    "crate_entries": {"b1"},
    "proofs": {"b1"},
    "webhooks": {"bakery", "square"},
    "webhook_deliveries": {"bakery", "square"},
    "couriers": {"anna", "bo"},
    "courier_assignments": {"anna"},
    "slot_templates": {"square"},
    "tariffs": {"square"},
    "customer_replies": {"b1"},
    "starting_measurements": {"square"},
    "publications": {"square"},
    "vehicle_readings": {"square"},
    "cost_sheets": {"square"},
}
"""By whose name each row of a square is called."""
WEB = {"web_shops", "web_deliveries"}
TOLD = {"webhooks", "webhook_deliveries"}
WITHOUT_WEB = {table: names for table, names in WHOLE.items() if table not in WEB | TOLD}
"""Secrets of web shops and webhooks, and what is told to whom, are for who runs the square."""
WITHOUT_COSTS = {table: names for table, names in WHOLE.items() if table != "cost_sheets"}
"""What it costs is for who answers for the money."""
WITHOUT_COURIERS = {
    table: names
    for table, names in WITHOUT_WEB.items()
    if table not in {"couriers", "courier_assignments", "cost_sheets"}
}
"""An auditor looks at kilometres, not at who rode them."""
RIDING_ONE = {
    "squares": {"square"},
    "square_areas": {"square"},
    "slot_templates": {"square"},
    "tariffs": {"square"},
    "shops": {"bakery"},
    "shop_closing_days": {"bakery"},
    "vehicles": {"bike one"},
    "orders": {"b1"},
    "parcels": {"b1"},
    "legs": {"leg of b1"},
    "leg_parcels": {"leg of b1"},
    "plan_legs": {"leg of b1"},
    "plans": {"square"},
    "rounds": {"one"},
    "stops": {"one"},
    "tasks": {"one"},
    "events": {"b1", "one"},
    "proofs": {"b1"},
}
EXPECTED: dict[str, tuple[Role, Own | None, dict[str, set[str]]]] = {
    "the platform": (Role.PLATFORM, None, WHOLE),
    "a region": (Role.REGION, None, WITHOUT_WEB),
    "the host": (Role.HOST, None, WHOLE),
    "a dispatcher": (Role.DISPATCHER, None, WITHOUT_COSTS),
    "an auditor": (Role.AUDITOR, None, WITHOUT_COURIERS),
    "the municipality": (
        Role.MUNICIPALITY,
        None,
        {
            "squares": {"square"},
            "square_areas": {"square"},
            "slot_templates": {"square"},
            "tariffs": {"square"},
            "shops": {"bakery", "bookshop"},
            "shop_closing_days": {"bakery"},
            "hubs": {"hall", "barn"},
            "vehicles": {"bike one", "bike two"},
            "closures": {"square"},
            "starting_measurements": {"square"},
            "publications": {"square"},
        },
    ),
    "the bakery": (
        Role.SHOP,
        Own(shops=frozenset({"bakery"})),
        {
            "squares": {"square"},
            "square_areas": {"square"},
            "slot_templates": {"square"},
            "tariffs": {"square"},
            "shops": {"bakery"},
            "shop_closing_days": {"bakery"},
            "orders": {"b1", "b2"},
            "recurring_orders": {"bakery"},
            "crate_entries": {"b1"},
            "customer_replies": {"b1"},
            "proofs": {"b1"},
            "webhooks": {"bakery"},
            "webhook_deliveries": {"bakery"},
            "parcels": {"b1", "b2"},
            "legs": {"leg of b1", "second leg of b1", "leg of b2"},
            "leg_parcels": {"leg of b1", "leg of b2"},
            "plan_legs": {"leg of b1", "second leg of b1", "leg of b2"},
            "events": {"b1", "b2"},
        },
    ),
    "the courier of round one": (
        Role.COURIER,
        Own(rounds=frozenset({"one"}), couriers=frozenset({"anna"})),
        RIDING_ONE | {"couriers": {"anna"}, "courier_assignments": {"anna"}},
    ),
    "a helper on round one": (Role.HELPER, Own(rounds=frozenset({"one"})), RIDING_ONE),
    "the keeper of the hall": (
        Role.HUB_KEEPER,
        Own(hubs=frozenset({"hall"})),
        {
            "squares": {"square"},
            "square_areas": {"square"},
            "slot_templates": {"square"},
            "tariffs": {"square"},
            "shops": {"bookshop"},
            "hubs": {"hall"},
            "orders": {"s3"},
            "parcels": {"s3"},
            "legs": {"leg of s3"},
            "leg_parcels": {"leg of s3"},
            "plan_legs": {"leg of s3"},
            "events": {"s3"},
        },
    ),
    "the customer of b2": (
        Role.CUSTOMER,
        Own(orders=frozenset({"b2"})),
        {
            "squares": {"square"},
            "square_areas": {"square"},
            "slot_templates": {"square"},
            "tariffs": {"square"},
            "shops": {"bakery"},
            "shop_closing_days": {"bakery"},
            "orders": {"b2"},
            "parcels": {"b2"},
            "legs": {"leg of b2"},
            "leg_parcels": {"leg of b2"},
            "plan_legs": {"leg of b2"},
            "events": {"b2"},
        },
    ),
    "a customer of nothing": (
        Role.CUSTOMER,
        Own(),
        {"squares": {"square"}, "square_areas": {"square"}, "slot_templates": {"square"}, "tariffs": {"square"}},
    ),
    "who lies about what is their own": (
        Role.SHOP,
        Own(*(frozenset({f"their {name}"}) for name in ("bakery", "hall", "one", "b1", "anna"))),
        {"squares": {"square"}, "square_areas": {"square"}, "slot_templates": {"square"}, "tariffs": {"square"}},
    ),
}
"""Who asks with the square ours in their scope, and the rows that they see of it. Of the other square: none, ever."""
FOR_ALL = {"road_networks", "areas", "neighbourhoods"}
FOR_THE_PLATFORM = {"system_acts", "api_keys", "idempotency_keys"}
