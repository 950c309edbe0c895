"""What each person is reminded of, in one mail a day; and mails that did not arrive."""
