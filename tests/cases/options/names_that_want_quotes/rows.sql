INSERT INTO "Odd things" VALUES (1, 'a');
