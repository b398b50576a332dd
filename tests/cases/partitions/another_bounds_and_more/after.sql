CREATE TABLE evt (id bigint, at date, note text NOT NULL DEFAULT 'a' CHECK (note <> ''), more integer NOT NULL DEFAULT 1) PARTITION BY RANGE (at);
CREATE TABLE evt_2025 PARTITION OF evt FOR VALUES FROM ('2025-01-01') TO ('2027-01-01');
CREATE INDEX evt_note ON evt (note);
