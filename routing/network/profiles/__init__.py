"""The profiles as tables: one TOML file each, every row with its source."""
