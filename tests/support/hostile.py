"""A database that its owner has filled with traps, and what tells that one of them ran with somebody else's rights.

All of it is made by the application's role over TCP with its password, as somebody would who got hold of that. What
became of it is read by plain psql as the superuser, in database ``postgres``, where no trap can be.
"""

import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import psycopg

from tests.support.deployment import ROOT, Deployment, docker

# What the server's log says, and nothing else does; it reaches the log from a read-only session too.
RAN = "hostile code ran"
FILE = "/tmp/hostile-was-here"  # noqa: S108
ROLE = "hostile_superuser"

# Every name that our SQL calls, and many that it does not.
CALLED = sorted(
    {
        word
        for path in (ROOT / "ai_engine_db").rglob("*")
        if path.suffix in (".py", ".sql", ".sh")
        for word in re.findall(r"\b([a-z_][a-z0-9_]*)\(", path.read_text())
    }
)

# As anybody but the application's role itself, it takes what it can. It says so first, and stops at nothing.
PAYLOAD = f"""
CREATE FUNCTION public.hostile_ran(what text) RETURNS boolean LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF session_user = 'weedgo' AND current_user = 'weedgo' THEN
        RETURN true;
    END IF;
    RAISE LOG '{RAN}: % as % in a session of %', what, current_user, session_user;
    BEGIN COPY (SELECT 1) TO PROGRAM 'touch {FILE}'; EXCEPTION WHEN OTHERS THEN NULL; END;
    BEGIN RESET ROLE; EXCEPTION WHEN OTHERS THEN NULL; END;
    BEGIN SET SESSION AUTHORIZATION DEFAULT; EXCEPTION WHEN OTHERS THEN NULL; END;
    BEGIN ALTER ROLE weedgo SUPERUSER; EXCEPTION WHEN OTHERS THEN NULL; END;
    BEGIN CREATE ROLE {ROLE} SUPERUSER; EXCEPTION WHEN OTHERS THEN NULL; END;
    RETURN true;
END $$;
CREATE FUNCTION public.hostile_fixed(what text) RETURNS boolean IMMUTABLE LANGUAGE plpgsql AS
    $$ BEGIN RETURN public.hostile_ran(what); END $$;
CREATE FUNCTION public.hostile_trigger() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM public.hostile_ran(pg_catalog.concat('trigger ', TG_NAME, ' of ', TG_TABLE_NAME));
    RETURN CASE WHEN TG_LEVEL OPERATOR(pg_catalog.=) 'ROW' AND TG_OP OPERATOR(pg_catalog.=) 'DELETE' THEN OLD ELSE NEW END;
END $$;
"""  # noqa: E501

# Functions, operators and aggregates that are found before those of pg_catalog, or fit better.
SHADOWS = r"""
DO $do$
DECLARE
    each record;
    types text[] := '{text,name,oid,bigint,xid,boolean}';
    one text;
    two text;
    body text;
BEGIN
    FOR each IN
        SELECT p.proname, p.proretset, pg_get_function_arguments(p.oid) AS arguments, pg_get_function_result(p.oid) AS result,
            (SELECT string_agg('$' || n, ', ') FROM generate_series(1, p.pronargs) AS n) AS given
        FROM pg_proc AS p
        WHERE p.pronamespace = 'pg_catalog'::regnamespace AND p.prokind = 'f' AND p.proname = ANY (CALLED)
            AND p.provariadic = 0 AND pg_get_function_result(p.oid) <> 'record'
            AND NOT p.prorettype = ANY ('{internal,trigger,event_trigger}'::regtype[])
    LOOP
        body := format('pg_catalog.%I(%s)', each.proname, each.given);
        BEGIN
            EXECUTE format(
                'CREATE FUNCTION SCHEMA.%I(%s) RETURNS %s LANGUAGE plpgsql AS %L', each.proname, each.arguments, each.result,
                format('BEGIN PERFORM public.hostile_ran(%L); RETURN %s; END', 'function ' || each.proname,
                    CASE WHEN each.proretset THEN 'QUERY SELECT * FROM ' ELSE '' END || body)
            );
        EXCEPTION WHEN OTHERS THEN
            NULL; -- of a type that plpgsql does not take
        END;
    END LOOP;
    FOREACH one IN ARRAY types LOOP
        FOREACH two IN ARRAY types LOOP
            FOR each IN SELECT * FROM (VALUES
                ('concat_ws', 'text'), ('format', 'text'), ('jsonb_build_object', 'jsonb'), ('json_build_object', 'json'),
                ('json_build_array', 'json'), ('concat', 'text')
            ) AS v (proname, result) LOOP
                EXECUTE format(
                    'CREATE FUNCTION SCHEMA.%I(text, %s, %s) RETURNS %s LANGUAGE plpgsql AS %L', each.proname, one, two, each.result,
                    format('BEGIN PERFORM public.hostile_ran(%L); RETURN pg_catalog.%I($1, $2, $3); END',
                        'function ' || each.proname, each.proname)
                );
                IF one = two THEN
                    EXECUTE format(
                        'CREATE FUNCTION SCHEMA.%I(text, %s) RETURNS %s LANGUAGE plpgsql AS %L', each.proname, one, each.result,
                        format('BEGIN PERFORM public.hostile_ran(%L); RETURN pg_catalog.%I($1, $2); END',
                            'function ' || each.proname, each.proname)
                    );
                END IF;
            END LOOP;
        END LOOP;
    END LOOP;
    FOR each IN
        SELECT o.oid, o.oprname, format_type(o.oprleft, NULL) AS l, format_type(o.oprright, NULL) AS r,
            format_type(o.oprresult, NULL) AS result
        FROM pg_operator AS o
        WHERE o.oprnamespace = 'pg_catalog'::regnamespace AND o.oprkind = 'b'
            AND o.oprname IN ('=', '<>', '||', '~', '!~', '->>', '->', '<', '>', '>=', '+', '-', '/', '%', '&', '~~', '!~~')
            AND o.oprleft = ANY (
                '{text,name,oid,integer,bigint,smallint,boolean,xid,"char",jsonb,timestamptz,interval,uuid,anyarray,numeric}'::regtype[]
            )
            AND o.oprright <> 'record'::regtype
    LOOP
        EXECUTE format(
            'CREATE FUNCTION SCHEMA.%I(%s, %s) RETURNS %s LANGUAGE plpgsql AS %L', 'hostile_operator_' || each.oid, each.l, each.r,
            each.result, format('BEGIN PERFORM public.hostile_ran(%L); RETURN $1 OPERATOR(pg_catalog.%s) $2; END',
                format('operator %s of %s and %s', each.oprname, each.l, each.r), each.oprname)
        );
        EXECUTE format(
            'CREATE OPERATOR SCHEMA.%s (LEFTARG = %s, RIGHTARG = %s, FUNCTION = SCHEMA.%I)', each.oprname, each.l, each.r,
            'hostile_operator_' || each.oid
        );
    END LOOP;
END $do$;
CREATE FUNCTION SCHEMA.hostile_counts(bigint) RETURNS bigint LANGUAGE plpgsql AS
    $$ BEGIN PERFORM public.hostile_ran('aggregate count(*)'); RETURN $1 OPERATOR(pg_catalog.+) 1; END $$;
CREATE AGGREGATE SCHEMA.count(*) (SFUNC = SCHEMA.hostile_counts, STYPE = bigint, INITCOND = '0');
CREATE FUNCTION SCHEMA.hostile_greatest(text, text) RETURNS text LANGUAGE plpgsql AS
    $$ BEGIN PERFORM public.hostile_ran('aggregate max'); RETURN pg_catalog.text_larger($1, $2); END $$;
CREATE AGGREGATE SCHEMA.max(text) (SFUNC = SCHEMA.hostile_greatest, STYPE = text);
CREATE FUNCTION SCHEMA.hostile_joins(text, text, text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    PERFORM public.hostile_ran('aggregate string_agg');
    RETURN pg_catalog.concat_ws($3, $1, $2);
END $$;
CREATE AGGREGATE SCHEMA.string_agg(text, text) (SFUNC = SCHEMA.hostile_joins, STYPE = text);
CREATE FUNCTION SCHEMA.hostile_appends(jsonb, anyelement) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
    PERFORM public.hostile_ran('aggregate jsonb_agg');
    RETURN coalesce($1, '[]') OPERATOR(pg_catalog.||) pg_catalog.jsonb_build_array(pg_catalog.to_jsonb($2));
END $$;
CREATE AGGREGATE SCHEMA.jsonb_agg(anyelement) (SFUNC = SCHEMA.hostile_appends, STYPE = jsonb);
CREATE FUNCTION SCHEMA.hostile_ors(boolean, boolean) RETURNS boolean LANGUAGE plpgsql AS
    $$ BEGIN PERFORM public.hostile_ran('aggregate bool_or'); RETURN $1 OR $2; END $$;
CREATE AGGREGATE SCHEMA.bool_or(boolean) (SFUNC = SCHEMA.hostile_ors, STYPE = boolean);
"""  # noqa: E501

# A cast of a table's rows, and of an enum, to text: `t::text` finds it wherever it is.
CASTS = r"""
CREATE TYPE public.hostile_enum AS ENUM ('a', 'b');
CREATE TABLE public.hostile_enums (id integer PRIMARY KEY, value public.hostile_enum);
INSERT INTO public.hostile_enums VALUES (1, 'a'), (2, 'b');
CREATE FUNCTION public.hostile_label(public.hostile_enum) RETURNS text LANGUAGE plpgsql AS
    $$ BEGIN PERFORM public.hostile_ran('cast of an enum'); RETURN pg_catalog.enum_out($1); END $$;
CREATE CAST (public.hostile_enum AS text) WITH FUNCTION public.hostile_label(public.hostile_enum) AS IMPLICIT;
DO $do$
DECLARE
    name text;
BEGIN
    FOR name IN SELECT c.oid::regclass::text FROM pg_class AS c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
        AND pg_get_userbyid(c.relowner) = 'weedgo'
    LOOP
        EXECUTE format(
            'CREATE FUNCTION public.hostile_row(%s) RETURNS text LANGUAGE plpgsql AS %L', name,
            format('BEGIN PERFORM public.hostile_ran(%L); RETURN pg_catalog.textin(pg_catalog.record_out($1)); END', 'cast of rows of ' || name)
        );
        EXECUTE format('CREATE CAST (%s AS text) WITH FUNCTION public.hostile_row(%s) AS IMPLICIT', name, name);
    END LOOP;
END $do$;
"""  # noqa: E501

# What a row that is written, or a table that is read, sets off.
ROWS = r"""
CREATE DOMAIN public.hostile_domain AS integer CHECK (public.hostile_ran('check of a domain'));
DO $do$
DECLARE
    name text;
    kind record;
BEGIN
    FOR name IN SELECT c.oid::regclass::text FROM pg_class AS c WHERE c.relkind = 'r' AND pg_get_userbyid(c.relowner) = 'weedgo'
        AND c.relnamespace::regnamespace::text IN ('public', 'deploy', 'search')
    LOOP
        FOR kind IN SELECT * FROM (VALUES ('BEFORE', 'ROW', 'INSERT OR UPDATE OR DELETE'), ('AFTER', 'ROW', 'INSERT OR UPDATE OR DELETE'),
            ('BEFORE', 'STATEMENT', 'INSERT OR UPDATE OR DELETE OR TRUNCATE'),
            ('AFTER', 'STATEMENT', 'INSERT OR UPDATE OR DELETE OR TRUNCATE')) AS v (w, l, e)
        LOOP
            EXECUTE format('CREATE TRIGGER %I %s %s ON %s FOR EACH %s EXECUTE FUNCTION public.hostile_trigger()',
                lower('hostile_' || kind.w || '_' || kind.l), kind.w, kind.e, name, kind.l);
        END LOOP;
        EXECUTE format('CREATE CONSTRAINT TRIGGER hostile_deferred AFTER INSERT OR UPDATE ON %s DEFERRABLE INITIALLY DEFERRED'
            ' FOR EACH ROW EXECUTE FUNCTION public.hostile_trigger()', name);
        EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER hostile_before_row', name);
    END LOOP;
    FOREACH name IN ARRAY '{provinces_territories,provincial_suppliers,supported_languages,role_permissions,tenants,stores}'::text[] LOOP
        EXECUTE format($sql$
            ALTER TABLE public.%1$I
                ADD hostile_default boolean DEFAULT public.hostile_ran('default of %1$s'),
                ADD hostile_number public.hostile_domain DEFAULT 1,
                ADD hostile_generated boolean GENERATED ALWAYS AS (public.hostile_fixed('generated column of %1$s')) STORED,
                ADD CONSTRAINT hostile_check CHECK (public.hostile_ran('check of %1$s'));
            CREATE INDEX ON public.%1$I (public.hostile_fixed('index of %1$s'));
            CREATE INDEX ON public.%1$I (hostile_number) WHERE public.hostile_fixed('predicate of %1$s');
            CREATE STATISTICS ON (public.hostile_fixed('statistics of %1$s')), hostile_number FROM public.%1$I;
        $sql$, name);
    END LOOP;
END $do$;
CREATE RULE hostile_rule AS ON INSERT TO public.supported_languages DO ALSO SELECT public.hostile_ran('rule');
CREATE VIEW public.hostile_view AS SELECT public.hostile_ran('view') AS ran FROM public.tenants;
CREATE MATERIALIZED VIEW public.hostile_stored AS SELECT public.hostile_ran('materialized view') AS ran;
CREATE INDEX ON public.hostile_stored (public.hostile_fixed('index of a materialized view'));
CREATE TABLE public.hostile_parted (id integer, ran boolean DEFAULT public.hostile_ran('partitioned')) PARTITION BY RANGE (id);
CREATE TABLE public.hostile_part PARTITION OF public.hostile_parted FOR VALUES FROM (1) TO (1000);
INSERT INTO public.hostile_parted (id) VALUES (1), (2);
"""  # noqa: E501

# What the plan has to do, so that statements of every kind run.
WORK = """
DELETE FROM public.role_permissions WHERE ctid IN (SELECT ctid FROM public.role_permissions LIMIT 3);
DELETE FROM public.supported_languages WHERE code = 'fr';
DO $do$
DECLARE each record;
BEGIN
    FOR each IN SELECT i.indexrelid::regclass::text AS name FROM pg_index AS i
        JOIN pg_class AS c ON c.oid = i.indrelid
        WHERE c.relnamespace = 'public'::regnamespace AND NOT i.indisunique AND pg_get_userbyid(c.relowner) = 'weedgo'
        ORDER BY 1 LIMIT 3
    LOOP
        EXECUTE format('DROP INDEX %s', each.name);
    END LOOP;
END $do$;
ALTER TABLE public.tenants ALTER COLUMN name DROP NOT NULL;
"""

POLICIES = """
DO $do$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY '{role_permissions,tenants,supported_languages}'::text[] LOOP
        EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY hostile ON public.%I USING (public.hostile_ran(%L)) WITH CHECK (public.hostile_ran(%L))',
            name, 'policy', 'policy');
    END LOOP;
END $do$;
"""  # noqa: E501

# Our own schemas, with something else in the place of our tables.
SCHEMAS = """
DROP SCHEMA IF EXISTS deploy CASCADE;
DROP SCHEMA IF EXISTS search CASCADE;
CREATE SCHEMA deploy;
CREATE SCHEMA search;
COMMENT ON SCHEMA deploy IS E'Last found in step: \\\\! touch FILE\\n\\\\! touch FILE';
CREATE VIEW deploy.schema_migrations AS SELECT 1 AS version, 'x' AS description, now() AS applied_at, 'x' AS checksum
    WHERE public.hostile_ran('view deploy.schema_migrations');
CREATE TABLE deploy.hostile_base (id integer, started_at timestamptz DEFAULT now());
CREATE VIEW deploy.deploys AS
    SELECT id, started_at, 'x'::text AS outcome, 'x'::text AS revision, 'x'::text AS who, 1 AS version, 'x'::text AS steps
    FROM deploy.hostile_base WHERE public.hostile_ran('view deploy.deploys');
CREATE RULE hostile AS ON INSERT TO deploy.deploys DO INSTEAD SELECT public.hostile_ran('rule of deploy.deploys');
CREATE VIEW search.products AS SELECT gen_random_uuid() AS id WHERE public.hostile_ran('view search.products');
CREATE FUNCTION search.find_products(text) RETURNS SETOF boolean LANGUAGE sql AS $$ SELECT public.hostile_ran('search') $$;
"""  # noqa: E501

# Names that end quotes, scripts and lines, or that a terminal or shell would act on. PostgreSQL cuts them at 63 bytes.
NAMES = (
    "a'; SELECT public.hostile_ran('name') --",
    'b"; SELECT public.hostile_ran(0::text) --',
    "c\\'; SELECT public.hostile_ran('name') --",
    f"d\n\\! touch {FILE}\n",
    "e\n--##next##\nSELECT 1;",
    "f\n##exit 0\n##held [1]\n",
    f"g $(touch {FILE})",
    f"h `touch {FILE}`",
    "i :'role' :role %s %I {braces}",
    "j \x1b[2J\x1b]0;title\x07 \u202e",
    "k\\",
    "l\n##input##\n",
    "m $$ $function$ $do$",
    f"n|touch {FILE}; ' \" \\",
    "o\r\n\\connect template1\r\n",
)
_MAKERS = (
    "CREATE SCHEMA {name}",
    "CREATE TYPE public.{type} AS ENUM ({text})",
    "CREATE TABLE {name} ({name} integer DEFAULT 1 CONSTRAINT {key} PRIMARY KEY, other text DEFAULT {text})",
    "INSERT INTO {name} (other) VALUES ({text})",
    "CREATE TABLE {name}.{name} ({name} integer)",
    "CREATE INDEX {index} ON {name} (other)",
    "CREATE SEQUENCE {sequence}",
    "CREATE VIEW {view} AS SELECT {text}::text AS {name}",
    "CREATE FUNCTION public.{name}({name} text DEFAULT {text}) RETURNS text LANGUAGE sql AS {body}",
    "CREATE TRIGGER {name} BEFORE INSERT ON {name} FOR EACH ROW EXECUTE FUNCTION public.hostile_trigger()",
    "COMMENT ON TABLE {name} IS {text}",
    "COMMENT ON COLUMN {name}.{name} IS {text}",
    "COMMENT ON SCHEMA {name} IS {text}",
    "COMMENT ON FUNCTION public.{name}(text) IS {text}",
    "ALTER TABLE public.tenants ADD {name} text DEFAULT {text}",
    "CREATE POLICY {name} ON {name} USING (other = {text})",
)


def named() -> str:
    """Objects of every kind with those names, and those texts in what can have one."""
    found = []
    for number, name in enumerate(NAMES):
        cut = name.encode()[:63].decode(errors="ignore")
        words = {
            "name": _identifier(cut),
            # They share one namespace with the table.
            **{
                kind: _identifier(f"{kind[0]}{number}{cut}"[:60])
                for kind in ("index", "key", "sequence", "type", "view")
            },
            "text": _literal(cut),
            "body": _literal(f"SELECT {_literal(name)}::text -- {name}".replace("\n", "\n-- ").replace("\r", " ")),
        }
        found += [maker.format(**words) for maker in _MAKERS]
    found += [f"COMMENT ON DATABASE ai_engine IS {_literal(NAMES[3] + NAMES[4])}"]
    return "SET standard_conforming_strings = on;\nSET search_path = public;\n" + ";\n".join(found)


def _identifier(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


# What any role may set for its sessions, and for those in its database.
SETTINGS: Mapping[str, str] = {
    "search_path": "public, pg_catalog",
    "standard_conforming_strings": "off",
    "backslash_quote": "on",
    "transform_null_equals": "on",
    "array_nulls": "off",
    "xmloption": "document",
    "quote_all_identifiers": "on",
    "default_transaction_read_only": "on",
    "default_transaction_deferrable": "on",
    "default_transaction_isolation": "serializable",
    "client_encoding": "LATIN1",
    "datestyle": "'SQL, DMY'",
    "intervalstyle": "sql_standard",
    "timezone": "'Asia/Kathmandu'",
    "extra_float_digits": "-15",
    "bytea_output": "escape",
    "xmlbinary": "hex",
    "lc_monetary": "'C'",
    "client_min_messages": "debug1",
    "check_function_bodies": "off",
    "statement_timeout": "'1ms'",
    "transaction_timeout": "'1ms'",
    "lock_timeout": "'1ms'",
    "idle_in_transaction_session_timeout": "'1ms'",
    "idle_session_timeout": "'1ms'",
    "default_tablespace": "nowhere",
    "temp_tablespaces": "nowhere",
    "default_table_access_method": "nothing",
    "restrict_nonsystem_relation_kind": "'view, foreign-table'",
    "local_preload_libraries": "nothing",
    "row_security": "off",
    "debug_parallel_query": "on",
    "exit_on_error": "on",
    "application_name": "E'ai-engine-db deploy by \\033[2J'",
    "password_encryption": "md5",
    "work_mem": "'64kB'",
    "createrole_self_grant": "'set, inherit'",
}


def settings() -> str:
    """All of those, for the database and for the role; one that may not be set is passed over."""
    lines = [
        f"BEGIN ALTER {what} SET {name} = {value}; EXCEPTION WHEN OTHERS THEN NULL; END;"
        for what in ("DATABASE ai_engine", "ROLE weedgo IN DATABASE ai_engine")
        for name, value in SETTINGS.items()
    ]
    return f"DO $do$ BEGIN {' '.join(lines)} END $do$;"


# A search_path that PostgreSQL takes for one name, and that is two statements where it is written into SQL unquoted.
PATH_OF_SQL = """SELECT set_config('search_path', 'public;ALTER/**/ROLE/**/weedgo/**/SUPERUSER;--', false);
ALTER DATABASE ai_engine SET search_path FROM CURRENT;"""

# Exactly what pg_catalog has is found in public before.
FIRST = "ALTER DATABASE ai_engine SET search_path = public, pg_catalog"

# Each in a database of its own: one trap shall not keep an entry from another.
TRAPS: Mapping[str, Sequence[str]] = {
    "shadows": (PAYLOAD, SHADOWS.replace("SCHEMA", "public").replace("CALLED", f"ARRAY{CALLED!r}"), WORK, FIRST),
    "settings": (PAYLOAD, CASTS, WORK, settings()),
    "casts": (PAYLOAD, CASTS, WORK),
    "rows": (PAYLOAD, ROWS, WORK),
    "policies": (PAYLOAD, POLICIES, WORK),
    "schemas": (PAYLOAD, SCHEMAS.replace("FILE", FILE), WORK),
    "names": (PAYLOAD, named(), WORK),
}

# The database with nothing of ours in it, and the schemas that extensions go to made by its owner beforehand.
BEFORE = "\n".join(
    (
        PAYLOAD,
        *(
            f"CREATE SCHEMA {schema};\n" + SHADOWS.replace("SCHEMA", schema).replace("CALLED", f"ARRAY{CALLED!r}")
            for schema in ("postgis", "extensions", "topology")
        ),
    )
)

POWERS = """SET search_path = pg_catalog, pg_temp;
SELECT rolname, rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls, rolcanlogin FROM pg_roles ORDER BY 1;
SELECT roleid::regrole, member::regrole FROM pg_auth_members ORDER BY 1, 2;
SELECT datname, pg_get_userbyid(datdba) FROM pg_database WHERE datname ~ '^(postgres|template|ai_engine)' AND datname !~ '_(verify|restore|rehearsal|before)' ORDER BY 1;
"""  # noqa: E501


@dataclass
class Hostile:
    """A deployment whose database has traps in it.

    Attributes:
        place: the deployment.
        powers: what roles there were, and what they could do. seen: lines of the log that were looked at.
    """

    place: Deployment
    powers: str = ""
    seen: set[str] = field(default_factory=set)

    def set(self, traps: Sequence[str]) -> None:
        """Sets traps, logged in as the application's role."""
        with psycopg.connect(self.place.dsn(), autocommit=True) as connection:
            for sql in traps:
                connection.execute(sql.encode())
        self.look()
        self.powers = self.place.psql(POWERS, "postgres")

    def look(self) -> list[str]:
        """What ran with somebody else's rights since the last look, and what came of it; undoes that."""
        done = subprocess.run(["docker", "logs", self.place.name], capture_output=True, text=True, check=True)
        lines = [line for line in (done.stdout + done.stderr).splitlines() if RAN in line]
        found = [line[line.index(RAN) :] for line in lines if line not in self.seen]
        self.seen.update(lines)
        if docker("exec", self.place.name, "sh", "-c", f"ls {FILE} 2>/dev/null; rm -f {FILE}"):
            found.append("a program ran in the container")
        powers = self.place.psql(POWERS, "postgres")
        if self.powers and powers != self.powers:
            changed = sorted(set(powers.splitlines()) ^ set(self.powers.splitlines()))
            found.append(f"roles: {', '.join(changed)}")
        self.place.psql(f"ALTER ROLE weedgo NOSUPERUSER; DROP ROLE IF EXISTS {ROLE};", "postgres")
        return sorted(set(found))
