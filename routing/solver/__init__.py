"""From a problem to a solution that drives the fewest kilometres, and an independent check of it."""
