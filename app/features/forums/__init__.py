"""Other groups that hold the same people: overlap, lead, joint items, transfers."""
