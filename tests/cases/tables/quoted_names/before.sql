CREATE TABLE "Odd Table" ("Id" integer PRIMARY KEY, "select" text);
