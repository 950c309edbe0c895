"""The row-level policy of PostgreSQL by area: the second line behind the visibility rule. For migrations."""

from sqlalchemy import Connection, text

IN_AREA = (
    "current_setting('app.areas', true) = '*'"
    " OR area_uid = ANY (string_to_array(nullif(current_setting('app.areas', true), ''), ','))"
)


def shut_by_area(connection: Connection, *tables: str) -> None:
    """From now on a row of `tables` is seen and written only by a transaction that named its area.

    SQLite has no such policies. Migrations depend on these words: another policy is another function.
    """
    if connection.dialect.name != "postgresql":
        return
    for table in tables:
        connection.execute(text(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"))
        connection.execute(text(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"))
        connection.execute(text(f"CREATE POLICY by_area ON {table} USING ({IN_AREA}) WITH CHECK ({IN_AREA})"))
