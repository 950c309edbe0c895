"""Putting the rows of long tables into the file that openpyxl made without them."""

import io
import re
import zipfile
from collections.abc import Mapping
from typing import IO

from app.platform.workbook.rows import Rows

END_OF_ROWS = b"</sheetData>"
_REACH = re.compile(rb'(<dimension ref="[A-Z]+\d+:[A-Z]+)\d+(")')


def filled(made: IO[bytes], tables: Mapping[str, Rows]) -> bytes:
    """The file `made` with the rows of each sheet named in `tables`, by its path in the file."""
    held = io.BytesIO()
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=5) as target:
        for entry in source.infolist():
            content = source.read(entry)
            rows = tables.get(entry.filename)
            with target.open(entry.filename, "w") as part:
                if rows is None:
                    part.write(content)
                    continue
                head, end, tail = content.partition(END_OF_ROWS)
                part.write(_REACH.sub(rb"\g<1>%d\2" % rows.last, head, count=1))
                for piece in rows.xml():
                    part.write(piece)
                part.write(end + tail)
    return held.getvalue()
