CREATE TABLE "Odd things" (id integer NOT NULL, "The doc" text STORAGE EXTERNAL);
CREATE UNIQUE INDEX "By id" ON "Odd things" (id) WITH (fillfactor = 50);
ALTER TABLE "Odd things" REPLICA IDENTITY USING INDEX "By id";
ALTER TABLE "Odd things" CLUSTER ON "By id";
CREATE VIEW "V 1" AS SELECT "The doc" FROM "Odd things";
COMMENT ON COLUMN "V 1"."The doc" IS 'it''s';
