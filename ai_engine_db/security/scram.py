"""SCRAM-SHA-256 verifiers, made here so that no password ever travels. Pure.

Source: RFC 5802 and RFC 7677; the text form is that of ``pg_authid.rolpassword`` (manual, 51.8).
"""

import hashlib
import hmac
import secrets
from base64 import b64decode, b64encode
from functools import cache

from pydantic import SecretStr

ITERATIONS = 4096
SALT_BYTES = 16


def verifier(password: SecretStr, salt: bytes | None = None, iterations: int = ITERATIONS) -> str:
    """The text that PostgreSQL stores for a password.

    Args:
        password: normalised by SASLprep, as a client does when it connects.
        salt: random bytes; new ones when None.
        iterations: of PBKDF2.
    """
    salt = secrets.token_bytes(SALT_BYTES) if salt is None else salt
    salted = hashlib.pbkdf2_hmac("sha256", _prepared(password.get_secret_value()).encode(), salt, iterations)
    stored_key = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server_key = hmac.digest(salted, b"Server Key", "sha256")
    parts = (b64encode(part).decode() for part in (salt, stored_key, server_key))
    return "SCRAM-SHA-256${}:{}${}:{}".format(iterations, *parts)


def _prepared(password: str) -> str:
    """A password as PostgreSQL and libpq prepare it (their saslprep.c): by SASLprep, or as it is where that forbids it.

    ASCII stays as it is, whatever it is; importing the tables takes each deploy its time.
    """
    if password.isascii():
        return password
    from ai_engine_db.security import saslprep

    return saslprep.prepared(password) or password


# Several steps of a run ask the same, and each answer takes thousands of hashes.
@cache
def matches(password: SecretStr, salt: str, iterations: str, sha256: str) -> bool:
    """Whether a stored verifier, of which only the hash is known, is that of a password.

    Args:
        password: the one that it should be.
        salt: as it stands in the verifier, in base64; empty (no password, md5) does not match.
        iterations: as they stand there.
        sha256: of the whole verifier, in hex.
    """
    if not salt or not iterations.isdigit():
        return False
    made = verifier(password, b64decode(salt), int(iterations))
    return hashlib.sha256(made.encode()).hexdigest() == sha256
