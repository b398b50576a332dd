CREATE FUNCTION watch() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE TABLE t (id integer);

CREATE EVENT TRIGGER watch ON ddl_command_end EXECUTE FUNCTION watch();
