"""SCRAM verifiers: the server's own, made without the server."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from ai_engine_db.security import saslprep, scram

# RFC 7677, section 3: user "user", password "pencil", 4096 iterations.
SALT = "W22ZaJ0SNY7soEsUEjb6gQ=="
STORED = "WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY="
SERVER = "wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU="


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_the_verifier_of_the_rfcs_example() -> None:
    import base64

    found = scram.verifier(SecretStr("pencil"), base64.b64decode(SALT))
    assert found == f"SCRAM-SHA-256$4096:{SALT}${STORED}:{SERVER}"
    assert scram.matches(SecretStr("pencil"), SALT, "4096", sha256(found))


def test_each_verifier_has_a_salt_of_its_own() -> None:
    assert scram.verifier(SecretStr("pencil")) != scram.verifier(SecretStr("pencil"))


def test_what_is_no_scram_verifier_matches_nothing() -> None:
    assert not scram.matches(SecretStr("x"), "", "", sha256(""))
    assert not scram.matches(SecretStr("x"), "", "md5", sha256("md5..."))


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=30))
def test_a_password_matches_its_own_verifier_and_no_other(password: str) -> None:
    stored = scram.verifier(SecretStr(password))
    salt = stored.split("$")[1].split(":")[1]
    assert scram.matches(SecretStr(password), salt, "4096", sha256(stored))
    assert not scram.matches(SecretStr(password + "x"), salt, "4096", sha256(stored))


@pytest.mark.parametrize(
    ("password", "prepared"),
    [
        ("wörd", "wörd"),
        ("wo\u0308rd", "wörd"),
        ("\ufb01x", "fix"),
        ("a\u00adb", "ab"),
        ("a\u00a0b", "a b"),
        ("a\u200bb", "a b"),
        ("\u0627\u0031", None),
        ("\u0627a", None),
        ("\u0627\u0628", "\u0627\u0628"),
        ("\U0001f600", None),
        ("a\u0378b", None),
        ("a\ue000b", None),
        ("a\u0085b", None),
        ("\u00ad", None),
        ("\ufaa8a", None),
    ],
)
def test_a_password_is_prepared_as_postgresql_does_it(password: str, prepared: str | None) -> None:
    assert saslprep.prepared(password) == prepared


def test_what_saslprep_forbids_is_hashed_as_it_is() -> None:
    assert scram.verifier(SecretStr("\U0001f600"), b"x" * 16) != scram.verifier(SecretStr("\U0001f601"), b"x" * 16)


def test_ascii_stays_as_it_is() -> None:
    assert scram.verifier(SecretStr("a\u200bb"), b"x" * 16) == scram.verifier(SecretStr("a b"), b"x" * 16)
    assert scram.verifier(SecretStr("a\tb"), b"x" * 16) != scram.verifier(SecretStr("a b"), b"x" * 16)
