CREATE COLLATION plain FROM "C";
CREATE TABLE names (name text COLLATE plain, n integer) PARTITION BY RANGE (name);
CREATE TABLE names_a PARTITION OF names FOR VALUES FROM ('a') TO ('m');
CREATE STATISTICS by_name ON name, n FROM names;
CREATE VIEW some AS SELECT name FROM names;
CREATE RULE none AS ON INSERT TO some DO INSTEAD NOTHING;
COMMENT ON RULE none ON some IS 'Read only.';
