-- Tells what each statement made, changed or described: an event trigger sees what the server did, whatever the text said.
CREATE SCHEMA recorder;
CREATE TABLE recorder.made (tag text, classid oid, oid oid, part integer);
GRANT USAGE ON SCHEMA recorder TO PUBLIC;
GRANT ALL ON recorder.made TO PUBLIC;
CREATE FUNCTION recorder.record() RETURNS event_trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO recorder.made
    SELECT command_tag, classid, objid, objsubid FROM pg_event_trigger_ddl_commands()
    WHERE command_tag ~ '^(CREATE|ALTER) ' OR command_tag = 'COMMENT';
END
$$;
CREATE EVENT TRIGGER record ON ddl_command_end EXECUTE FUNCTION recorder.record();
