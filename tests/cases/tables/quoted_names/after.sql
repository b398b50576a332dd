CREATE TABLE "Odd Table" ("Id" bigint PRIMARY KEY, "select" text NOT NULL DEFAULT '', "a""b" text);
CREATE INDEX "Odd Index" ON "Odd Table" ("select", "a""b");
