"""A verifier that was made here is the one that PostgreSQL would make, and its clients log in with the password."""

import base64
import random
import secrets
import unicodedata

import psycopg
import pytest
from pydantic import SecretStr

from ai_engine_db.security import scram
from tests.support.deployment import Deployment, docker

PASSWORDS = {
    "plain": "correct horse battery",
    "an umlaut of two characters": "passwo\u0308rd-1234",
    "a ligature": "o\ufb03ce-password",
    "a soft hyphen": "pass\u00adword-1234",
    "a zero width space": "pass\u200bword-1234",
    "a zero width joiner": "pass\u200dword-1234",
    "a space that does not break": "pass\u00a0word-1234",
    "an ideographic space": "pass\u3000word-1234",
    "an emoji": "pass\U0001f600word-1234",
    "a private letter": "pass\ue000word-1234",
    "a letter that Unicode 3.2 did not know": "pass\u0221word-1234",
    "a control character of Latin-1 mapped away beside it": "\u00ad\u200c\u2060",
    "Arabic": "\u0643\u0644\u0645\u0629-\u0633\u0631",
    "Arabic and Latin": "\u0643\u0644\u0645\u0629-password",
    "Arabic with a digit at its end": "\u0643\u0644\u0645\u0629-12",
    "a mark of direction": "pass\u200eword-1234",
    "a mark of order": "\ufeffpassword-1234",
    "Chinese": "\u5bc6\u7801\u5bc6\u7801\u5bc6\u7801",
    "a compatible ideograph": "\uf900\u5bc6\u7801-1234",
    "a compatible ideograph that Unicode 3.2 did not know": "\ufaa8-password-1234",
    "Hangul in parts": "\u1112\u1161\u11ab-password",
    "a superscript": "password-x\u00b2",
    "a tag": "password-\U000e0041",
    "quotes and slashes": "p'a\"ss\\w\u00f6rd $1 %s;` \u20ac",
}


@pytest.fixture(scope="module")
def server(deployment: Deployment) -> Deployment:
    done = deployment.pyinfra("tasks/container.py", "-y")
    assert done.returncode == 0, done.stdout + done.stderr
    deployment.psql("CREATE ROLE somebody LOGIN", "postgres")
    return deployment


def made_by_the_server(server: Deployment, passwords: list[str]) -> list[str]:
    """The verifiers that PostgreSQL makes of passwords."""
    query = "SELECT rolpassword FROM pg_authid WHERE rolname = 'somebody';"
    lines = [f"ALTER ROLE somebody PASSWORD {literal(each)}; {query}" for each in passwords]
    return server.psql("\n".join(lines), "postgres").splitlines()


def literal(text: str) -> str:
    """A constant of SQL in ASCII alone."""
    return "U&'" + "".join(f"\\+{ord(each):06x}" for each in text) + "'"


def ours(password: str, like: str) -> str:
    """Our verifier of a password, with the salt of another."""
    iterations, salt = like.split("$")[1].split(":")
    return scram.verifier(SecretStr(password), base64.b64decode(salt), int(iterations))


@pytest.mark.parametrize("password", PASSWORDS.values(), ids=[*PASSWORDS])
def test_a_client_logs_in_with_the_password_whose_verifier_was_made_here(server: Deployment, password: str) -> None:
    made = scram.verifier(SecretStr(password))
    server.psql(f"ALTER ROLE somebody PASSWORD '{made}'", "postgres")
    where = {"host": "127.0.0.1", "port": server.port, "user": "somebody", "dbname": "postgres"}
    with psycopg.connect(**where, password=password) as connection:  # type: ignore[arg-type]
        assert connection.execute("SELECT current_user").fetchone() == ("somebody",)
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(**where, password=password + "x")  # type: ignore[arg-type]
    # The server's own psql, which has another libpq than Python's.
    address = ["psql", "-XAtqc", "SELECT current_user", "-h", "127.0.0.1", "-U", "somebody", "-d", "postgres"]
    assert docker("exec", "-e", f"PGPASSWORD={password}", server.name, *address) == "somebody"


def test_the_verifier_is_postgresqls_own_for_letters_of_all_kinds(server: Deployment) -> None:
    seed = secrets.randbits(32)
    chosen = random.Random(seed)  # noqa: S311
    known = [chr(code) for code in range(0xA0, 0x30000) if unicodedata.category(chr(code)) not in ("Cs", "Cn")]
    ends = ["", "a", "\u05d0"]
    passwords = ["".join(chosen.choices(known, k=chosen.randint(1, 3))) + chosen.choice(ends) for _ in range(400)]
    found = made_by_the_server(server, passwords)
    assert len(found) == len(passwords)
    wrong = [password for password, like in zip(passwords, found, strict=True) if ours(password, like) != like]
    assert wrong == [], f"seed {seed}: {[each.encode('unicode_escape') for each in wrong]}"


def test_a_deploy_sets_such_a_password_once(server: Deployment) -> None:
    odd = {"DB_PASSWORD": PASSWORDS["a zero width space"], "DB_READONLY_PASSWORD": PASSWORDS["an emoji"]}
    for _ in range(2):
        done = server.pyinfra("tasks/roles.py", "-y", **odd)
        assert done.returncode == 0, done.stdout + done.stderr
    assert "~ role" not in done.stdout + done.stderr
    for role, password in zip(("weedgo", "weedgo_readonly"), odd.values(), strict=True):
        with psycopg.connect(
            host="127.0.0.1", port=server.port, user=role, password=password, dbname="postgres"
        ) as connection:
            assert connection.execute("SELECT current_user").fetchone() == (role,)
