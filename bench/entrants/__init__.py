"""One program an engine: reads a problem in VROOM's JSON, searches for so many seconds, answers orders of visits.

The peers' programs run in an environment of their own and import nothing of ours but `entry` and `bench.memory`.
"""
