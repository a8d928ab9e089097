"""What is known: squares and all that is theirs in the database, and the places of an extract with how to find them."""
