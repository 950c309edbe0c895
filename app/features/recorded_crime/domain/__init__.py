"""What the open files of street-level crime say, and how their months compare. Pure."""
