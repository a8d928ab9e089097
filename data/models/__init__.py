"""The tables, one concept a file. `data.models.every` imports all of them."""
