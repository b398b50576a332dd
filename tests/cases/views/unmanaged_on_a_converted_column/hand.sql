CREATE VIEW mine AS SELECT n FROM t;
ALTER VIEW mine OWNER TO scratch_owner;
