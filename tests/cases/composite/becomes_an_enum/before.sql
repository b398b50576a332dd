CREATE TYPE thing AS (x integer);
