"""What people read in a browser: server-rendered HTML."""
