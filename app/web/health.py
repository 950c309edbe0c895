"""`/healthz` answers for the process, `/readyz` for what it needs."""

from flask import Flask, Response, jsonify

from app.platform.health import index_percent, readiness
from app.web.access import public


def init_health(app: Flask) -> None:
    @app.get("/healthz")
    @public("a supervisor asks; the answer says nothing")
    def healthz() -> Response:
        return jsonify(ok=True)

    @app.get("/readyz")
    @public("a supervisor asks; the answer names conditions only")
    def readyz() -> tuple[Response, int]:
        found = readiness()
        return jsonify(found | {"index_percent": index_percent()}), 200 if all(found.values()) else 503
