CREATE TABLE t (id integer PRIMARY KEY, name text NOT NULL DEFAULT 'x', n numeric(10, 2), at timestamptz DEFAULT now());
COMMENT ON TABLE t IS 'Things.';
COMMENT ON COLUMN t.name IS 'What it is called.';
