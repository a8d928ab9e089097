"""Bundles: a report with everything that its figures follow from, for somebody who does not believe it."""
