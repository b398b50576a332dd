CREATE TYPE thing AS ENUM ('x');
