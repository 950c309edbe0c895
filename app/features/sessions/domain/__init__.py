"""Rules of sessions: when they are, who came, what was delivered, and what is counted without names. Pure."""
