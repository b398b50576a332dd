"""Which certificate a server should have, and whether the one it has will do. Reads files of this machine.

The certificate is the one that DB_TLS_CERT and DB_TLS_KEY give, or one of the own authority, made again before it ends.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from ai_engine_db.facts.server import TLS_FILE
from ai_engine_db.security import authority, certificates
from ai_engine_db.settings import Settings

# Beyond this, what is valid by one clock may not be so by the other.
CLOCKS_DIFFER = timedelta(hours=1)
_ANY = ("0.0.0.0", "::")  # noqa: S104 - what no client connects to


class TlsError(Exception):
    """The certificate cannot be used; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Need:
    """A server's need for another certificate.

    Attributes:
        why: in words; empty when it has the one it should have.
        file: what to install; empty for one that the own authority has yet to issue.
    """

    why: str = ""
    file: str = ""


def hosts(settings: Settings) -> list[str]:
    """What clients may connect to: DB_HOST first, and all names by which the server is reached."""
    found = [settings.db_host, settings.db_container, "localhost", settings.db_bind_address]
    return [each for each in dict.fromkeys(found) if each not in _ANY]


def given(settings: Settings, now: datetime) -> str:
    """The file of the certificate that the settings give; empty when they give none.

    Raises:
        TlsError: it cannot be read, or clients would refuse it.
    """
    # CI gives a secret that is not set as an empty variable.
    key = settings.db_tls_key.get_secret_value() if settings.db_tls_key else ""
    if not settings.db_tls_cert and not key:
        return ""
    if not settings.db_tls_cert or not key:
        raise TlsError("DB_TLS_CERT and DB_TLS_KEY go together: one of them is missing")
    pair = certificates.Pair(_content("DB_TLS_CERT", settings.db_tls_cert), _content("DB_TLS_KEY", key))
    for problem in certificates.problems(pair.certificates, [settings.db_host], now):
        raise TlsError(f"the certificate of DB_TLS_CERT: {problem}")
    if problem := certificates.key_problem(pair.certificates, pair.key):
        raise TlsError(f"DB_TLS_KEY: {problem}")
    return pair.file


def _content(name: str, value: str) -> str:
    """The text of a setting that is a path, or the text itself."""
    if "-----BEGIN" in value:
        return value
    try:
        return Path(value).expanduser().read_text()
    except OSError as error:
        raise TlsError(f"{name}: {value}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise TlsError(f"{name}: {value}: it is not in PEM") from None


def need(settings: Settings, found: Mapping[str, Any] | None, now: datetime) -> Need:
    """What a server needs.

    Args:
        settings: of its host.
        found: what ``server.sql`` says of its file; None when there is no server yet.
        now: with its time zone.

    Raises:
        TlsError: the certificate that is given cannot be used, or none can be issued.
    """
    if file := given(settings, now):
        same = found is not None and found["digest"] == file.split("\n")[0] and not _damage(found)
        return Need("" if same else f"the one of {_named(settings.db_tls_cert)}", file)
    try:
        ours = authority.certificate(authority.folder(settings))
    except authority.AuthorityError as error:
        raise TlsError(f"the certificate authority: {error}") from None
    if ours and certificates.due(ours, now):
        end = certificates.load(ours)[0].not_valid_after_utc
        raise TlsError(
            f"the certificate authority in {authority.folder(settings)} expires on {end:%Y-%m-%d}: move the"
            " folder away to"
            " create a new one, and give clients the new ca.crt"
        )
    why = "there is none" if found is None else _wrong(settings, found, now)
    theirs = found is not None and found["certificates"] and not certificates.issued_by(found["certificates"], ours)
    if why and theirs and not _damage(found or {}):
        raise TlsError(
            f"the server's certificate must be renewed ({why}), but it was issued by another authority than the one in"
            f" {authority.folder(settings)}: copy the folder from where it was issued and set DB_TLS_CA;"
            f" or, to start over with an authority that no client knows yet, empty {TLS_FILE} in the"
            " container's data directory"
        )
    return Need(why)


def ending(settings: Settings, now: datetime) -> str:
    """That the certificate which the settings give ends soon; empty when it does not, or is one of our own."""
    if not (file := given(settings, now)) or not certificates.due(file, now):
        return ""
    return (
        f"the certificate of DB_TLS_CERT expires on {certificates.load(file)[0].not_valid_after_utc:%Y-%m-%d}: renew it"
    )


def _wrong(settings: Settings, found: Mapping[str, Any], now: datetime) -> str:
    """What is wrong with the certificate that a server has from an own authority; empty when nothing is."""
    if damage := _damage(found):
        return damage
    if wrong := certificates.problems(found["certificates"], hosts(settings), now):
        return wrong[0]
    if certificates.due(found["certificates"], now):
        return f"it expires on {certificates.load(found['certificates'])[0].not_valid_after_utc:%Y-%m-%d}"
    return ""


def _damage(found: Mapping[str, Any]) -> str:
    if not found["certificates"]:
        return "there is none"
    if not found["intact"]:
        return "its file was changed by something other than a deploy"
    if found["mode"] != "600":
        return f"its file has mode {found['mode']}"
    return "" if found["loaded"] else "the server does not use it yet"


def clock_problem(found: Mapping[str, Any] | None, now: datetime) -> str:
    """Why a server's clock makes certificates worthless; empty when it does not."""
    if found is None:
        return ""
    ahead = datetime.fromtimestamp(found["now"], UTC) - now
    if abs(ahead) < CLOCKS_DIFFER:
        return ""
    hours = abs(ahead) // timedelta(hours=1)
    way = "ahead of" if ahead > timedelta(0) else "behind"
    return (
        f"its clock is {hours} h {way} this machine's; certificates depend on the clock: correct the one that is wrong"
    )


def _named(value: str) -> str:
    return "DB_TLS_CERT" if "-----BEGIN" in value else value


def install(settings: Settings, wanted: Need, now: datetime) -> tuple[str, str]:
    """The file to install, and a line about it; issues the certificate, and makes the authority, where needed.

    Raises:
        TlsError: the authority's folder cannot be used.
    """
    if wanted.file:
        return wanted.file, wanted.why
    path = authority.folder(settings)
    try:
        issuer = authority.read_or_make(path, f"ai-engine-db {settings.environment}", now)
    except authority.AuthorityError as error:
        raise TlsError(f"the certificate authority: {error}") from None
    pair = certificates.issue(issuer, hosts(settings), now)
    end = certificates.load(pair.certificates)[0].not_valid_after_utc
    return (
        pair.file,
        f"for {', '.join(hosts(settings))}, until {end:%Y-%m-%d}; clients trust {path / authority.CERTIFICATE}",
    )
