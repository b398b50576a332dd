"""What a single setting may be. Pure: each check gives the value back, or says in words what is wrong with it."""

import ipaddress
import re
import unicodedata
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, SecretStr

from ai_engine_db import hazards
from ai_engine_db.settings import sizing

LEAST_PASSWORD = 12


def name(value: str) -> str:
    """A name as PostgreSQL takes it, quoted (manual, 4.1.1): any characters but NUL, at most 63 bytes."""
    if not value:
        raise ValueError("is empty")
    if "\0" in value or "\n" in value or "\r" in value:
        raise ValueError("contains a line break or a NUL")
    _utf8(value)
    if len(value.encode()) > 63:
        raise ValueError(f"is {len(value.encode())} bytes long; names in PostgreSQL have at most 63")
    return value


def database(value: str) -> str:
    """The name of a database that is not PostgreSQL's own."""
    if value in ("postgres", "template0", "template1"):
        raise ValueError(f"is {value}, which is PostgreSQL's own database")
    return name(value)


def role(value: str) -> str:
    """The name of a role that PostgreSQL does not keep for itself."""
    if value in ("postgres", "public", "none") or value.startswith("pg_"):
        raise ValueError(f"is {value}, which PostgreSQL reserves")
    return name(value)


def folder(value: str) -> str:
    """A folder of the target: absolute, or below the home of whoever pyinfra is there."""
    if value and not value.startswith(("/", "~/")):
        raise ValueError("is neither an absolute path nor below ~/")
    if _controls(value):
        raise ValueError("contains control characters")
    _utf8(value)
    return value.rstrip("/") or value


def password(value: SecretStr) -> SecretStr:
    """A password that psql and every driver can send. How good it has to be depends on the environment."""
    text = value.get_secret_value()
    if not text:
        raise ValueError("is empty")
    if _controls(text):
        raise ValueError("contains control characters")
    _utf8(text)
    if not text.isascii() and (unknown := [each for each in text if unicodedata.category(each) == "Cn"]):
        # Servers and clients may differ in how they prepare it, by the Unicode that each was made with.
        version = unicodedata.unidata_version
        raise ValueError(f"contains U+{ord(unknown[0]):04X}, which is not a character of Unicode {version}")
    return value


def guessable(value: SecretStr, *known: str) -> str:
    """Why a password is none outside dev; empty when it is one.

    Args:
        value: the password.
        known: what anybody would try: the name of the role, the password of dev.
    """
    text = value.get_secret_value()
    if text.lower() in (each.lower() for each in known):
        return "is too easy to guess"
    if len(text) < LEAST_PASSWORD:
        return f"is {len(text)} characters long, but must have at least {LEAST_PASSWORD}"
    if len(set(text)) < 5:
        return "has fewer than 5 different characters"
    return ""


def unpinned(image: str, own: bool) -> str:
    """Why an image is not the same tomorrow; empty when it is, or when it is built from the project's own files."""
    if own or re.fullmatch(r"(.+@)?sha256:[0-9a-f]{64}", image):
        return ""
    return (
        f"is {image!r}, which may name another image tomorrow: use name@sha256:..., or sha256:... for one"
        " loaded on the host"
    )


def docker_name(value: str) -> str:
    """The name of a container or a volume."""
    if not value:
        raise ValueError("is empty")
    if not re.fullmatch(r"[a-zA-Z0-9][a-zA-Z0-9_.-]+", value):
        raise ValueError(
            f"is {value!r}; Docker's names are letters, digits, '_', '.' and '-', and begin with a letter or digit"
        )
    if re.fullmatch(r"[0-9a-f]{64}", value):
        raise ValueError(f"is {value!r}, which Docker takes for an id")
    return value


def image(value: str) -> str:
    """The name of an image; never the beginning of an id, which may be that of another image tomorrow."""
    if not value:
        raise ValueError("is empty")
    if re.fullmatch(r"[0-9a-f]+", value):
        raise ValueError(
            f"is {value!r}, which may be the beginning of an id: use {value}:latest, or sha256: and 64 digits"
        )
    if re.fullmatch(r"sha256:(?![0-9a-f]{64}$).*", value):
        raise ValueError(f"is {value!r}; an id is sha256: and 64 digits, all of them")
    return value


def size(value: str) -> str:
    """An amount of memory as Docker takes it."""
    if not re.fullmatch(r"[1-9][0-9]*[kmg]", value):
        raise ValueError(f"is {value!r}; it must be a whole number with k, m or g, such as 512m or 2g")
    return value


def size_or_none(value: str) -> str:
    """A size, or nothing: then it follows from the container's memory."""
    return size(value) if value else value


def memory(value: str) -> str:
    """A size, or a share of the host's memory."""
    return value if sizing.is_share(value) else size(value)


def duration(value: str) -> str:
    """A time as PostgreSQL's settings take it; 0 would be without end."""
    if not re.fullmatch(r"[1-9][0-9]*(ms|s|min)?", value):
        raise ValueError(
            f"is {value!r}; it must be a whole number with ms, s or min, or a number of milliseconds, such as 1s or 500"
        )
    return value


def address(value: str) -> str:
    """An IPv4 or IPv6 address."""
    try:
        ipaddress.ip_address(value)
    except ValueError:
        raise ValueError(
            f"is {value!r}, which is not an IP address: use 127.0.0.1, or 0.0.0.0 for all addresses of the host"
        ) from None
    return value


def limit(value: str) -> str:
    """A time as PostgreSQL takes it; 0 is no limit."""
    if not re.fullmatch(r"0|[1-9][0-9]{0,8}(ms|s|min|h)", value):
        raise ValueError(
            f"is {value!r}; it must be a whole number with ms, s, min or h, such as 500ms or 60s, or 0 for no limit"
        )
    return value


def networks(value: str) -> str:
    """Networks of clients, with commas or blanks between them; gives them with blanks."""
    found = []
    for each in value.replace(",", " ").split():
        try:
            # Its text has a mask, which pg_hba.conf wants.
            found.append(each if each in ("all", "samenet", "samehost") else str(ipaddress.ip_network(each)))
        except ValueError as error:
            raise ValueError(f"contains {each!r}: {error}; use 10.1.0.0/16, 192.0.2.7, samenet or all") from None
    return " ".join(found)


_LISTED = re.compile(r'\s*(?:"((?:[^"]|"")*)"|([^\s",]+))(?=\s|$)')


def listed(value: str) -> tuple[str, ...]:
    """Names with blanks between them; one that holds a blank, a comma or a quote is in double quotes, as in SQL."""
    found, at, value = [], 0, value.rstrip()
    while at < len(value):
        one = _LISTED.match(value, at)
        if one is None:
            raise ValueError(
                f"is {value!r}; names are separated by blanks, and one that contains a blank, a comma or a quote"
                ' is written in double quotes: dba "on call"'
            )
        found.append(one[2] or one[1].replace('""', '"'))
        at = one.end()
    return tuple(found)


def roles(value: str) -> str:
    """Names of roles, as :func:`listed` reads them."""
    for each in listed(value):
        try:
            name(each)
        except ValueError as error:
            raise ValueError(f"contains {each!r}, which {error}") from None
    return value


def placeholders(value: str) -> dict[str, str]:
    """The role of each placeholder: ``app=weedgo_app "reporting=the reports"``."""
    found: dict[str, str] = {}
    for each in listed(value):
        placeholder, equal, role_ = each.partition("=")
        if not equal or not re.fullmatch("[a-z_][a-z0-9_]*", placeholder):
            raise ValueError(f"contains {each!r}; write what sql/ calls a role, and the role itself: app=weedgo_app")
        if placeholder in found or placeholder == "readonly":
            why = "is DB_READONLY_USER" if placeholder == "readonly" else "is there twice"
            raise ValueError(f"contains {each!r}, but {placeholder} {why}")
        found[placeholder] = role_
    return found


def placeholder_roles(value: str) -> str:
    """The setting that :func:`placeholders` reads."""
    for each in placeholders(value).values():
        try:
            name(each)
        except ValueError as error:
            raise ValueError(f"contains {each!r}, which {error}") from None
    return value


def hazard_codes(value: str) -> str:
    """Codes of hazards, with commas or blanks between them."""
    return ",".join(hazards.codes(value))


def _utf8(text: str) -> None:
    """Refuses what a variable holds that is no text: Python gives its bytes as halves of characters."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError("is not valid UTF-8") from None


def _controls(text: str) -> bool:
    return any(ord(character) < 32 or ord(character) == 127 for character in text)


Database: TypeAlias = Annotated[str, AfterValidator(database)]
Role: TypeAlias = Annotated[str, AfterValidator(role)]
Folder: TypeAlias = Annotated[str, AfterValidator(folder)]
Password: TypeAlias = Annotated[SecretStr, AfterValidator(password)]
Image: TypeAlias = Annotated[str, AfterValidator(image)]
DockerName: TypeAlias = Annotated[str, AfterValidator(docker_name)]
Size: TypeAlias = Annotated[str, AfterValidator(size)]
SizeOrNone: TypeAlias = Annotated[str, AfterValidator(size_or_none)]
Memory: TypeAlias = Annotated[str, AfterValidator(memory)]
Duration: TypeAlias = Annotated[str, AfterValidator(duration)]
Address: TypeAlias = Annotated[str, AfterValidator(address)]
Limit: TypeAlias = Annotated[str, AfterValidator(limit)]
Roles: TypeAlias = Annotated[str, AfterValidator(roles)]
PlaceholderRoles: TypeAlias = Annotated[str, AfterValidator(placeholder_roles)]
Hazards: TypeAlias = Annotated[str, AfterValidator(hazard_codes)]
Networks: TypeAlias = Annotated[str, AfterValidator(networks)]
