CREATE TABLE "Odd things" (id integer NOT NULL, "The doc" text);
CREATE UNIQUE INDEX "By id" ON "Odd things" (id);
CREATE VIEW "V 1" AS SELECT "The doc" FROM "Odd things";
