"""What is known about places: addresses and shops of an extract, and how to find them."""
