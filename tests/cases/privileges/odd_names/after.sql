CREATE TABLE "Odd things" (id integer, "A b" text DEFAULT 'TO :none', c integer[]);
COMMENT ON TABLE "Odd things" IS 'GRANT x TO :none é😀';
-- GRANT x TO :none é😀
CREATE INDEX i ON "Odd things" ((c[1:2]));
GRANT SELECT ("A b") ON "Odd things" TO :app, :role_2;
