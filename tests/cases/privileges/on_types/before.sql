CREATE TYPE mood AS ENUM ('calm');
CREATE DOMAIN word AS text;
CREATE TYPE pair AS (a integer);
