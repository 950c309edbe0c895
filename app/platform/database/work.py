"""The unit of work: one commit at the end of a request, a roll-back on any error."""

from flask import Flask, Response, g
from sqlalchemy.orm.exc import StaleDataError

from app.kernel.errors import Stale
from app.platform.database.base import db

KEEP = "commit_although_refused"


def commit_although_refused() -> None:
    """This request's changes are kept even though it answers with an error (a failed sign-in is counted)."""
    setattr(g, KEEP, True)


def init_unit_of_work(app: Flask) -> None:
    @app.after_request
    def end(response: Response) -> Response:
        if response.status_code >= 400 and not g.get(KEEP):
            db.session.rollback()
            return response
        try:
            db.session.commit()
        except StaleDataError as problem:
            db.session.rollback()
            return app.make_response(app.handle_user_exception(Stale(str(problem))))
        except Exception:
            db.session.rollback()
            raise
        return response


def let_others_write() -> None:
    """Keep what the request has done so far, before it does something slow without the database: SQLite lets one
    transaction write at a time, and nobody should wait for this one. What comes after is a transaction of its own."""
    db.session.commit()
