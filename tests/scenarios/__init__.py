"""What each profile makes of tags, as tables of facts: one CSV a profile, read by `table.py`.

A row: tags, what they come to in the direction of the way and against it (empty: the same; a barrier has no
directions), where that comes from, a peer, and whether it agrees (`agree`), does otherwise (`deviate`, with the
reason) or does the same by other numbers (`figures`). No row of a profile's table may lack a scenario that fails
without it: `tests/unit/test_network_rules.py`.
"""
