"""The settings that every session of ours begins with, whatever the database, the role or the server has. Pure.

They come with the connection (libpq's ``options``, ``PGOPTIONS``), so they hold before the first query, and what
ALTER DATABASE or ALTER ROLE says of them does not. Sources: manual, 19.1.3 and 19.11; CVE-2018-1058.
"""

from collections.abc import Mapping

# No name is ever looked up where somebody else may make objects. pg_temp is named so that it comes last.
SEARCH_PATH = "pg_catalog, pg_temp"

# Of PostgreSQL 14, 16 and 17: an older server, which an import reads, does not know them.
NEWER: Mapping[str, str] = {
    "idle_session_timeout": "0",
    "transaction_timeout": "0",
    "restrict_nonsystem_relation_kind": "",
}

# What changes how a statement is read, what it may do, or how a value is printed. Any role may set these.
PINNED: Mapping[str, str] = {
    "search_path": SEARCH_PATH,
    "role": "none",
    # With `off`, a backslash in a name or value that we quote would end the quotes.
    "standard_conforming_strings": "on",
    "backslash_quote": "safe_encoding",
    "escape_string_warning": "off",
    "transform_null_equals": "off",
    "array_nulls": "on",
    "xmloption": "content",
    "client_encoding": "UTF8",
    "client_min_messages": "warning",
    "timezone": "UTC",
    "datestyle": "ISO, MDY",
    "intervalstyle": "postgres",
    "extra_float_digits": "1",
    "bytea_output": "hex",
    "xmlbinary": "base64",
    "lc_monetary": "C",
    "lc_numeric": "C",
    "lc_time": "C",
    "quote_all_identifiers": "off",
    "default_transaction_isolation": "read committed",
    "default_transaction_read_only": "off",
    "default_transaction_deferrable": "off",
    "default_tablespace": "",
    "temp_tablespaces": "",
    "default_table_access_method": "heap",
    "default_toast_compression": "pglz",
    "check_function_bodies": "on",
    "local_preload_libraries": "",
    # Where a policy would hide rows there is an error, instead of fewer rows.
    "row_security": "off",
    # With `on`, to plan a query on a table is to evaluate what is constant in its checks.
    "constraint_exclusion": "off",
    "statement_timeout": "0",
    "lock_timeout": "0",
    "idle_in_transaction_session_timeout": "0",
    "synchronous_commit": "on",
    "exit_on_error": "off",
    "post_auth_delay": "0",
    "ignore_system_indexes": "off",
    **NEWER,
}

# Of sessions in which nothing that a user defined is ever to run: no view and no foreign table can be read.
CATALOGS_ONLY: Mapping[str, str] = {"restrict_nonsystem_relation_kind": "view, foreign-table"}


def options(**changes: str) -> str:
    """The value of ``PGOPTIONS``, or of libpq's ``options``.

    Args:
        changes: other values than the pinned ones, or further settings.
    """
    return as_options({**PINNED, **changes})


def as_options(settings: Mapping[str, str]) -> str:
    """Settings as libpq's ``options``, for a server that does not know all of the pinned ones."""
    return " ".join(f"-c {name}={_escaped(value)}" for name, value in settings.items())


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace(" ", "\\ ")
