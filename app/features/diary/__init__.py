"""What somebody has in their diary, and the private feed that shows it in a calendar."""
