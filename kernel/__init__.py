"""What every room shares: errors, positions, progress. Imports nothing of ours."""
