"""Files that open with a password alone. The only home of `msoffcrypto`: the encryption of Office files (ECMA-376,
agile: AES-256, with a key stretched from the password a hundred thousand times), which Excel and LibreOffice open."""

import io
import os

from msoffcrypto.format.ooxml import OOXMLFile

from app.kernel.references import ALPHABET

GROUPS, LETTERS = 5, 4
"""A hundred random bits, in groups that people can say aloud."""


class WrongPassword(Exception):
    """The file does not open with this password."""


def new_password() -> str:
    """A random password such as `h4kt-9qwm-2xvd-80ra-n5pe`."""
    letters = [ALPHABET[byte % len(ALPHABET)] for byte in os.urandom(GROUPS * LETTERS)]
    return "-".join("".join(letters[start : start + LETTERS]) for start in range(0, len(letters), LETTERS))


def locked(data: bytes, password: str) -> bytes:
    """The workbook `data`, encrypted under `password`."""
    held = io.BytesIO()
    OOXMLFile(io.BytesIO(data)).encrypt(password, held)
    return held.getvalue()


def is_locked(data: bytes) -> bool:
    """Whether a file is one of Office's that is not a plain package: encrypted, or of before 2007."""
    return data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


def unlocked(data: bytes, password: str) -> bytes:
    """The workbook within. Raises WrongPassword, also for what is no encrypted workbook at all."""
    held = io.BytesIO()
    try:
        file = OOXMLFile(io.BytesIO(data))
        file.load_key(password=password, verify_password=True)
        file.decrypt(held)
    except Exception as problem:  # a broken file makes the library raise anything
        raise WrongPassword from problem
    return held.getvalue()
