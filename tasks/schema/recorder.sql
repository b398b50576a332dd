-- Tells which objects each statement made: an event trigger sees what the server did, whatever the text said.
CREATE SCHEMA recorder;
CREATE TABLE recorder.made (oid oid);
CREATE FUNCTION recorder.record() RETURNS event_trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO recorder.made SELECT objid FROM pg_event_trigger_ddl_commands() WHERE command_tag LIKE 'CREATE %';
END
$$;
CREATE EVENT TRIGGER record ON ddl_command_end EXECUTE FUNCTION recorder.record();
