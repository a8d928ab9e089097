"""What of published tables has to be hidden, so that nobody is found in them by reckoning."""
