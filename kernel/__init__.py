"""What every room shares: errors, ids, positions, scopes, texts. Imports nothing of ours."""
