"""Rules of minutes. Pure."""
