CREATE TABLE events (id integer PRIMARY KEY, tenant integer NOT NULL, note text) PARTITION BY RANGE (id);
CREATE TABLE p1 PARTITION OF events FOR VALUES FROM (0) TO (100);
CREATE TABLE p2 PARTITION OF events FOR VALUES FROM (100) TO (200);

CREATE MATERIALIZED VIEW counts AS SELECT tenant, count(*) AS n FROM events GROUP BY tenant;
CREATE UNIQUE INDEX counts_tenant ON counts (tenant);
