"""Indexes and keys of partitioned tables in use: made on the table alone, built on each partition, attached. Pure."""

from collections.abc import Iterator
from dataclasses import replace

from ai_engine_db.schema import concurrent, render
from ai_engine_db.schema.model import Object
from ai_engine_db.schema.planner.builder import Builder, Phase
from ai_engine_db.schema.planner.hazards import EXCLUSIVE, HARMLESS
from ai_engine_db.schema.planner.locations import BUILDS
from ai_engine_db.schema.planner.partitions import below, joins


def _partitions(builder: Builder, parent: str) -> list[Object]:
    """The partitions that a table has by the time its indexes are built, whoever made them."""
    # One that joins comes last, and brings the index or has it built.
    found = {each.id: each for each in below(builder.desired, parent) if not joins(builder, each.name)}
    found |= {each.id: each for each in below(builder.actual, parent) if each.id not in builder.desired}
    return [found[key] for key in sorted(found)]


def make(builder: Builder, item: Object, at: int, name: str) -> bool:
    """Makes an index or key of a partitioned table in use; where it takes the place of another, as of then."""
    key = item.kind == "constraint" and name != item.name
    build(builder, item, item.name if key else name)
    if name != item.name and not key:
        builder.add(Phase.MAKES, item, concurrent.adopt(item, name), EXCLUSIVE, at=at)
        builder.add(Phase.REST, item, _naming(item.name), "", at=at)
    return True


def build(builder: Builder, item: Object, name: str, *, begun: bool = False) -> None:
    """Builds an index or key of a partitioned table beside its readers and writers.

    Args:
        builder: the plan.
        item: the index or constraint.
        name: that it has for now.
        begun: it is there, and some partition is without it.
    """
    at = builder.places.number(BUILDS)
    if not begun:
        if item.kind == "constraint":
            sql = f"ALTER TABLE ONLY {item.parent} ADD CONSTRAINT {name} {concurrent.whole(item)}"
            builder.add(Phase.MAKES, item, sql, EXCLUSIVE, at=at)
        else:
            builder.add(Phase.MAKES, item, _alone(item, name, str(item.parent)), "SHARE", at=at)
    for partition in _partitions(builder, str(item.parent)):
        _build_on(builder, item, name, partition, at)
    builder.add(Phase.REST, item, _naming(name), "", at=at)


def _alone(item: Object, name: str, table: str) -> str:
    """CREATE INDEX on a partitioned table, without its partitions."""
    return (
        concurrent.build(_on(item, table), name)
        .replace("INDEX CONCURRENTLY", "INDEX", 1)
        .replace(" ON ", " ON ONLY ", 1)
    )


def _on(item: Object, table: str) -> Object:
    """The index or key of a partitioned table as one of its partitions has it."""
    definition = str(item["definition"])
    if item.kind == "index":
        definition = definition.replace(f" ON public.{item.parent} ", f" ON public.{table} ", 1)
    return replace(item, parent=table, attributes={**item.attributes, "definition": definition})


def _build_on(builder: Builder, item: Object, above: str, partition: Object, at: int) -> None:
    """Builds what one partition needs, and attaches it."""
    attached = next(
        (e for e in builder.actual.values() if e["attached_to"] == above and e.parent == partition.name), None
    )
    name = attached.name if attached else concurrent.helper("new", f"{above} {partition.name}")
    own = replace(_on(item, partition.name), name=name)
    own = replace(own, attributes={**own.attributes, "partitioned": bool(partition["partition_key"])})
    left = builder.actual.get(f"index {name}") or builder.actual.get(f"constraint {partition.name}.{name}")
    if attached is None and left is not None:
        builder.decided.add(left.id)
        if left.kind == "index" and not _is_begun(own, left):
            sql = render.drop(left) if partition["partition_key"] else concurrent.drop(name)
            builder.add(Phase.MAKES, item, sql, HARMLESS, at=at)
            left = None
    if attached is None:
        for sql, lock in _making(own, partition, left):
            builder.add(Phase.MAKES, item, sql, lock, at=at)
        builder.add(Phase.MAKES, item, f"ALTER INDEX {above} ATTACH PARTITION {name}", "", at=at)
    for each in _partitions(builder, partition.name) if partition["partition_key"] else ():
        _build_on(builder, item, name, each, at)


def _is_begun(own: Object, left: Object) -> bool:
    """Whether an index that was left is the one that is to be made; of a partitioned table it is not valid yet."""
    text = concurrent.build(own, own.name).replace(" CONCURRENTLY", "", 1)
    return bool(text == left["definition"] and (own["partitioned"] or not left["invalid"]))


def _making(own: Object, partition: Object, left: Object | None) -> Iterator[tuple[str, str]]:
    """The statements that make what one partition needs, each with its lock, but for what is left of them."""
    if partition["partition_key"]:
        if left is None and own.kind == "constraint":
            yield f"ALTER TABLE ONLY {partition.name} ADD CONSTRAINT {own.name} {concurrent.whole(own)}", "SHARE"
        elif left is None:
            yield _alone(own, own.name, partition.name), "SHARE"
        return
    if left is None:
        yield concurrent.build(own, own.name), HARMLESS
    if own.kind == "constraint" and (left is None or left.kind == "index"):
        yield concurrent.adopt(own, own.name), EXCLUSIVE


def _naming(name: str) -> str:
    """Gives the indexes of the partitions the names that PostgreSQL gives them by itself, where those are free."""
    return f"""DO $names$
DECLARE part record; base text; called text; suffix text; counted integer;
BEGIN
    FOR part IN
        WITH RECURSIVE tree (oid) AS (
            SELECT inhrelid FROM pg_inherits WHERE inhparent = {render.literal(name)}::regclass
            UNION ALL
            SELECT i.inhrelid FROM tree AS t JOIN pg_inherits AS i ON i.inhparent = t.oid
        )
        SELECT c.oid, c.relname, t.relname AS of_table, x.indisprimary, k.oid IS NOT NULL AS is_key, (
            SELECT string_agg(attname, '_' ORDER BY attnum) FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0
        ) AS columns
        FROM tree JOIN pg_class AS c ON c.oid = tree.oid JOIN pg_index AS x ON x.indexrelid = c.oid
        JOIN pg_class AS t ON t.oid = x.indrelid
        LEFT JOIN pg_constraint AS k ON k.conindid = c.oid AND k.contype IN ('p', 'u', 'x')
        WHERE c.relname ~ '^deploy_new_[0-9a-f]{{12}}$'
    LOOP
        suffix := CASE WHEN part.indisprimary THEN 'pkey' WHEN part.is_key THEN 'key' ELSE 'idx' END;
        base := part.of_table || CASE WHEN part.indisprimary THEN '' ELSE '_' || part.columns END;
        counted := 0;
        LOOP
            called := left(base, 62 - length(suffix)) || '_' || suffix || coalesce(nullif(counted, 0)::text, '');
            EXIT WHEN to_regclass(format('public.%I', called)) IS NULL;
            counted := counted + 1;
        END LOOP;
        EXECUTE format('ALTER INDEX public.%I RENAME TO %I', part.relname, called);
    END LOOP;
END $names$"""
