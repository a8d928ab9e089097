"""Ruin and recreate: take related requests out of a plan, put them back better, again and again."""
