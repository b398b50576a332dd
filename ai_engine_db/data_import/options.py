"""What ``--data`` says of one import. Pure."""

import os
import re
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator


class Options(BaseModel):
    """What ``--data`` says of one import."""

    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)

    tables: tuple[str, ...] = Field((), description="tables to import, separated by commas")
    exclude: tuple[str, ...] = Field((), description="tables to skip, separated by commas")
    where: dict[str, str] = Field({}, description="only rows of a table: `orders: created_at > '2024-01-01'`")
    conflict: Literal["keep", "replace", "fail"] = Field(
        "keep", description="what to do when a key exists with other values"
    )
    ignore_extra: bool = Field(False, description="leave out tables and columns that the target does not have")
    verify_only: bool = Field(False, description="compare, and write nothing")
    dry: bool = Field(False, description="show the plan, and stop")
    jobs: int = Field(
        default_factory=lambda: os.cpu_count() or 1,
        ge=1,
        le=64,
        description="how many tables to import at the same time",
    )

    @field_validator("tables", "exclude", mode="before")
    @classmethod
    def _names(cls, value: Any) -> Any:
        return tuple(name.strip() for name in value.split(",") if name.strip()) if isinstance(value, str) else value

    @field_validator("where", mode="before")
    @classmethod
    def _conditions(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        found = {}
        for each in re.split(r";\s*(?=\w+\s*:(?!:))", value):
            table, colon, condition = each.partition(":")
            if not colon or not re.fullmatch(r"\s*\w+\s*", table) or not condition.strip(" ;"):
                raise ValueError("is not `table: condition`, or several of them separated by `;`")
            found[table.strip()] = condition.strip(" ;")
        return found
