"""Rules of the house that the import contracts in pyproject.toml cannot say."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import REPOSITORY

APP = REPOSITORY / "app"
FEATURES = APP / "features"
DOORS = {"interface", "models", "visibility"}
"""`visibility` holds the rule by which rows of the room are seen; rows of upper rooms are seen by the same."""


def names(file: Path) -> Iterator[tuple[str, int]]:
    """What a file imports, as dotted names, with line numbers."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def place(file: Path, line: int) -> str:
    return f"{file.relative_to(REPOSITORY)}:{line}"


def test_a_room_enters_another_only_by_its_doors() -> None:
    wrong = []
    for file in FEATURES.rglob("*.py"):
        own = file.relative_to(FEATURES).parts[0]
        for name, line in names(file):
            match name.split("."):
                case ["app", "features", room, door, *_] if room != own and door not in DOORS:
                    wrong.append(f"{place(file, line)} imports {name}")
    assert not wrong


@pytest.mark.parametrize(
    "files",
    [
        pytest.param([*(APP / "kernel").rglob("*.py")], id="kernel"),
        pytest.param([*FEATURES.glob("*/domain.py"), *FEATURES.glob("*/domain/*.py")], id="domain"),
    ],
)
def test_pure_code_uses_the_standard_library_and_the_kernel_alone(files: list[Path]) -> None:
    wrong = []
    for file in files:
        for name, line in names(file):
            top = name.split(".")[0]
            own = ".".join(["app", *file.relative_to(APP).parts[:2], "domain"])
            if top not in sys.stdlib_module_names and not name.startswith(("app.kernel", own)):
                wrong.append(f"{place(file, line)} imports {name}")
    assert not wrong


def test_nothing_uses_the_query_attribute_of_a_model_or_session() -> None:
    wrong = [
        place(file, node.lineno)
        for file in APP.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Attribute) and node.attr == "query" and isinstance(node.value, ast.Name | ast.Attribute)
    ]
    assert not wrong, "write select() instead"


def test_only_the_unit_of_work_and_jobs_commit() -> None:
    """Rooms never commit: the request does, once."""
    wrong = [
        place(file, node.lineno)
        for file in FEATURES.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Attribute)
        and node.attr == "commit"
        and file.name in ("commands.py", "queries.py", "routes.py")
        and file.parent.name != "demonstration"  # it plays many requests, one after another
    ]
    assert not wrong


def test_nothing_but_the_entrance_stands_at_the_top() -> None:
    allowed = {
        "app", "config.py", "docs", "migrations", "node_modules", "instance", "package-lock.json", "package.json",
        "pyproject.toml", "README.md", "requirements.txt", "scripts", "tests", "wsgi.py", "__pycache__",
    }  # fmt: skip
    assert {entry.name for entry in REPOSITORY.iterdir() if not entry.name.startswith(".")} <= allowed
