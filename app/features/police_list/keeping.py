"""Files and marks in pieces, each kind under a key of its own: when the key is destroyed, no copy of them opens."""

import base64
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import defer

from app.features.police_list import queries
from app.features.police_list.domain.marks import Marks
from app.features.police_list.models import Extract, Piece
from app.platform.database import db
from app.platform.vault import destroy_after_commit

FILE, MARKS = "FILE", "MARKS"
BYTES = 768 * 1024
LINES = 4_000


def keep_file(extract: Extract, data: bytes) -> None:
    """Under a key that is the extract's own, until its rows are read."""
    for number, start in enumerate(range(0, len(data), BYTES)):
        content = base64.b64encode(data[start : start + BYTES]).decode("ascii")
        _add(extract, FILE, extract.uid, number, content)


def file_of(extract: Extract) -> bytes:
    return b"".join(base64.b64decode(piece.content) for piece in queries.pieces_of(extract.uid, FILE))


def forget_file(extract: Extract) -> None:
    """Done already, it changes nothing."""
    if extract.file_until is not None:
        extract.file_until = None
        _forget(extract, FILE, extract.uid)


def keep_marks(extract: Extract, marks: Marks, key_uid: str, codes: Sequence[str]) -> None:
    """The first line names the columns."""
    extract.marks_key_uid, extract.salt = key_uid, marks.salt
    lines = [" ".join(codes), *marks.lines(codes)]
    for number, start in enumerate(range(0, len(lines), LINES)):
        _add(extract, MARKS, key_uid, number, "\n".join(lines[start : start + LINES]))


def marks_of(extract: Extract) -> Marks:
    lines = [line for piece in queries.pieces_of(extract.uid, MARKS) for line in piece.content.split("\n")]
    marks = Marks(extract.salt)
    return marks.read(lines[1:], lines[0].split(" ")) if lines else marks


def forget_marks(extract: Extract) -> None:
    """Done already, it changes nothing."""
    if extract.marks_key_uid is not None:
        _forget(extract, MARKS, extract.marks_key_uid)
        extract.marks_key_uid = None


def _add(extract: Extract, kind: str, key_uid: str, number: int, content: str) -> None:
    db.session.add(
        Piece(
            key_uid=key_uid,
            area_uid=extract.area_uid,
            agency_uid=extract.agency_uid,
            extract_uid=extract.uid,
            kind=kind,
            number=number,
            content=content,
        )
    )


def _forget(extract: Extract, kind: str, key_uid: str) -> None:
    pieces = select(Piece).where(Piece.extract_uid == extract.uid, Piece.kind == kind).options(defer(Piece.payload))
    for piece in db.session.scalars(pieces):
        db.session.delete(piece)
    destroy_after_commit(db.session(), [key_uid])
