"""The documents say what is there: settings, commands, links, rooms, decisions."""

import re
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

import click
import pytest
from flask import Flask

from app import ROOMS
from config import REPOSITORY, Settings

DOCS = REPOSITORY / "docs"
DOCUMENTS = [REPOSITORY / "README.md", *sorted(DOCS.rglob("*.md"))]
GUIDE = DOCS / "operating.md"
DECISIONS = DOCS / "decisions"

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`|```[a-z]*\n(.*?)```", re.DOTALL)
COMMAND = re.compile(r"(?:^|[\s/])flask (?:--app wsgi )?([a-z][a-z -]*)", re.MULTILINE)
SETTING = re.compile(r"^\| (`[A-Z_, `]+`) \|", re.MULTILINE)
FILE = re.compile(r"(?:\./)?((?:scripts|tests|app|docs)/[\w./-]*\w)")
LARGEST_IMAGE = 150_000

NEVER = re.compile(
    r"\bagents?\b|\bLLM\b|\bsub-?agents?\b|\bai session|/work/|/tmp/|/home/\w|/root/|pypi\.|npmjs|artifactory|"
    r"\bseamless|\bcutting.edge|\bpowerful\b|\bsimply\b|\bTODO\b|\bFIXME\b",
    re.IGNORECASE,
)
"""What has no place in a document: who or what wrote it, one machine's paths, registries, and selling."""


def name_of(document: Path) -> str:
    return str(document.relative_to(REPOSITORY))


def anchors(document: Path) -> set[str]:
    """The anchors of headings, as the pages of a repository make them."""
    headings = re.findall(r"^#+ (.+)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.casefold()).replace(" ", "-") for heading in headings}


def in_code(document: Path) -> Iterator[str]:
    for inline, block in CODE.findall(document.read_text(encoding="utf-8")):
        yield inline or block


def test_every_setting_is_in_the_table_of_the_operating_guide_and_no_other() -> None:
    named = {
        name for cell in SETTING.findall(GUIDE.read_text(encoding="utf-8")) for name in re.findall(r"[A-Z_]+", cell)
    }
    assert named == {name.upper() for name in Settings.model_fields} - {"FLASK_DEBUG"}
    assert "FLASK_DEBUG" in GUIDE.read_text(encoding="utf-8")


def test_defaults_in_the_table_are_those_of_the_settings() -> None:
    table = GUIDE.read_text(encoding="utf-8")
    for name in ("port", "log_level", "mail_backend", "mail_from"):
        default = Settings.model_fields[name].default
        assert re.search(rf"^\| `{name.upper()}` \| `{re.escape(str(default))}` \|", table, re.MULTILINE), name


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_command_exists(app: Flask, document: Path) -> None:
    for text in in_code(document):
        for command in COMMAND.findall(text):
            words = [*takewhile(lambda word: not word.startswith("-"), command.split())]
            assert is_command(app.cli, words), f"flask {' '.join(words)}"


def is_command(group: click.Command, words: list[str]) -> bool:
    """Whether `words` lead to a command; what follows one are its arguments."""
    if words[:1] == ["alone"]:
        return True
    for word in words:
        if not isinstance(group, click.Group):
            return True
        found = group.get_command(click.Context(group), word)
        if found is None:
            return False
        group = found
    return not isinstance(group, click.Group)


def test_every_command_of_ours_is_in_a_document(app: Flask) -> None:
    told = "\n".join(document.read_text(encoding="utf-8") for document in DOCUMENTS)
    for name, command in app.cli.commands.items():
        if name == "db":  # Flask-Migrate brings more commands than anybody needs
            continue
        inner = command.commands if isinstance(command, click.Group) else {"": command}
        for below in inner:
            assert f"flask {name} {below}".strip() in told


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_link_and_image_is_there(document: Path) -> None:
    for target in LINK.findall(document.read_text(encoding="utf-8")):
        if target.startswith(("http://127.0.0.1", "https://")):
            continue
        path, _hash, anchor = target.partition("#")
        file = (document.parent / path).resolve() if path else document
        assert file.exists(), target
        assert file.is_relative_to(REPOSITORY), target
        assert not anchor or anchor in anchors(file), target


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_file_that_is_named_is_there(document: Path) -> None:
    for text in in_code(document):
        for path in FILE.findall(text):
            assert (REPOSITORY / path).exists() or (REPOSITORY / f"{path}.py").exists(), path


def test_images_are_shown_and_small() -> None:
    shown = {
        (document.parent / target).resolve()
        for document in DOCUMENTS
        for target in LINK.findall(document.read_text(encoding="utf-8"))
    }
    for image in (DOCS / "images").iterdir():
        assert image in shown, image.name
        assert image.stat().st_size < LARGEST_IMAGE, image.name


def test_every_room_is_in_the_architecture() -> None:
    told = (DOCS / "architecture.md").read_text(encoding="utf-8")
    table = "".join(line for line in told.splitlines() if line.startswith("| `"))
    assert [room for room in ROOMS if f"`{room}`" not in table] == []


def test_every_job_is_in_the_operating_guide(app: Flask) -> None:
    from app.platform.jobs import jobs

    told = set(re.findall(r"^\| `([a-z-]+)` \| (?:every |\d\d:\d\d)", GUIDE.read_text(encoding="utf-8"), re.MULTILINE))
    assert told == {job.name for job in jobs()}


def test_the_index_of_decisions_is_complete() -> None:
    rows = re.findall(
        r"^\| \[(\d{4})\]\((\S+)\) \| (.+) \|$", (DECISIONS / "README.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    pages = sorted(DECISIONS.glob("0*.md"))
    assert rows == [(page.name[:4], page.name, page.read_text(encoding="utf-8").splitlines()[0][2:]) for page in pages]
    assert [number for number, _name, _title in rows] == [f"{number:04}" for number in range(1, len(pages) + 1)]


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_a_document_speaks_of_the_project_alone(document: Path) -> None:
    lines = document.read_text(encoding="utf-8").splitlines()
    assert [f"{number}: {line}" for number, line in enumerate(lines, 1) if NEVER.search(line)] == []


def test_each_rule_has_a_place_and_a_test_that_names_it() -> None:
    rules = re.findall(
        r"^\| (PR-\d\d) \| .+? \| `(.+?)` \| `(.+?)` \|$", (DOCS / "rules.md").read_text("utf-8"), re.MULTILINE
    )
    listed = [rule for rule, _where, _test in rules]
    assert listed == sorted(set(listed))
    assert {f"PR-{number:02}" for number in range(7, 35)} <= set(listed)
    for rule, *files in rules:
        for file in files:
            assert rule in (REPOSITORY / file).read_text(encoding="utf-8"), f"{rule} is not in {file}"
