"""Who is told, and when, if something agreed does not happen."""
