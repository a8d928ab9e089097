"""Use cases of delivery: from orders to planned rounds and an honest report."""
