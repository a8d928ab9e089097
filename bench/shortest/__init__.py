"""The shortest path for a bike, ours beside OSRM's and Valhalla's: where they agree, and why where they do not."""
