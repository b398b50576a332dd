"""Reference data: files read strictly, rows told apart by their natural key."""

from pathlib import Path

import pytest

from ai_engine_db.schema import reference
from ai_engine_db.schema.reference import TABLES, Reference


@pytest.mark.parametrize("each", TABLES, ids=lambda each: each.table)
def test_each_file_has_rows_with_its_key(each: Reference) -> None:
    rows = reference.rows(each)
    assert rows
    fields = set(rows[0]) | {target for target, _ in each.lookups.values()}
    assert set(each.key) <= fields


def test_an_empty_field_is_null(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("code,name\nAB,\n")
    assert reference.rows(Reference("t", ("code",)), tmp_path) == [{"code": "AB", "name": None}]


def test_the_same_key_twice_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("code,name\nAB,x\nAB,y\n")
    with pytest.raises(ValueError, match=r"t\.csv:3: AB occurs twice"):
        reference.rows(Reference("t", ("code",)), tmp_path)


@pytest.mark.parametrize("row", ["AB", "AB,x,y"])
def test_a_row_of_another_width_is_refused_with_its_line(tmp_path: Path, row: str) -> None:
    (tmp_path / "t.csv").write_text(f"code,name\n{row}\n")
    with pytest.raises(ValueError, match=r"t\.csv:2: the number of fields"):
        reference.rows(Reference("t", ("code",)), tmp_path)


def test_a_changed_row_is_kept_unless_told() -> None:
    each = Reference("languages", ("code",))
    data: list[dict[str, str | None]] = [{"code": "en", "name": "English"}]
    assert [sql.split()[0] for sql in reference.load(each, data, overwrite=False)] == ["INSERT"]
    assert [sql.split()[0] for sql in reference.load(each, data, overwrite=True)] == ["INSERT", "UPDATE"]


def test_rows_that_are_all_key_have_nothing_to_overwrite() -> None:
    each = Reference("permissions", ("role", "action"))
    assert len(reference.load(each, [{"role": "staff", "action": "read"}], overwrite=True)) == 1
