"""The outside: services of others, each behind a small interface."""
