INSERT INTO "Odd Table" VALUES (1, 'x');
