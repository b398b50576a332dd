"""A transition in batches: one statement that goes through a table in many short transactions. Pure: SQL out.

How far it came is a row of ``deploy.backfills``, written in the transaction of the batch itself: whatever interrupts
it, a row is never done twice, and the next deploy goes on behind the last batch. A batch that does not get a lock lets
go of all, waits, and tries again; between two it waits for replicas that lag.
"""

import re

from ai_engine_db.schema.render import do, literal
from ai_engine_db.schema.transition_head import Transition
from ai_engine_db.schema.transition_texts import with_batch, without_end
from ai_engine_db.transport.locks import BATCH_KEY, TOTAL_KEY

# Settings of the session that runs them.
LAG = "ai_engine.batch_lag"
PAUSE = "ai_engine.batch_pause"
ATTEMPTS = 20

# Made by the first of them, and not before.
TABLE = """DO $table$ BEGIN IF to_regclass('deploy.backfills') IS NULL THEN
CREATE TABLE deploy.backfills (
    name text PRIMARY KEY,
    digest text NOT NULL,
    reached text,
    rows bigint NOT NULL DEFAULT 0,
    batches bigint NOT NULL DEFAULT 0,
    started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    updated_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE deploy.backfills IS 'One row a transition in batches: how far it came.';
COMMENT ON COLUMN deploy.backfills.name IS 'Of the file.';
COMMENT ON COLUMN deploy.backfills.digest IS 'sha256 of the file as it was when it began.';
COMMENT ON COLUMN deploy.backfills.reached IS 'The last key that was done; NULL before the first batch.';
COMMENT ON COLUMN deploy.backfills.rows IS 'Rows that its statements have changed.';
GRANT SELECT ON deploy.backfills TO PUBLIC;
END IF; END $table$"""


def statements(each: Transition) -> list[str]:
    """What runs a transition in batches: each outside of a transaction block.

    Args:
        each: one that has a ``batch``.
    """
    if each.batch is None:
        raise ValueError(f"{each.name}: no transition in batches")
    name = literal(each.name)
    # Where no batch was committed, nothing is lost when it begins anew as the file is now.
    begin = (
        f"INSERT INTO deploy.backfills AS begun (name, digest) VALUES ({name}, {literal(each.digest)})"
        " ON CONFLICT (name) DO UPDATE SET digest = excluded.digest, started_at = excluded.started_at,"
        " updated_at = excluded.updated_at WHERE begun.batches = 0 AND begun.digest <> excluded.digest"
    )
    return [TABLE, begin, _loop(each)]


def _loop(each: Transition) -> str:
    batch = each.batch
    if batch is None:
        return ""
    table, column, name = batch.table, batch.key.rpartition(".")[2], literal(each.name)
    chosen = f"((batch_low IS NULL OR {batch.key} > batch_low) AND {batch.key} <= batch_high)"
    work = with_batch(without_end(each.sql), chosen)
    edited = f"{each.file} was begun here, and has been edited since: restore it, let it end, and write a new file"
    busy = (
        f"{each.file}: a batch did not get its locks in {ATTEMPTS} attempts (%): a deploy goes on behind the last one"
    )
    body = f"""
DECLARE
    batch_low {table}.{column}%TYPE;
    batch_high {table}.{column}%TYPE;
    batch_rows bigint;
    batch_waits integer := 0;
    batch_digest text;
    batch_words text;
    batch_number integer;
    batch_total integer;
BEGIN
    -- A plan for each batch: one for all would not use the key.
    PERFORM pg_catalog.set_config('plan_cache_mode', 'force_custom_plan', false);
    SELECT reached, digest, batches INTO batch_low, batch_digest, batch_number
    FROM deploy.backfills WHERE name = {name};
    SELECT greatest(1, batch_number + 1, ceil(reltuples / {batch.rows})) INTO batch_total
    FROM pg_catalog.pg_class WHERE oid = {literal(table)}::regclass;
    IF batch_digest <> {literal(each.digest)} THEN
        RAISE EXCEPTION {literal(edited)};
    END IF;
    LOOP
        SELECT found.key INTO batch_high FROM (
            SELECT {column} AS key FROM {table} WHERE batch_low IS NULL OR {column} > batch_low
            ORDER BY {column} LIMIT {batch.rows}
        ) AS found ORDER BY found.key DESC LIMIT 1;
        EXIT WHEN batch_high IS NULL;
        batch_rows := NULL;
        batch_number := batch_number + 1;
        PERFORM pg_catalog.pg_advisory_xact_lock({BATCH_KEY}, batch_number);
        PERFORM pg_catalog.pg_advisory_xact_lock({TOTAL_KEY}, greatest(batch_number, batch_total));
        BEGIN
{work};
            GET DIAGNOSTICS batch_rows = ROW_COUNT;
        EXCEPTION WHEN lock_not_available OR deadlock_detected OR serialization_failure THEN
            batch_waits := batch_waits + 1;
            batch_words := SQLERRM;
        END;
        IF batch_rows IS NULL THEN
            COMMIT;
            batch_number := batch_number - 1;
            IF batch_waits > {ATTEMPTS} THEN
                RAISE EXCEPTION {literal(busy)}, batch_words
                    USING ERRCODE = 'lock_not_available';
            END IF;
            PERFORM pg_catalog.pg_sleep(least(0.1 * 2 ^ batch_waits, 10));
            CONTINUE;
        END IF;
        UPDATE deploy.backfills SET
            reached = batch_high, rows = rows + batch_rows, batches = batches + 1, updated_at = clock_timestamp()
        WHERE name = {name} AND digest = batch_digest;
        IF NOT FOUND THEN
            RAISE EXCEPTION {literal(edited)};
        END IF;
        COMMIT;
        batch_waits := 0;
        batch_low := batch_high;
        PERFORM pg_catalog.pg_sleep_for(coalesce(nullif(current_setting('{PAUSE}', true), ''), '0')::interval);
        WHILE EXISTS (
            SELECT FROM pg_catalog.pg_stat_replication
            WHERE replay_lag > coalesce(nullif(current_setting('{LAG}', true), ''), '10s')::interval
        ) LOOP
            COMMIT;
            PERFORM pg_catalog.pg_sleep(1);
        END LOOP;
    END LOOP;
END """
    # What a session is at is told by the first line of it.
    return do(body, f"batches_of_{re.sub('[^a-z0-9]+', '_', each.name.lower().removesuffix('.sql'))}")


def settings(lag: str, pause: str) -> str:
    """What a session that runs batches begins with.

    Args:
        lag: of a replica, beyond which it waits.
        pause: between two batches.
    """
    # A number alone is milliseconds to the server's settings, and seconds to an interval.
    lag, pause = (f"{each}ms" if each.isdigit() else each for each in (lag, pause))
    return f"SET {LAG} = {literal(lag)};\nSET {PAUSE} = {literal(pause)};"
