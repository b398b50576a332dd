SELECT nextval(pg_get_serial_sequence('evt_2025', 'id')) = 8, nextval(pg_get_serial_sequence('evt', 'id')) = 8;
