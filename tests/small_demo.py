"""A demo small enough for tests."""

ORDERS = 30
SMALL = ["demo", "--orders", str(ORDERS), "--shops", "8", "--bikes", "3", "--iterations", "20"]
