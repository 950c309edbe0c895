"""The escalation ladder: who is told when something is overdue or weak, in steps that somebody presses (4.7)."""
