"""The form for agencies that cannot sign in: made from the questions, read back as the web form reads what is posted,
and what the coordinator does on the agency's behalf."""
