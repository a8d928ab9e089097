"""What is handed to a repository to be stored: rows before they have an id, a state or a moment."""
