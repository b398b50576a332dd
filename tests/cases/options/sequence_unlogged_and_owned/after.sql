CREATE TABLE things (id integer);
CREATE UNLOGGED SEQUENCE numbers OWNED BY things.id;
