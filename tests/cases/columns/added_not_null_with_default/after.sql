CREATE TABLE t (id integer PRIMARY KEY, state text NOT NULL DEFAULT 'new', made timestamptz NOT NULL DEFAULT now(), u uuid DEFAULT gen_random_uuid());
