"""The new schema in place of the old.

Belongs here: what the old one holds, who may read it, who would miss it, and the swap. Does not belong here: rows.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from pipeline.storage.postgres.connection import CannotPublish, run_statements

if TYPE_CHECKING:
    import psycopg

SCHEMA = "yosan"
NEXT = "yosan_next"
STATE = "published_state"  # the table that says which state a schema holds
# How long the swap waits for readers that are in the middle of a transaction; and each attempt at it, which stays far below
# the second after which the server looks for deadlocks.
SWAP_SECONDS = 60.0
LOCK_ATTEMPT_MS, LOCK_PAUSE_SECONDS = 200, 0.2


def holds(connection: psycopg.Connection[Any], state_id: str, layout: str) -> bool:
    """Whether the database holds this state, laid out like this."""
    if connection.execute("SELECT to_regclass(%s)", (f"{SCHEMA}.{STATE}",)).fetchone() == (None,):
        return False
    held = connection.execute(f"SELECT state_id, layout FROM {SCHEMA}.{STATE}".encode()).fetchone()
    return held == (state_id, layout)


def refuse_strangers(connection: psycopg.Connection[Any]) -> None:
    """``CannotPublish`` where replacing the schema would take away what others have made."""
    taken = connection.execute("SELECT to_regnamespace(%s)", (SCHEMA,)).fetchone() != (None,)
    ours = connection.execute("SELECT to_regclass(%s)", (f"{SCHEMA}.{STATE}",)).fetchone() != (None,)
    if taken and not ours:
        raise CannotPublish(
            f"{connection.info.dbname} has a schema {SCHEMA} that yosan did not make: rename it, or publish to another database"
        )
    others = connection.execute(_DEPENDENTS, (SCHEMA, SCHEMA)).fetchall()
    if others:
        names = ", ".join(name for (name,) in others)
        raise CannotPublish(
            f"{names} in {connection.info.dbname} read(s) the schema {SCHEMA} and would be lost with its old tables: drop it, "
            "publish, and make it again"
        )


# Views outside a schema that read tables or views inside it.
_DEPENDENTS = """
SELECT DISTINCT format('%%s.%%s', reader.relnamespace::regnamespace, reader.relname)
FROM pg_depend d
JOIN pg_rewrite r ON d.classid = 'pg_rewrite'::regclass AND r.oid = d.objid
JOIN pg_class reader ON reader.oid = r.ev_class
JOIN pg_class read ON d.refclassid = 'pg_class'::regclass AND read.oid = d.refobjid
WHERE read.relnamespace = to_regnamespace(%s) AND reader.relnamespace IS DISTINCT FROM to_regnamespace(%s)
ORDER BY 1
"""


def swap_schemas(connection: psycopg.Connection[Any]) -> None:
    """Drop the old schema and give the new one its name; who may use the old one may read the new one."""
    readers = connection.execute(_READERS, (SCHEMA,)).fetchall()
    _take_old_tables(connection)
    run_statements(connection, [f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE", f"ALTER SCHEMA {NEXT} RENAME TO {SCHEMA}"])
    for (role,) in readers:
        run_statements(connection, [f"GRANT USAGE ON SCHEMA {SCHEMA} TO {role}"])
        run_statements(connection, [f"GRANT SELECT ON ALL TABLES IN SCHEMA {SCHEMA} TO {role}"])


def _take_old_tables(connection: psycopg.Connection[Any]) -> None:
    """Lock the old tables for ourselves, in short attempts: a reader in the middle of a transaction that asks for another
    table is neither kept waiting nor taken for a deadlock."""
    import psycopg

    names = [name for (name,) in connection.execute(_OLD_TABLES, (SCHEMA,)).fetchall()]
    if not names:
        return
    run_statements(connection, [f"SET LOCAL lock_timeout = {LOCK_ATTEMPT_MS}"])
    end = time.monotonic() + SWAP_SECONDS
    while True:
        try:
            with connection.transaction():
                run_statements(connection, [f"LOCK TABLE {', '.join(names)} IN ACCESS EXCLUSIVE MODE"])
                return
        except psycopg.errors.LockNotAvailable:
            if time.monotonic() > end:
                raise CannotPublish(
                    f"{connection.info.dbname} still shows the old state: a reader held its tables for {SWAP_SECONDS:g} s; end "
                    "long transactions and publish again"
                ) from None
            time.sleep(LOCK_PAUSE_SECONDS)


_OLD_TABLES = "SELECT format('%%I.%%I', schemaname, tablename) FROM pg_tables WHERE schemaname = %s ORDER BY 1"

# Who else may use a schema, as GRANT takes it.
_READERS = """
SELECT CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END
FROM pg_namespace, aclexplode(nspacl) WHERE oid = to_regnamespace(%s) AND privilege_type = 'USAGE' AND grantee <> nspowner
ORDER BY 1
"""
