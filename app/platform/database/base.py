"""The declarative base and the Flask-SQLAlchemy extension."""

from datetime import datetime

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.kernel.references import UID_LENGTH, new_uid
from app.platform.database.types import Moment

Uid = String(UID_LENGTH)


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: Moment, dict: JSON, list: JSON}


def uid_column() -> Mapped[str]:
    """A random primary key: it says nothing of order or number."""
    return mapped_column(Uid, primary_key=True, default=new_uid)


db = SQLAlchemy(metadata=Base.metadata, session_options={"expire_on_commit": False})
"""Engine and session. Models derive from `Base`; the extension's own model class is not used."""
