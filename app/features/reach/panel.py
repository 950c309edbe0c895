"""What the room adds to others: an erasure reaches its counts."""

from app.features.reach import erasing

__all__ = ["erasing"]
