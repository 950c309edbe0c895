"""Reads one workbook that somebody sent, in a process of its own that may be killed. `reading` starts it.

The process is apart from the application: it has no key, opens no file, knows no database. The standard library alone
is imported here, and `msoffcrypto` for a locked file.
"""
