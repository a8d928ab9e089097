"""HTTP: pages for people, JSON for programs."""
