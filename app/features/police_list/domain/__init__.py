"""Rules of the police list (2.21, PR-14): columns, values, what becomes of a row, what differs. Pure."""
