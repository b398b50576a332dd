"""Comments, owners and grants are brought to what they should be, and no further."""

from tasks.schema.plan import plan
from tests.unit.objects import ALTER_STATUS, STATUS, but, function, lines, orders, schema, sql


def test_a_comment_is_set_and_one_that_the_lock_has_not_is_left() -> None:
    commented = but(orders(), STATUS, comment="It's open.")
    assert sql(plan(commented, orders())) == ["COMMENT ON COLUMN orders.status IS 'It''s open.'"]
    assert plan(orders(), commented).statements == ()


def test_what_somebody_else_owns_goes_to_the_owner_of_the_database_first() -> None:
    actual = but(orders(), "table orders", owner="bob")
    found = plan(but(orders(), STATUS, default="'x'"), actual, owner="weedgo")
    assert sql(found) == ["ALTER TABLE orders OWNER TO weedgo", f"{ALTER_STATUS} SET DEFAULT 'x'"]
    assert found.statements[0].as_superuser
    assert "~ table orders: owner bob → weedgo" in lines(found)


def test_grants_that_are_missing_are_given_and_others_are_left() -> None:
    wanted = but(orders(), "table orders", grants=["bob SELECT", "eve SELECT"])
    found = plan(wanted, but(orders(), "table orders", grants=["bob SELECT", "mallory SELECT"]))
    assert sql(found) == ["GRANT SELECT ON TABLE orders TO eve"]
    assert lines(found) == ["~ table orders: grant eve SELECT"]


def test_what_everybody_may_do_by_default_is_taken_away() -> None:
    found = plan(schema(function(revoked=["PUBLIC EXECUTE"])), schema(function()))
    assert sql(found) == ["REVOKE EXECUTE ON FUNCTION touch() FROM PUBLIC"]
    assert lines(found) == ["~ function touch(): revoke PUBLIC EXECUTE"]
