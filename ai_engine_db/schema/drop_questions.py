"""What has to be asked of a database before anything is dropped: how much goes, and who else uses it. Pure: SQL out."""

from collections.abc import Iterable, Mapping

from ai_engine_db.schema import labels, render
from ai_engine_db.schema.drops import Drop
from ai_engine_db.schema.model import Object, Snapshot

# Beyond this many bytes rows are not counted, but estimated by the server's statistics.
COUNTED = 1_000_000_000
ROWS = ("table", "materialized view", "foreign table")


def asked(
    wanted: Iterable[Drop], actual: Snapshot, sizes: Mapping[str, int], were: Snapshot | None = None
) -> dict[str, str]:
    """Queries for what a plan says of the drops, and for what is in their way beside schema ``public``; by key.

    Args:
        wanted: what is to go.
        actual: what the database has, by the names that it will have.
        sizes: bytes of the tables that hold rows.
        were: what gets its id in the same plan, as it is before, by that id.
    """
    found: dict[str, str] = {}
    were = were or {}
    for drop in wanted:
        item = were.get(drop.item.id, drop.item)
        if query := _figures(item, sizes.get(drop.item.name, 0)):
            found[f"figures {drop.key}"] = query
        if drop.entry.kind == "attribute":
            found[f"others {drop.key}"] = _others(_attribute(item, drop.part), everywhere=True)
        elif address := _address(item) if not drop.part else "":
            found[f"others {drop.key}"] = _others(address)
        if drop.entry.kind == "label":
            for column in labels.columns(drop.item, actual):
                found[f"rows {drop.key} {column.id}"] = labels.rows(were.get(column.id, column), drop.part)
    return found


def _figures(item: Object, size: int) -> str:
    place = f"{render.literal(f'public.{item.name}')}::regclass"
    if item.kind in ROWS:
        rows = f"(SELECT count(*) FROM public.{item.name})"
        if size > COUNTED:
            rows = f"""(SELECT coalesce(sum(greatest(c.reltuples, 0)), 0)::bigint FROM pg_catalog.pg_class AS c
                WHERE c.relkind <> 'p' AND (
                    c.oid = {place} OR c.oid IN (SELECT t.relid FROM pg_catalog.pg_partition_tree({place}) AS t)
                ))"""
        return f"SELECT json_build_array({rows}, {_size('pg_total_relation_size', place)})"
    if item.kind == "column":
        counts = f"count({item.name}), coalesce(sum(pg_catalog.pg_column_size({item.name})), 0)"
        return f"SELECT json_build_array({counts}) FROM public.{item.parent}"
    if item.kind == "index":
        return f"SELECT json_build_array(NULL, {_size('pg_relation_size', place)})"
    return ""


def _size(function: str, place: str) -> str:
    """The bytes of something; of what is partitioned, those of all parts."""
    parts = f"SELECT sum(pg_catalog.{function}(t.relid))::bigint FROM pg_catalog.pg_partition_tree({place}) AS t"
    return f"coalesce(({parts}), pg_catalog.{function}({place}))"


def _attribute(item: Object, name: str) -> str:
    """Where ``pg_depend`` has an attribute of a composite type."""
    return (
        "SELECT 'pg_class'::regclass::oid, a.attrelid, a.attnum::integer FROM pg_type AS t"
        " JOIN pg_attribute AS a ON a.attrelid = t.typrelid"
        f" WHERE t.oid = {render.literal(f'public.{item.name}')}::regtype"
        f" AND quote_ident(a.attname) = {render.literal(name)}"
    )


def _address(item: Object) -> str:
    """A query for where ``pg_depend`` has an object: class, id and number of the column; empty for what nobody uses."""
    name = render.literal(f"public.{item.name}")
    match item.kind:
        case "table" | "view" | "materialized view" | "foreign table" | "sequence":
            whole = f"SELECT 'pg_class'::regclass::oid, {name}::regclass::oid, NULL::integer"
            of_rows = f"SELECT 'pg_type'::regclass, t.oid, NULL FROM pg_type AS t WHERE t.typrelid = {name}::regclass"
            return f"{whole} UNION ALL {of_rows}"
        case "column":
            table = render.literal(f"public.{item.parent}")
            return (
                "SELECT 'pg_class'::regclass::oid, a.attrelid, a.attnum::integer FROM pg_attribute AS a"
                f" WHERE a.attrelid = {table}::regclass AND quote_ident(a.attname) = {render.literal(item.name)}"
            )
        case "aggregate":
            # PostgreSQL reads no aggregate by the text that it prints of all of them.
            return f"""SELECT 'pg_proc'::regclass::oid, p.oid, NULL::integer
                FROM pg_proc AS p JOIN pg_aggregate AS g ON g.aggfnoid = p.oid
                WHERE p.pronamespace = 'public'::regnamespace AND quote_ident(p.proname) || '(' || CASE
                    WHEN p.pronargs = 0 THEN '*'
                    WHEN g.aggkind = 'n' AND p.provariadic = 0 THEN oidvectortypes(p.proargtypes)
                    ELSE pg_get_function_identity_arguments(p.oid)
                END || ')' = {render.literal(item.name)}"""
        case "collation":
            return f"SELECT 'pg_collation'::regclass::oid, {name}::regcollation::oid, NULL::integer"
        case "function" | "procedure":
            return f"SELECT 'pg_proc'::regclass::oid, {name}::regprocedure::oid, NULL::integer"
        case "type" | "domain":
            whole = f"SELECT 'pg_type'::regclass::oid, {name}::regtype::oid, NULL::integer"
            array = f"SELECT 'pg_type'::regclass, t.typarray, NULL FROM pg_type AS t WHERE t.oid = {name}::regtype"
            several = (
                "SELECT 'pg_type'::regclass, m.oid, NULL FROM pg_range AS g JOIN pg_type AS m ON m.oid IN"
                " (g.rngmultitypid, (SELECT typarray FROM pg_type WHERE oid = g.rngmultitypid))"
                f" WHERE g.rngtypid = {name}::regtype"
            )
            return f"{whole} UNION ALL {array} UNION ALL {several}"
    return ""


def _others(address: str, *, everywhere: bool = False) -> str:
    """A query for what depends on an object from outside of schema ``public``, which no snapshot shows."""
    namespace = """CASE d.classid
        WHEN 'pg_class'::regclass THEN (SELECT relnamespace FROM pg_class WHERE oid = d.objid)
        WHEN 'pg_type'::regclass THEN (SELECT typnamespace FROM pg_type WHERE oid = d.objid)
        WHEN 'pg_proc'::regclass THEN (SELECT pronamespace FROM pg_proc WHERE oid = d.objid)
        WHEN 'pg_constraint'::regclass THEN (SELECT connamespace FROM pg_constraint WHERE oid = d.objid)
        WHEN 'pg_rewrite'::regclass THEN
            (SELECT c.relnamespace FROM pg_rewrite AS w JOIN pg_class AS c ON c.oid = w.ev_class WHERE w.oid = d.objid)
        WHEN 'pg_attrdef'::regclass THEN
            (SELECT c.relnamespace FROM pg_attrdef AS w JOIN pg_class AS c ON c.oid = w.adrelid WHERE w.oid = d.objid)
        WHEN 'pg_trigger'::regclass THEN
            (SELECT c.relnamespace FROM pg_trigger AS w JOIN pg_class AS c ON c.oid = w.tgrelid WHERE w.oid = d.objid)
        WHEN 'pg_statistic_ext'::regclass THEN (SELECT stxnamespace FROM pg_statistic_ext WHERE oid = d.objid)
        WHEN 'pg_policy'::regclass THEN
            (SELECT c.relnamespace FROM pg_policy AS w JOIN pg_class AS c ON c.oid = w.polrelid WHERE w.oid = d.objid)
    END"""
    outside = f"AND {namespace} NOT IN ('public'::regnamespace, 'pg_toast'::regnamespace)"
    return f"""SELECT json_agg(DISTINCT pg_describe_object(d.classid, d.objid, d.objsubid))
    FROM ({address}) AS a (classid, objid, part)
    JOIN pg_depend AS d ON d.refclassid = a.classid AND d.refobjid = a.objid
        AND (a.part IS NULL OR d.refobjsubid = a.part)
    WHERE d.deptype IN ('n', 'a')
        {"" if everywhere else outside}"""
