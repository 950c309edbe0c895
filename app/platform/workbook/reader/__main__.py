"""The process itself.

Its input is one line of JSON (`sheet` and `commas`, or `unlock` and `password`; and the limits) and then the file. Its
output is a line of JSON for each sheet and row, `["sheet", name]`, `["row", number, {column: value}]`, or of what was
within the lock, `["file", base 64]`; and at last `["end"]` or `["no", problem]`.
"""

import base64
import json
import resource
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

HERE = Path(__file__).resolve().parent


def stand_apart() -> None:
    """Make the packages around this one empty: to import the real ones would start half the application."""
    for up in range(3, -1, -1):
        folder = HERE.parents[up - 1] if up else HERE
        name = ".".join(HERE.parts[-4 : len(HERE.parts) - up])
        package = ModuleType(name)
        package.__path__ = [str(folder)]
        sys.modules[name] = package


def limit(asked: dict[str, Any]) -> None:
    """From here on the system stops this process if it takes more than it may: memory in bytes, the processor in
    seconds. It can write no file and start no other process."""
    for kind, most in (
        (resource.RLIMIT_AS, asked["memory"]),
        (resource.RLIMIT_CPU, asked["seconds"]),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))


def main() -> None:
    asked = json.loads(sys.stdin.buffer.readline())
    limit(asked)
    from app.platform.workbook.reader import commas, sheets  # noqa: PLC0415 - only once it stands apart
    from app.platform.workbook.reader.opening import OF_OFFICE, ZIP, unlocked  # noqa: PLC0415
    from app.platform.workbook.reader.problems import No, Problem  # noqa: PLC0415

    data = sys.stdin.buffer.read()
    try:
        if asked.get("unlock"):
            write(["file", base64.b64encode(unlocked(data, asked["password"])).decode("ascii")])
            write(["end"])
            return
        text = asked["commas"] and not data.startswith((OF_OFFICE, ZIP))
        for line in (commas if text else sheets).lines(data, asked):
            write(line)
    except No as no:
        write(["no", no.problem])
    except MemoryError:
        write(["no", Problem.TOO_BIG])
    except Exception:  # noqa: BLE001 - whatever else is wrong with a file, it is not read
        write(["no", Problem.BROKEN])


def write(line: list[Any]) -> None:
    sys.stdout.write(json.dumps(line, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    stand_apart()
    main()
