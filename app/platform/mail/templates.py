"""The texts of mails. A text takes references, dates, counts and links: nothing about a person."""

import re
from dataclasses import dataclass
from string import Template

SAFE = re.compile(r"^[\w\s:/.,#?=&%+-]{0,400}$", re.ASCII)


@dataclass(frozen=True)
class MailText:
    subject: str
    body: Template


_texts: dict[str, MailText] = {}


def declare_mail(name: str, *, subject: str, body: str) -> None:
    """Declare the mail `name`. `$link`, `$reference` and the like stand in `body`; the subject is fixed."""
    _texts[name] = MailText(subject, Template(body))


def compose(name: str, values: dict[str, str]) -> tuple[str, str]:
    """Subject and body. Raises ValueError for a value that is more than references, dates and links, line by line."""
    for key, value in values.items():
        if not all(SAFE.match(line) for line in value.split("\n")):
            raise ValueError(f"{key} cannot go into a mail")
    text = _texts[name]
    return text.subject, text.body.substitute(values)


def subject_of(name: str) -> str:
    """What stands over a mail: the same for everybody."""
    return _texts[name].subject if name in _texts else "Mail of an earlier version"
