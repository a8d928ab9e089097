"""Times of a day as people read them."""

__all__ = ["clock"]


def clock(seconds: int) -> str:
    """Hours and minutes since local midnight, to the nearest minute: 50400 is 14:00."""
    minutes = round(seconds / 60)
    return f"{minutes // 60:02}:{minutes % 60:02}"
