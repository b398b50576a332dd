CREATE COLLATION plain FROM "C";
CREATE TABLE names (name text COLLATE plain, n integer) PARTITION BY RANGE (name);
CREATE TABLE names_a PARTITION OF names FOR VALUES FROM ('a') TO ('m');
CREATE STATISTICS by_name ON name, n FROM names;
CREATE VIEW seen AS SELECT name FROM names;
CREATE RULE no_more AS ON INSERT TO seen DO INSTEAD NOTHING;
COMMENT ON RULE no_more ON seen IS 'Read only.';
