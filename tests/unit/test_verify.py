"""The command that a deploy gives to connect with: a shell, and then psql, take it apart into what was meant."""

import shlex

import pytest
from psycopg.conninfo import conninfo_to_dict

from ai_engine_db import settings
from ai_engine_db.operations import verify

ODD = ["weed 'go\" ü;", "$(id)", "a\\b", "-x", "a`b`", "x y"]


def made(**given: object) -> settings.Settings:
    return settings.read({"environment": "dev", "db_host": "localhost", **given}, {})


def test_plain_names_stand_there_plainly() -> None:
    assert verify.connect(made()) == "psql -h localhost -p 5434 -U weedgo -d ai_engine"


def test_plain_names_stand_there_plainly_with_tls_too() -> None:
    assert verify.connect(made(db_tls="required", db_tls_ca="/srv/ca")) == (
        "psql 'host=localhost port=5434 user=weedgo dbname=ai_engine sslmode=verify-full sslrootcert=/srv/ca/ca.crt'"
    )


@pytest.mark.parametrize("name", ODD)
def test_odd_names_are_quoted_for_a_shell(name: str) -> None:
    words = shlex.split(verify.connect(made(db_user=name, db_name=name, db_readonly_user="reader")))
    assert words == ["psql", "-h", "localhost", "-p", "5434", "-U", name, "-d", name]


@pytest.mark.parametrize("name", ["host=evil.example.com", "postgresql://evil.example.com/x", "it's = x"])
def test_a_name_that_psql_takes_for_a_connection_string_is_given_as_one(name: str) -> None:
    *_, given = shlex.split(verify.connect(made(db_name=name)))
    assert conninfo_to_dict(given) == {"dbname": name}


@pytest.mark.parametrize("name", [*ODD, "host=evil.example.com"])
def test_with_tls_it_is_one_connection_string(name: str) -> None:
    wanted = made(db_user=name, db_name=name, db_readonly_user="reader", db_tls="required", db_tls_ca="/srv/a b")
    command, given = shlex.split(verify.connect(wanted))
    found = conninfo_to_dict(given)
    assert command == "psql"
    assert (found["user"], found["dbname"], found["sslmode"]) == (name, name, "verify-full")
    assert str(found["sslrootcert"]).startswith("/srv/a b/")
