"""Technical services."""
