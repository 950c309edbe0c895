"""What each agency is asked before a meeting, and what it returns."""
