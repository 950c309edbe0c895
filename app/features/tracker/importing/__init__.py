"""And back again: the sheet of actions as agencies filled it in, what it would change, and the way back from that."""
