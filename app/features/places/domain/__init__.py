"""Rules about places: the times of a week, trends, priority, and what may stand on a map. Pure."""
