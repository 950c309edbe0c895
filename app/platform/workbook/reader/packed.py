"""A text file that was packed (gzip)."""

import zlib

from app.platform.workbook.reader.problems import No, Problem

GZIP = b"\x1f\x8b"
CHUNK = 1024 * 1024
FREE = 4 * CHUNK
"""So much may be packed as tightly as it likes."""


def unpacked(data: bytes, most: int, ratio: int) -> bytes:
    """What was packed, a piece at a time: never more than `most` bytes, nor `ratio` times what there was. Raises No."""
    most = min(most, max(FREE, len(data) * ratio))
    pieces, length = [], 0
    while data:
        opened = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
        while not opened.eof:
            try:
                piece = opened.decompress(data, CHUNK)
            except zlib.error as problem:
                raise No(Problem.BROKEN) from problem
            data = opened.unconsumed_tail
            length += len(piece)
            if length > most:
                raise No(Problem.TOO_BIG)
            pieces.append(piece)
            if not piece and not data and not opened.eof:
                raise No(Problem.BROKEN)  # it was cut off
        data = opened.unused_data.lstrip(b"\x00")
        if data and not data.startswith(GZIP):
            raise No(Problem.BROKEN)
    return b"".join(pieces)
