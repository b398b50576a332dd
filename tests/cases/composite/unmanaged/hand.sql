CREATE TYPE mine AS (a integer);
