"""Workbooks that somebody sent: read in a process apart, or refused in plain words, and quickly."""

import io
import resource
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from app.platform.workbook import locked, reading
from app.platform.workbook.reader.problems import Problem
from app.platform.workbook.reading import MESSAGES, Limits, NoValue, Row, Sheet, Unreadable, opened, read
from config import REPOSITORY

HOSTILE = REPOSITORY.parent / "shared" / "data" / "hostile"
QUICK = 10.0
"""Seconds within which everybody has an answer: of the processor, as other tests want it too."""
PATIENT = Limits(seconds=60)
SHEET = "xl/worksheets/sheet1.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
EMPTY = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)


def made(*rows: list[Any], change: Callable[[Any], None] | None = None) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    if change is not None:
        change(book)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def with_parts(data: bytes, parts: dict[str, str | bytes | Callable[[bytes], bytes]]) -> bytes:
    """The package with parts added, replaced, or changed."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            change = parts.get(name)
            target.writestr(name, change(source.read(name)) if callable(change) else change or source.read(name))
        for name, content in parts.items():
            if name not in source.namelist() and not callable(content):
                target.writestr(name, content)
    return held.getvalue()


def cells(data: bytes, **more: Any) -> list[dict[int, Any]]:
    return [dict(one.cells) for one in read(data, limits=PATIENT, **more) if isinstance(one, Row)]


def moment(*parts: int) -> datetime:
    return datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001 - cells have no zone


@contextmanager
def quickly() -> Iterator[None]:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    yield
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < QUICK


def refusal(data: bytes, *, limits: Limits = PATIENT, **more: Any) -> Problem:
    with pytest.raises(Unreadable) as caught, quickly():
        list(read(data, limits=limits, **more))
    assert caught.value.message == MESSAGES[caught.value.problem]
    return caught.value.problem


def test_what_stands_in_cells_is_told_apart() -> None:
    def look(book: Any) -> None:
        book.worksheets[0]["F1"].number_format = "d mmm yyyy"
        book.worksheets[0]["H1"].number_format = '0.0 "days"'

    half_past = moment(2026, 3, 12, 9, 30)
    data = made(["text", 3, 2.5, True, half_past, 46093, "=1+1", 4, None, "=", "a\nb"], change=look)
    (row,) = cells(data)
    assert row == {
        1: "text", 2: 3, 3: 2.5, 4: True, 5: half_past, 6: moment(2026, 3, 12), 7: NoValue.FORMULA, 8: 4, 10: "=",
        11: "a\nb",
    }  # fmt: skip


def test_texts_as_programs_write_them() -> None:
    rows = (
        '<row><c t="inlineStr"><is><r><t>two </t></r><r><t>runs</t></r><rPh><t>sound</t></rPh></is></c>'
        '<c t="str"><v>a_x000D_b_x0000_</v></c><c t="e"><v>#N/A</v></c><c><v>1e999</v></c></row>'
        '<row r="7"><c r="AB7" t="d"><v>2026-03-12T00:00:00</v></c><c r="AC7" t="d"><v>soon</v></c></row><row r="9"/>'
    )
    found = [one for one in read(with_parts(made(), {SHEET: EMPTY.format(rows)})) if isinstance(one, Row)]
    assert found == [
        Row(1, {1: "two runs", 2: "a\nb\N{REPLACEMENT CHARACTER}", 3: NoValue.ERROR, 4: NoValue.ERROR}),
        Row(7, {28: moment(2026, 3, 12), 29: NoValue.ERROR}),
    ]
    prefixed = (
        EMPTY.replace("<", "<x:")
        .replace("<x:/", "</x:")
        .replace("xmlns=", "xmlns:x=")
        .format('<x:row><x:c t="str"><x:v>here</x:v></x:c></x:row>')
    )
    assert cells(with_parts(made(), {SHEET: prefixed})) == [{1: "here"}]


def test_the_sheet_of_that_name_or_else_every_one() -> None:
    def second(book: Any) -> None:
        book.create_sheet("Actions").append(["there"])

    data = made(["here"], change=second)
    assert list(read(data, sheet="Actions")) == [Sheet("Actions"), Row(1, {1: "there"})]
    assert [one.name for one in read(data, sheet="Renamed") if isinstance(one, Sheet)] == ["Sheet", "Actions"]


def test_a_locked_file_asks_for_its_password() -> None:
    data = locked(made(["secret"]), "h4kt-9qwm")
    assert refusal(data) is Problem.LOCKED
    for typed, problem in ((None, Problem.LOCKED), ("h4kt", Problem.WRONG_PASSWORD)):
        with pytest.raises(Unreadable) as caught:
            opened(data, typed)
        assert caught.value.problem is problem
    assert cells(opened(data, "h4kt-9qwm")) == [{1: "secret"}]
    assert cells(opened(made(["open"]), "not needed")) == [{1: "open"}]


ADDED: dict[str, tuple[Problem, dict[str, Any]]] = {
    "macros": (Problem.MACROS, {"xl/vbaProject.bin": b"\xd0\xcf"}),
    "old macros": (Problem.MACROS, {"xl/macrosheets/sheet1.xml": "<x/>"}),
    "said to have macros": (
        Problem.MACROS,
        {"[Content_Types].xml": lambda said: said.replace(b"spreadsheetml.sheet.main", b"sheet.macroEnabled.main")},
    ),
    "links": (Problem.LINKS, {"xl/externalLinks/externalLink1.xml": "<externalLink/>"}),
    "connections": (Problem.LINKS, {"xl/connections.xml": "<connections/>"}),
    "a picture fetched from elsewhere": (
        Problem.LINKS,
        {
            "xl/drawings/_rels/drawing1.xml.rels": '<Relationships><Relationship Id="r1" Type="x/image" '
            'TargetMode="External" Target="http://example.org/x.png"/></Relationships>'
        },
    ),
    "documents inside": (Problem.EMBEDDED, {"xl/embeddings/oleObject1.bin": b"x"}),
    "controls": (Problem.EMBEDDED, {"xl/activeX/activeX1.xml": "<x/>"}),
    "entities": (
        Problem.ENTITIES,
        {
            SHEET: '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
            + EMPTY.format('<row><c t="str"><v>&b;</v></c></row>')
        },
    ),
    "an entity in what the file says of itself": (
        Problem.ENTITIES,
        {"[Content_Types].xml": '<!DOCTYPE a SYSTEM "file:///etc/passwd"><Types/>'},
    ),
    "more than it says": (Problem.TOO_BIG, {SHEET: EMPTY.format("<row/>" * 5_000_000)}),
    "one endless cell": (Problem.TOO_BIG, {SHEET: EMPTY.format(f'<row><c t="str"><v>{"a" * 4_000_000}</v></c></row>')}),
    "a column too many": (Problem.BROKEN, {SHEET: EMPTY.format('<row><c r="ZZZZ1"><v>1</v></c></row>')}),
    "no such text": (Problem.BROKEN, {SHEET: EMPTY.format('<row><c t="s"><v>99</v></c></row>')}),
    "half a sheet": (Problem.BROKEN, {SHEET: EMPTY.format("<row/>")[:-30]}),
    "no workbook": (Problem.NOT_WORKBOOK, {"_rels/.rels": "<Relationships/>"}),
    "many parts": (Problem.TOO_BIG, {f"x/{number}": b"" for number in range(1_000)}),
}


@pytest.mark.parametrize("what", ADDED)
def test_what_could_do_harm_is_refused(what: str) -> None:
    problem, parts = ADDED[what]
    assert refusal(with_parts(made(["x"]), parts)) is problem


def test_other_files_are_told_from_workbooks() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as other:
        other.writestr("letter.txt", "Dear all")
    assert refusal(held.getvalue()) is Problem.NOT_WORKBOOK
    assert refusal(b"") is Problem.NOT_WORKBOOK
    assert refusal(b"%PDF-1.7") is Problem.NOT_WORKBOOK
    assert refusal(b"PK\x03\x04 and no more") is Problem.BROKEN
    assert refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 2_000) in (Problem.OLD, Problem.BROKEN)


def test_a_million_empty_rows_are_passed_over() -> None:
    rows = "".join(f'<row r="{number}" ht="15"/>' for number in range(2, 1_048_576))
    full = '<row r="1048576"><c t="str"><v>last</v></c></row>'
    data = with_parts(made(), {SHEET: EMPTY.format(rows + full)})
    with quickly():
        assert cells(data) == [{1: "last"}]


def test_it_is_stopped_when_it_takes_too_long_or_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def pointed(said: bytes) -> bytes:
        return said.replace(b"</Rel", b'<Relationship Id="t" Type="x/sharedStrings" Target="sharedStrings.xml"/></Rel')

    texts = "".join(f"<si><t>{'a' * 200_000}</t></si>" for _ in range(350))
    greedy = with_parts(made(["x"]), {"xl/sharedStrings.xml": f"<sst>{texts}</sst>", RELATIONS: pointed})
    assert refusal(greedy, limits=Limits(seconds=60, memory=64 * reading.MEGABYTE, ratio=10_000)) is Problem.TOO_BIG
    assert refusal(made(*([["x"]] * 20)), limits=Limits(rows=10)) is Problem.TOO_LONG
    (tmp_path / "__main__.py").write_text("import time\ntime.sleep(60)")
    monkeypatch.setattr(reading, "READER", tmp_path)
    started = time.monotonic()
    assert refusal(made(["x"]), limits=Limits(seconds=1)) is Problem.TOO_SLOW
    assert time.monotonic() - started < QUICK


WITH_PASSWORD = {"pass_protected.xlsx": Problem.LOCKED}


@pytest.mark.skipif(not HOSTILE.exists(), reason="the shared data is not here")
def test_every_hostile_file_is_read_or_refused() -> None:
    files = sorted(file for file in HOSTILE.rglob("*") if file.is_file())
    assert len(files) > 30
    said: dict[str, object] = {}
    for file in files:
        with quickly():
            try:
                said[file.name] = len(cells(file.read_bytes()))
            except Unreadable as unreadable:
                said[file.name] = unreadable.problem
    assert said["pass_protected.xlsx"] is Problem.LOCKED
    assert said["xlsx-corrupted.xlsx"] is Problem.BROKEN
    assert {said[file.name] for file in files if file.suffix != ".xlsx"} == {Problem.NOT_WORKBOOK}
    assert sum(isinstance(one, int) for one in said.values()) == 13
    assert cells((HOSTILE / "xlsx_tricky" / "1904_Calendar.xlsx").read_bytes())[1][1] == moment(2022, 12, 31)
    assert cells((HOSTILE / "xlsx_tricky" / "has_x000D_.xlsx").read_bytes()) == [{1: "ABC\nDEF"}]


# Text files with separators ------------------------------------------------------------------------------------------


def commas(data: bytes) -> tuple[str, list[list[str]]]:
    head, *rows = read(data, commas=True, limits=PATIENT)
    assert isinstance(head, Sheet)
    return head.name, [[str(one) for one in row.cells.values()] for row in rows if isinstance(row, Row)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_text_file_is_read_in_any_encoding_with_any_separator(encoding: str, separator: str) -> None:
    text = f'Name{separator}Note{separator}Number\r\nZoë{separator}"two\nlines{separator} ""quoted"""{separator}3\r\n'
    name, rows = commas(text.encode(encoding))
    assert rows == [["Name", "Note", "Number"], ["Zoë", f'two\nlines{separator} "quoted"', "3"]]
    assert name.startswith(encoding.removesuffix("-sig")[:6])


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("sep=|\na|b,c\n", [["a", "b,c"]]),
        ("a,b\r1,2\r", [["a", "b"], ["1", "2"]]),
        ('a,b\n"x,1\n2,3\n', [["a", "b"], ['"x', "1"], ["2", "3"]]),
        ('a,b\n"x"y,1\n2,"3"\n', [["a", "b"], ['"x"y', "1"], ["2", "3"]]),
        ('a,b\n5" blade,1\n', [["a", "b"], ['5" blade', "1"]]),
        ("a,b\n\x00x\x00,1\n\n,\n2,3\n", [["a", "b"], ["x", "1"], ["2", "3"]]),
        ("a,b\n=cmd|' /C calc'!A0,1\n", [["a", "b"], ["=cmd|' /C calc'!A0", "1"]]),
    ],
)
def test_one_bad_line_does_not_stop_the_others(text: str, rows: list[list[str]]) -> None:
    assert commas(text.encode())[1] == rows


def test_what_is_no_table_of_text_is_refused() -> None:
    assert refusal(bytes(range(256)) * 40, commas=True) is Problem.NOT_TABLE
    assert refusal(b"a,b\n1,2\n3,4\n", commas=True, limits=Limits(seconds=60, rows=2)) is Problem.TOO_LONG
    assert refusal(("x," * 500 + "x\n").encode() * 2, commas=True) is Problem.NOT_TABLE
    assert refusal(b"a,b\n1,2\n") is Problem.NOT_WORKBOOK
