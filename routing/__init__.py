"""Pure computing: roads to matrices and paths (`network`), problems to solutions (`solver`)."""
