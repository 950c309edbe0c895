"""What each recipient reads before a meeting, put together in the system."""
