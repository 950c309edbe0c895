"""The tracker of actions and assurance as a workbook: what leaves, to whom, and what comes back."""
