"""The parts of a workbook: nothing is unpacked before its sizes and kinds were looked at."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from posixpath import dirname, join, normpath
from xml.parsers import expat

from app.platform.workbook.reader.problems import No, Problem

CHUNK = 64 * 1024
LARGE = 10 * 1024 * 1024
"""Bytes: a part that is smaller may be packed as tightly as it likes."""

MACROS = re.compile(r"vbaproject|macroenabled|macrosheet|/dialogsheets/", re.IGNORECASE)
LINKS = re.compile(r"/externallinks/|/querytables/|connections\.xml", re.IGNORECASE)
EMBEDDED = re.compile(r"/embeddings/|/activex/|/ctrlprops/|oleobject", re.IGNORECASE)

Attributes = dict[str, str]
Start = Callable[[str, Attributes], None]
End = Callable[[str], None]


class Package:
    """Raises No for what is no sound and harmless package. `limits`: `parts`, `unpacked` (bytes) and `ratio`, how many
    times its packed size a large part may be."""

    def __init__(self, data: bytes, limits: dict[str, int]) -> None:
        try:
            self.zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, NotImplementedError, ValueError) as problem:
            raise No(Problem.BROKEN) from problem
        entries = self.zip.infolist()
        self._check_sizes(entries, limits)
        self.names = {entry.filename for entry in entries}
        if "[Content_Types].xml" not in self.names or "_rels/.rels" not in self.names:
            raise No(Problem.NOT_WORKBOOK)
        if len(self.names) != len(entries):
            raise No(Problem.BROKEN)
        self._check_kinds()

    @staticmethod
    def _check_sizes(entries: list[zipfile.ZipInfo], limits: dict[str, int]) -> None:
        if len(entries) > limits["parts"] or sum(one.file_size for one in entries) > limits["unpacked"]:
            raise No(Problem.TOO_BIG)
        for one in entries:
            if one.flag_bits & 1 or one.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise No(Problem.BROKEN)
            if one.file_size > LARGE and one.file_size > limits["ratio"] * one.compress_size:
                raise No(Problem.TOO_BIG)

    def _check_kinds(self) -> None:
        """By the names of the parts, by what the file says they are, and by what they point to."""
        said: list[str] = []
        outside: list[str] = []

        def kind(name: str, attributes: Attributes) -> None:
            if name in ("Default", "Override"):
                said.append(attributes.get("ContentType", ""))

        def relation(name: str, attributes: Attributes) -> None:
            if name == "Relationship":
                said.append(attributes.get("Type", ""))
                if attributes.get("TargetMode") == "External" and not attributes.get("Type", "").endswith("/hyperlink"):
                    outside.append(attributes.get("Type", ""))

        self.parse("[Content_Types].xml", kind)
        for part in sorted(name for name in self.names if name.endswith(".rels")):
            self.parse(part, relation)
        everything = "\n".join([*(f"/{name}" for name in self.names), *said])
        for pattern, problem in ((MACROS, Problem.MACROS), (EMBEDDED, Problem.EMBEDDED), (LINKS, Problem.LINKS)):
            if pattern.search(everything):
                raise No(problem)
        if outside:
            raise No(Problem.LINKS)

    def parse(
        self,
        part: str,
        start: Start,
        end: End | None = None,
        text: End | None = None,
    ) -> None:
        for _ in self.parsing(part, start, end, text):
            pass

    def parsing(
        self,
        part: str,
        start: Start,
        end: End | None = None,
        text: End | None = None,
    ) -> Iterator[None]:
        """Go through the elements of a part by their names without prefix, a pause after each chunk."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _no_entities
        parser.CharacterDataHandler = text

        def first(name: str, attributes: Attributes) -> None:
            """Where the first element has no prefix, the others that matter have none: that is quicker."""
            if ":" in name:
                parser.StartElementHandler = lambda name, attributes: start(_local(name), attributes)
                parser.EndElementHandler = (lambda name: end(_local(name))) if end is not None else None
            else:
                parser.StartElementHandler, parser.EndElementHandler = start, end
            start(_local(name), attributes)

        parser.StartElementHandler = first
        with self.zip.open(part) as stream:
            while chunk := stream.read(CHUNK):
                parser.Parse(chunk, False)
                yield
        parser.Parse(b"", True)
        yield

    def targets(self, part: str) -> dict[str, tuple[str, str]]:
        """What a part points to: kind and path by id."""
        found: dict[str, tuple[str, str]] = {}
        rels = join(dirname(part), "_rels", f"{part.rsplit('/', 1)[-1]}.rels")

        def start(name: str, attributes: Attributes) -> None:
            if name == "Relationship" and attributes.get("TargetMode") != "External":
                kind = attributes.get("Type", "").rsplit("/", 1)[-1]
                path = normpath(join("/", dirname(part), attributes.get("Target", ""))).lstrip("/")
                found[attributes.get("Id", "")] = kind, path

        if rels in self.names:
            self.parse(rels, start)
        return found


def _local(name: str) -> str:
    return name[name.find(":") + 1 :]


def _no_entities(*_: object) -> None:
    raise No(Problem.ENTITIES)
