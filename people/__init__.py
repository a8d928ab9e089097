"""People and programs: who they are, what they may, and the keys by which programs say so."""
