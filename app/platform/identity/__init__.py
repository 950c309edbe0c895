"""The identity index: who and what is held, by name, in the memory of each process and nowhere in the database.

A room describes its rows as records (`provide`); the index reads them all when it is built and follows every committed
change through the audit, which registers each sealed row that is written. See docs/decisions/0023.
"""

from app.platform.identity.index import Index, Match
from app.platform.identity.phonetics import sound
from app.platform.identity.query import Query, read_query
from app.platform.identity.reading import Source
from app.platform.identity.records import Name, Record
from app.platform.identity.service import PATIENCE, IdentityService, identity_service, init_identity, provide
from app.platform.identity.spellings import Spellings

__all__ = [
    "PATIENCE",
    "IdentityService",
    "Index",
    "Match",
    "Name",
    "Query",
    "Record",
    "Source",
    "Spellings",
    "identity_service",
    "init_identity",
    "provide",
    "read_query",
    "sound",
]
