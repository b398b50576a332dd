CREATE TABLE p (id integer PRIMARY KEY);
CREATE TABLE t (
    id integer PRIMARY KEY, p_id integer REFERENCES p (id) ON DELETE SET NULL ON UPDATE CASCADE, n integer,
    span int4range,
    CONSTRAINT n_positive CHECK (n > 0), CONSTRAINT n_once UNIQUE NULLS NOT DISTINCT (n, p_id),
    CONSTRAINT apart EXCLUDE USING gist (span WITH &&)
);
COMMENT ON CONSTRAINT n_positive ON t IS 'More than none.';
