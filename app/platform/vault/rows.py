"""Sealed rows: models whose personal attributes live in one sealed payload.

A column type sees one value and cannot know its row, so sealing is done by mapper events: the payload is sealed
with the row's data key when the row is written and opened when a sealed attribute is first read. The plain columns
are bound to the payload as associated data: a row that is swapped, moved, re-pointed or marked down by hand does
not open.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from operator import itemgetter
from types import MappingProxyType, NoneType, UnionType
from typing import Any, ClassVar, get_args

from sqlalchemy import Connection, LargeBinary, String, event, inspect, select
from sqlalchemy.orm import (
    InstanceState,
    Mapped,
    Mapper,
    Session,
    declared_attr,
    mapped_column,
)
from sqlalchemy.orm.attributes import flag_modified

from app.platform.database.base import Uid, uid_column
from app.platform.vault.errors import KeyDestroyed, VaultError
from app.platform.vault.service import DataKey, Vault, current_vault

MARKING = "OFFICIAL-SENSITIVE"
KEYS = "vault.keys"
WRITTEN = "vault.written"
READ_AT_ONCE = 5_000
DOOMED = "vault.doomed"
OPENED = "_opened"
DIGEST = "_digest"
NOT_BOUND = frozenset({"payload"})
ERASED: dict[str, Any] = {}
"""The opened payload of a row whose subject was erased."""
ERASED_TEXT = "Erased"


class sealed:  # noqa: N801 - it stands where a column stands
    """An attribute kept in the row's sealed payload: `family_name = sealed(str)`, `dob = sealed(date | None)`."""

    def __init__(self, kind: Any) -> None:
        kinds = get_args(kind) if isinstance(kind, UnionType) else (kind,)
        self.optional = NoneType in kinds
        (self.kind,) = (k for k in kinds if k is not NoneType)
        self.name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, row: Any, owner: type) -> Any:
        if row is None:
            return self
        values = _opened(row)
        value = values.get(self.name)
        if value is None:
            return ERASED_TEXT if values is ERASED and self.kind is str else self._default()
        return self._thaw(value)

    def __set__(self, row: Any, value: Any) -> None:
        frozen = self._freeze(value)
        own = row.__dict__
        if row._sa_instance_state.key is None:  # noqa: SLF001 - inspect() is slow
            # A new row: its payload is written whatever is set.
            values = own.get(OPENED)
            if values is None:
                values = own[OPENED] = {}
                row.payload = b""
            values[self.name] = frozen
            return
        values = _opened(row)
        if values is ERASED:
            raise KeyDestroyed(row.key_uid)
        if values.get(self.name) != frozen:
            values[self.name] = frozen
            flag_modified(row, "payload")

    def _default(self) -> Any:
        if self.optional:
            return None
        return {list: (), dict: MappingProxyType({})}.get(self.kind)

    def _freeze(self, value: Any) -> Any:
        kind = self.kind
        if value.__class__ is kind and (kind is str or kind is int or kind is bool):
            return value
        if value is None:
            if not self.optional:
                raise VaultError(f"{self.name} needs a value")
            return None
        if kind in (list, dict):
            return _plain(value)
        if not isinstance(value, kind) and not (kind is float and isinstance(value, int)):
            raise VaultError(f"{self.name} takes {kind.__name__}, not {type(value).__name__}")
        return value.isoformat() if isinstance(value, date) else value

    def _thaw(self, value: Any) -> Any:
        if self.kind in (date, datetime):
            return self.kind.fromisoformat(value)
        return _frozen(value) if self.kind in (list, dict) else value


def _plain(value: Any) -> Any:
    """A JSON value of its own, from one that may hold frozen parts and dates."""
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(inner) for inner in value]
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, str | int | float | bool):
        return value
    raise VaultError(f"a sealed value cannot hold {type(value).__name__}")


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return MappingProxyType({key: _frozen(inner) for key, inner in value.items()})
    if isinstance(value, list):
        return tuple(_frozen(inner) for inner in value)
    return value


class Sealed:
    """Mixin of a table whose rows hold personal data."""

    UNBOUND: ClassVar[dict[str, str]] = {}
    """Plain columns left out of the associated data, each with its reason."""
    MAPPER: ClassVar[dict[str, Any]] = {}
    """More mapper arguments (for single-table inheritance)."""

    @declared_attr
    def uid(cls) -> Mapped[str]:
        return uid_column()

    @declared_attr
    def key_uid(cls) -> Mapped[str]:
        """The subject whose data key seals this row."""
        return mapped_column(Uid, index=True)

    @declared_attr
    def agency_uid(cls) -> Mapped[str | None]:
        """The agency the row belongs to: its controller."""
        return mapped_column(Uid, index=True)

    @declared_attr
    def area_uid(cls) -> Mapped[str]:
        """Not indexed by itself: a table that is listed by area has an index in the order of its list."""
        return mapped_column(Uid)

    @declared_attr
    def marking(cls) -> Mapped[str]:
        return mapped_column(String(40), default=MARKING)

    @declared_attr
    def ver(cls) -> Mapped[int]:
        return mapped_column(default=1)

    @declared_attr
    def payload(cls) -> Mapped[bytes]:
        return mapped_column(LargeBinary)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        own = dict(cls.__dict__.get("MAPPER", {}))
        if "polymorphic_identity" in own and "polymorphic_on" not in own:
            return own
        return own | {"version_id_col": cls.ver, "version_id_generator": False}


@dataclass(frozen=True)
class Shape:
    """What sealing needs to know of a class, worked out once."""

    table: str
    heading: str
    """What the associated data begins with: the table and the names of the bound columns."""
    bound: tuple[tuple[str, str], ...]
    """Column name and attribute name of each bound column, by column name."""
    read: Callable[[dict[str, Any]], tuple[Any, ...]]
    """Takes the bound values out of a row's state."""
    defaults: tuple[tuple[str, Callable[[], Any] | None], ...]
    required: tuple[str, ...]


def shape(model: type[Any]) -> Shape:
    """The shape of a class, worked out on first use."""
    found = _shapes.get(model)
    if found is None:
        found = _shapes[model] = _shape_of(model)
    return found


_shapes: dict[type[Any], Shape] = {}


def _shape_of(model: type[Any]) -> Shape:
    mapper: Mapper[Any] = inspect(model)
    table = mapper.local_table
    unbound = set(NOT_BOUND)
    for inner in mapper.base_mapper.self_and_descendants:
        unbound |= inner.class_.UNBOUND.keys()
    keys = {column.name: mapper.get_property_by_column(column).key for column in table.columns}
    name = str(model.__tablename__)
    bound = tuple(sorted((column, key) for column, key in keys.items() if column not in unbound))
    return Shape(
        table=name,
        heading=f"sv1 {name} {' '.join(column for column, _ in bound)} ",
        bound=bound,
        read=itemgetter(*(key for _, key in bound)),
        defaults=tuple(
            (keys[column.name], _default_of(column)) for column in table.columns if column.name != "payload"
        ),
        required=tuple(
            name
            for name, attribute in sealed_attributes(model).items()
            if not attribute.optional and attribute.kind not in (list, dict)
        ),
    )


def sealed_attributes(model: type) -> dict[str, sealed]:
    """The sealed attributes of a class by name."""
    found: dict[str, sealed] = {}
    for owner in reversed(model.__mro__):
        found |= {name: value for name, value in vars(owner).items() if isinstance(value, sealed)}
    return found


def _default_of(column: Any) -> Callable[[], Any] | None:
    if column.default is None:
        return None
    argument = column.default.arg
    return (lambda: argument(None)) if column.default.is_callable else (lambda: argument)


def binding(kind: Shape, values: Iterable[Any]) -> bytes:
    """The associated data of a row: its table and its bound columns, whose values come in the order of `kind.bound`."""
    return (kind.heading + _CANONICAL.encode(list(values))).encode()


def _moment_or_day(value: Any) -> str:
    """A moment in UTC, a day, or bytes such as a token: which of them, the column says."""
    if isinstance(value, bytes):
        return value.hex()
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value.isoformat())


_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), default=_moment_or_day)


def digest(payload: bytes, bound: bytes) -> str:
    """What the audit registers of a sealed row: 128 bits over payload and bound columns."""
    return hashlib.sha256(payload + bound).hexdigest()[:32]


def _binding_of(state: InstanceState[Any], kind: Shape, *, as_loaded: bool) -> bytes:
    """The associated data of a row: of its columns as they are, or as they were loaded."""
    loaded = state.committed_state if as_loaded else None
    try:
        values = kind.read(state.dict)
    except KeyError:  # a column expired, or not loaded
        row = state.obj()
        values = tuple(getattr(row, key) for _, key in kind.bound)
    if loaded:
        values = tuple(loaded.get(key, value) for (_, key), value in zip(kind.bound, values, strict=True))
    return binding(kind, values)


def stored_digests(
    connection: Connection, model: type[Any], uids: Iterable[str] | None = None
) -> Iterator[tuple[str, str, int, str]]:
    """Table, uid, version and digest of the rows of a class (of those in `uids` alone) as the database holds them."""
    kind, table = shape(model), model.__table__
    query = select(table.c.uid, table.c.ver, table.c.payload, *(table.c[name] for name, _ in kind.bound))
    if uids is not None:
        query = query.where(table.c.uid.in_(list(uids)))
    for uid, ver, payload, *values in connection.execute(query.execution_options(yield_per=READ_AT_ONCE)):
        yield kind.table, uid, ver, digest(bytes(payload), binding(kind, values))


def row_digest(row: Sealed) -> str:
    known: str | None = row.__dict__.get(DIGEST)
    return (
        known
        if known is not None
        else digest(row.payload, _binding_of(inspect(row), shape(type(row)), as_loaded=False))
    )


def _opened(row: Any) -> dict[str, Any]:
    """The opened payload of a row; opens it on first use."""
    values: dict[str, Any] | None = row.__dict__.get(OPENED)
    if values is None:
        state: InstanceState[Any] = row._sa_instance_state  # noqa: SLF001 - as above
        values = row.__dict__[OPENED] = _open(row, state) if state.key is not None else {}
    return values


def _open(row: Any, state: InstanceState[Any]) -> dict[str, Any]:
    session = state.session
    if session is None:
        raise VaultError("a sealed row opens only within its session")
    kind = shape(row.__class__)
    loaded = state.committed_state
    key = _session_key(session, loaded.get("key_uid", row.key_uid))
    if key.erased:
        return ERASED
    before = loaded.get("payload")
    payload = before if isinstance(before, bytes) else row.payload
    plain = key.unseal(payload, _binding_of(state, kind, as_loaded=True), f"{kind.table} {row.uid}")
    return json.loads(plain.decode("utf-8", "surrogatepass"))  # type: ignore[no-any-return]


def _session_key(session: Session, uid: str) -> DataKey:
    """The data key `uid`; a miss looks up the keys of everything the session has loaded at once."""
    keys: dict[str, DataKey] = session.info.setdefault(KEYS, {})
    if uid not in keys:
        wanted = {uid}
        for row in session.identity_map.values():
            if isinstance(row, Sealed) and (other := row.__dict__.get("key_uid")) and other not in keys:
                wanted.add(other)
        keys |= current_vault().keys(wanted)
        if uid not in keys:
            raise KeyDestroyed(uid)
    return keys[uid]


def open_all(rows: Iterable[Sealed]) -> None:
    """Open many rows with one key look-up."""
    for row in rows:
        _opened(row)


def is_erased(row: Sealed) -> bool:
    """Whether what the row said is erased: its key was destroyed."""
    return _opened(row) is ERASED


def _before_flush(session: Session, _context: object, _instances: object) -> None:
    rows = [row for row in (*session.new, *session.dirty) if isinstance(row, Sealed)]
    if not rows:
        return
    keys: dict[str, DataKey] = session.info.setdefault(KEYS, {})
    for row in rows:
        state = inspect(row)
        if state.has_identity and session.is_modified(row):
            _opened(row)  # with the columns as loaded, before they are overwritten
    missing = {row.key_uid for row in rows} - keys.keys()
    if missing:
        vault: Vault = current_vault()
        keys |= vault.keys_to_seal_with(missing)


def _seal(_mapper: object, _connection: object, row: Any) -> None:
    state = inspect(row)
    session = state.session
    if session is None:
        raise VaultError("a sealed row is written only within a session")
    kind = shape(type(row))
    if state.has_identity:
        if not session.is_modified(row):
            return
        row.ver = row.ver + 1
    else:
        _fill_defaults(row, kind)
    values = _opened(row)
    if values is ERASED:  # its dates and states may still move; what was sealed stays as it is
        row.__dict__[DIGEST] = digest(row.payload, _binding_of(state, kind, as_loaded=False))
        session.info.setdefault(WRITTEN, set()).add(row)
        return
    for name in kind.required:
        if values.get(name) is None:
            raise VaultError(f"{type(row).__name__}.{name} needs a value")
    plain = json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    key: DataKey = session.info[KEYS][row.key_uid]
    bound = _binding_of(state, kind, as_loaded=False)
    row.payload = key.seal(plain.encode("utf-8", "surrogatepass"), bound)
    row.__dict__[DIGEST] = digest(row.payload, bound)
    session.info.setdefault(WRITTEN, set()).add(row)


def _fill_defaults(row: Any, kind: Shape) -> None:
    """Columns are bound before the database would fill them in."""
    values = row.__dict__
    for key, default in kind.defaults:
        if values.get(key) is None:
            if default is None:
                values[key] = None
            else:
                setattr(row, key, default())


def _forget(row: Any, *_: object) -> None:
    if row is not None:  # it may be gone already, and only its state be expired
        row.__dict__.pop(OPENED, None)
        row.__dict__.pop(DIGEST, None)


def _forget_keys(session: Session) -> None:
    session.info.pop(KEYS, None)


def destroy_after_commit(session: Session, uids: Iterable[str]) -> None:
    """Destroy data keys once the session's transaction is committed: a roll-back must not erase anybody."""
    session.info.setdefault(DOOMED, set()).update(uids)


def _destroy_doomed(session: Session) -> None:
    if not session.in_nested_transaction():
        for uid in session.info.pop(DOOMED, ()):
            current_vault().destroy_key(uid)


def _spare_doomed(session: Session, _previous: object) -> None:
    session.info.pop(DOOMED, None)


def _deleted(_mapper: object, _connection: object, row: Any) -> None:
    state = inspect(row)
    if state.session is not None:
        state.session.info.setdefault(WRITTEN, set()).add(row)


event.listen(Sealed, "before_insert", _seal, propagate=True)
event.listen(Sealed, "before_update", _seal, propagate=True)
event.listen(Sealed, "before_delete", _deleted, propagate=True)
event.listen(Sealed, "expire", _forget, propagate=True)
event.listen(Sealed, "refresh", _forget, propagate=True)


def listen(session_target: Any) -> None:
    """Attach the vault to the sessions of `session_target`."""
    event.listen(session_target, "before_flush", _before_flush)
    event.listen(session_target, "after_commit", _forget_keys)
    event.listen(session_target, "after_commit", _destroy_doomed)
    event.listen(session_target, "after_soft_rollback", _spare_doomed)
    event.listen(session_target, "after_soft_rollback", lambda session, _previous: _forget_keys(session))
