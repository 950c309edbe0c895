"""Rules of forums: who leads, where a transfer stands, how a list is read. Pure."""
