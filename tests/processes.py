"""Processes that are killed. Each is a copy of this one: to begin anew, it would have to import everything again."""

import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from flask import Flask

from tests.conftest import close

FORK = multiprocessing.get_context("fork")


class Process:
    """`main(say, *arguments)` in a process of its own. Everything that it says can be heard here."""

    def __init__(self, app: Flask, main: Callable[..., None], *arguments: Any) -> None:
        close(app)  # no connection to a database may be in two processes
        self._heard, said = FORK.Pipe(duplex=False)
        self._process = FORK.Process(target=main, args=(said.send, *arguments))
        self._process.start()
        said.close()

    @property
    def heard(self) -> Connection:
        """`heard.recv()` waits for what it says next; EOFError once it has ended."""
        return self._heard

    def kill(self) -> None:
        self._process.kill()

    def wait(self) -> int:
        """How it ended: 0, or the negative number of the signal that ended it."""
        self._process.join()
        self._heard.close()
        assert self._process.exitcode is not None
        return self._process.exitcode
