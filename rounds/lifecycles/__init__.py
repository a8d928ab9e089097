"""The lives of orders, parcels, legs and rounds as pure functions of what was said about them; no database."""
