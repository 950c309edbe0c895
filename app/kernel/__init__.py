"""Pure values: the standard library only."""
