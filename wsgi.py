"""What the web server and the `flask` command load."""

from app import create_app
from app.platform import memory
from config import ConfigError

try:
    app = create_app()
except ConfigError as error:
    raise SystemExit(f"Concord cannot start: {error}") from None

memory.settle()
