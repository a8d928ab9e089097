"""What people would rather look at: maps, route sheets, report pages."""
