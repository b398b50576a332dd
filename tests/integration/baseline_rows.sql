-- Rows for the baseline: :rows in every table, the same for the same :seed. Unicode, NULLs, JSON, arrays, extremes.
-- psql -v rows=10000 -v seed=42 -f baseline_rows.sql
SET timezone = 'UTC';
CREATE TEMP TABLE n AS SELECT i FROM generate_series(1, :rows) AS i;
CREATE FUNCTION pg_temp.u(kind text, i bigint) RETURNS uuid LANGUAGE sql IMMUTABLE
RETURN md5(kind || ':' || i || ':' || current_setting('baseline.seed'))::uuid;
