"""What the sheets of a workbook need to be read: their names, its texts, which looks are those of dates."""

import re
from datetime import datetime

from app.platform.workbook.reader.package import Attributes, Package
from app.platform.workbook.reader.problems import No, Problem
from app.platform.workbook.reader.texts import Kept

BUILT_IN_DATES = frozenset(map(str, [*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)]))
_NOT_OF_A_DATE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)


class Book:
    """`sheets`: name and part of each. `texts`: those the cells share. `dates`: by number of a look."""

    def __init__(self, package: Package) -> None:
        self.package = package
        top = [path for kind, path in package.targets("").values() if kind == "officeDocument"]
        if len(top) != 1 or top[0] not in package.names:
            raise No(Problem.NOT_WORKBOOK)
        targets = package.targets(top[0])
        self.sheets: list[tuple[str, str]] = []
        self.first_day = datetime(1899, 12, 30)  # noqa: DTZ001 - cells have no zone
        self.is_workbook = False
        package.parse(top[0], lambda name, attributes: self._workbook(name, attributes, targets))
        if not self.is_workbook or not self.sheets:
            raise No(Problem.NOT_WORKBOOK)
        paths = dict(targets.values())
        self.texts: list[str] = []
        self.dates: list[bool] = []
        if paths.get("sharedStrings") in package.names:
            self._read_texts(paths["sharedStrings"])
        if paths.get("styles") in package.names:
            self._read_looks(paths["styles"])

    def _workbook(self, name: str, attributes: Attributes, targets: dict[str, tuple[str, str]]) -> None:
        if name == "workbook":
            self.is_workbook = True
        elif name == "workbookPr" and attributes.get("date1904") in ("1", "true"):
            self.first_day = datetime(1904, 1, 1)  # noqa: DTZ001
        elif name == "sheet":
            of = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            kind, path = targets.get(of, ("", ""))
            if kind == "worksheet" and path in self.package.names:
                self.sheets.append((attributes.get("name", ""), path))

    def _read_texts(self, part: str) -> None:
        kept = Kept()

        def start(name: str, _attributes: Attributes) -> None:
            if name == "si":
                kept.begin()
            elif name == "rPh":
                kept.sound = True
            kept.open = name == "t" and not kept.sound

        def end(name: str) -> None:
            kept.open = False
            if name == "si":
                self.texts.append(kept.text())
            elif name == "rPh":
                kept.sound = False

        self.package.parse(part, start, end, kept.add)

    def _read_looks(self, part: str) -> None:
        formats: Attributes = {}
        within: list[str] = []

        def start(name: str, attributes: Attributes) -> None:
            within.append(name)
            number = attributes.get("numFmtId", "0")
            if name == "numFmt":
                formats[number] = attributes.get("formatCode", "")
            elif name == "xf" and "cellXfs" in within:
                code = formats.get(number)
                self.dates.append(is_date(code) if code is not None else number in BUILT_IN_DATES)

        def end(_name: str) -> None:
            within.pop()

        self.package.parse(part, start, end)


def is_date(code: str) -> bool:
    """Whether a number with this format is shown as a date or a time."""
    return bool(re.search("[dmyhs]", _NOT_OF_A_DATE.sub("", code.split(";", maxsplit=1)[0]), re.IGNORECASE))
