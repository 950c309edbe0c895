"""From what was sent to the package within: what kind of file it is, and out of its lock."""

import io

from app.platform.workbook.reader.problems import No, Problem

OF_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How files of Office begin that are locked, or of before 2007."""
ZIP = b"PK\x03\x04"


def checked(data: bytes) -> bytes:
    """The file, when it is a package. Raises No."""
    if data.startswith(OF_OFFICE):
        unlocked(data, None)
    if not data.startswith(ZIP):
        raise No(Problem.NOT_WORKBOOK)
    return data


def unlocked(data: bytes, password: str | None) -> bytes:
    """What is within the lock. Raises No.

    Here and not in the application: how long a password is stretched is up to whoever made the file."""
    from msoffcrypto.exceptions import FileFormatError, InvalidKeyError  # noqa: PLC0415 - large, and few are locked
    from msoffcrypto.format.ooxml import OOXMLFile  # noqa: PLC0415

    try:
        file = OOXMLFile(io.BytesIO(data))
    except FileFormatError as problem:
        raise No(Problem.OLD) from problem
    if not password:
        raise No(Problem.LOCKED)
    held = io.BytesIO()
    try:
        file.load_key(password=password, verify_password=True)
        file.decrypt(held)
    except InvalidKeyError as problem:
        raise No(Problem.WRONG_PASSWORD) from problem
    return held.getvalue()
