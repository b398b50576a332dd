"""What the application's roles may use: connections, and time. Pure.

They hold for the application. A deploy that logs in as the same role has settings of its own (``session_settings``);
the limit of connections holds for both.
"""

from collections.abc import Mapping, Sequence

from ai_engine_db.schema import render
from ai_engine_db.settings import Environment, Settings

# Few read besides the application, and none of them may keep it out.
READONLY_CONNECTIONS = 10

# statement_timeout, lock_timeout and idle_in_transaction_session_timeout; in dev somebody sits at a debugger.
DEFAULTS = {
    Environment.DEV: ("10min", "30s", "1h"),
    Environment.STAGING: ("60s", "10s", "60s"),
    Environment.PROD: ("60s", "10s", "60s"),
}


def timeouts(settings: Settings) -> dict[str, str]:
    """The timeouts of the application's roles."""
    statement, lock, idle = DEFAULTS[settings.environment]
    return {
        "statement_timeout": settings.db_role_statement_timeout or statement,
        "lock_timeout": settings.db_role_lock_timeout or lock,
        "idle_in_transaction_session_timeout": settings.db_role_idle_timeout or idle,
    }


def differences(wanted: Mapping[str, str], config: Sequence[str] | None) -> dict[str, str]:
    """The settings that a role lacks or has otherwise; ``config`` is ``pg_roles.rolconfig``."""
    has = dict(each.split("=", 1) for each in config or ())
    return {name: value for name, value in wanted.items() if has.get(name) != value}


def statements(role: str, wrong: Mapping[str, str]) -> list[str]:
    """ALTER ROLE … SET for each."""
    return [
        f"ALTER ROLE {render.identifier(role)} SET {name} = {render.literal(value)};" for name, value in wrong.items()
    ]
