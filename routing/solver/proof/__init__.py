"""Proofs that no plan of a small problem is better than the one found."""
