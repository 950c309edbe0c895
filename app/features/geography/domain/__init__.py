"""Shapes on the map: reading them from files, and simple sums about them. Pure."""
