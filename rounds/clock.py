"""Times of a day as people read them."""

__all__ = ["clock"]


def clock(seconds: int) -> str:
    """Hours and minutes since local midnight, cut to the minute as on a watch and as on every page: 50459 is 14:00."""
    return f"{seconds // 3600:02}:{seconds % 3600 // 60:02}"
