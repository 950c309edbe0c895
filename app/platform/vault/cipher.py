"""Ciphertext: AES-256-GCM in a strict frame.

    0      1      2..5        6..17     18..
    ver=1  alg=1  key (u32)   nonce 12  ciphertext and tag 16

`key` is the number of the key version that sealed it. The plain text is padded to a power of two, so that the
length of a record tells little.
"""

import os
import struct

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.platform.vault.errors import Tampered

VERSION = 1
AES_256_GCM = 1
KEY_BYTES = 32
NONCE_BYTES = 12
HEADER = struct.Struct(">BBI")
LENGTH = struct.Struct(">I")
SMALLEST = 256
OVERHEAD = HEADER.size + NONCE_BYTES + 16


def new_key() -> bytes:
    return os.urandom(KEY_BYTES)


def seal(cipher: AESGCM, key_number: int, plain: bytes, bound: bytes) -> bytes:
    """Seal `plain`, bound to the bytes `bound`."""
    header = HEADER.pack(VERSION, AES_256_GCM, key_number)
    nonce = os.urandom(NONCE_BYTES)
    return header + nonce + cipher.encrypt(nonce, plain, header + bound)


def key_number_of(blob: bytes, what: str) -> int:
    """The key version that sealed `blob`. Raises Tampered for anything but a well-formed frame."""
    if len(blob) < OVERHEAD:
        raise Tampered(what)
    version, algorithm, number = HEADER.unpack_from(blob)
    if version != VERSION or algorithm != AES_256_GCM:
        raise Tampered(what)
    return int(number)


def unseal(cipher: AESGCM, blob: bytes, bound: bytes, what: str) -> bytes:
    """Open `blob`. Raises Tampered, naming `what`; there is no second way to try."""
    try:
        start = HEADER.size + NONCE_BYTES
        return cipher.decrypt(blob[HEADER.size : start], blob[start:], blob[: HEADER.size] + bound)
    except InvalidTag:
        raise Tampered(what) from None


def pad(plain: bytes) -> bytes:
    framed = LENGTH.pack(len(plain)) + plain
    size = max(SMALLEST, 1 << (len(framed) - 1).bit_length())
    return framed.ljust(size, b"\0")


def unpad(padded: bytes) -> bytes:
    (length,) = LENGTH.unpack_from(padded)
    return padded[LENGTH.size : LENGTH.size + length]


def bound_fields(*fields: str) -> bytes:
    """Fields as associated data: each with its length before it, so that no two lists of fields look alike."""
    return "".join([f"{len(field)}:{field}" for field in fields]).encode("utf-8", "surrogatepass")
