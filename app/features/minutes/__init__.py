"""From what was recorded to minutes that are corrected, approved and issued."""
