"""Pages: what there is, how it was counted, what is done with it."""
