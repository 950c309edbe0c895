"""Rules of meetings, one subject a file: dates, agenda, quorum, deciding, status."""
