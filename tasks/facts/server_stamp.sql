-- Names the state of the server's roles and databases, in one value.
SELECT md5(concat_ws(
    ' ',
    (SELECT string_agg(concat_ws(' ', oid, xmin), ',' ORDER BY oid) FROM pg_authid),
    (SELECT string_agg(concat_ws(' ', roleid, member, grantor, xmin), ',' ORDER BY roleid, member, grantor) FROM pg_auth_members),
    (
        SELECT string_agg(concat_ws(' ', oid, datname, datdba, encoding, datallowconn, datconnlimit, datacl), ',' ORDER BY oid)
        FROM pg_database
    ),
    (SELECT string_agg(concat_ws(' ', setdatabase, setrole, xmin), ',' ORDER BY setdatabase, setrole) FROM pg_db_role_setting)
)) AS stamp
