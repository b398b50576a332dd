"""The server's parameters that matter for its safety, each by ALTER SYSTEM and a reload. Pure.

A statement with a password in it is not to reach the log: neither as a statement (``log_statement = ddl`` would log
ALTER ROLE … PASSWORD), nor because it failed or took long, nor as a parameter.
"""

from collections.abc import Mapping
from typing import Any

from ai_engine_db.facts.server import TLS_FILE
from ai_engine_db.settings import Environment, Settings

LOG = {
    "log_statement": "none",
    "log_min_error_statement": "panic",
    "log_min_duration_statement": "-1",
    "log_min_duration_sample": "-1",
    "log_transaction_sample_rate": "0",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "debug_print_parse": "off",
    "debug_print_rewritten": "off",
    "debug_print_plan": "off",
    "log_line_prefix": "%m [%p] db=%d,user=%u,app=%a,client=%h ",
}
SESSIONS = ("log_connections", "log_disconnections")
TLS = {
    "ssl": "on",
    "ssl_cert_file": TLS_FILE,
    "ssl_key_file": TLS_FILE,
    "ssl_min_protocol_version": "TLSv1.2",
    "ssl_ciphers": "ECDHE+AESGCM:ECDHE+CHACHA20",
}
PASSWORDS = {"password_encryption": "scram-sha-256"}

# Those that a reading is to tell.
NAMES = (*PASSWORDS, *LOG, *SESSIONS, *TLS)


def wanted(settings: Settings) -> dict[str, str]:
    """The value of each parameter, as SHOW prints it."""
    sessions = "off" if settings.environment is Environment.DEV else "on"
    return PASSWORDS | LOG | dict.fromkeys(SESSIONS, sessions) | (TLS if settings.tls != "off" else {"ssl": "off"})


def differences(wanted: Mapping[str, str], found: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """What has to be set: the wanted value of each parameter that has another."""
    return {name: value for name, value in wanted.items() if _value(found.get(name, {}), value) != value}


def _value(found: Mapping[str, Any], wanted: str) -> Any:
    """What holds for the server, where the session that read it has a setting of its own."""
    if found.get("source") in ("user", "database", "database user"):
        return found["file"] or wanted
    return found.get("value")


def fixed(wrong: Mapping[str, str], found: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Those of the wrong ones that ALTER SYSTEM cannot change, because the server was started with them."""
    return [name for name in wrong if found.get(name, {}).get("source") == "command line"]
