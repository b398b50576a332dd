-- What the server itself has, in one JSON object: version, role, databases, parameters, what can be installed.
-- Of the role's password only what lets us tell whether it is the one we want, never the verifier itself.
SELECT jsonb_build_object(
    'version', current_setting('server_version_num')::integer,
    'standby', pg_is_in_recovery(),
    'role', (
        SELECT jsonb_build_object(
            'login', r.rolcanlogin, 'superuser', r.rolsuper, 'createdb', r.rolcreatedb, 'createrole', r.rolcreaterole,
            'replication', r.rolreplication, 'bypassrls', r.rolbypassrls, 'inherit', r.rolinherit,
            'iterations', split_part(split_part(p.rolpassword, '$', 2), ':', 1),
            'salt', split_part(split_part(p.rolpassword, '$', 2), ':', 2),
            'verifier_sha256', encode(sha256(convert_to(p.rolpassword, 'UTF8')), 'hex')
        )
        FROM pg_roles AS r
        JOIN pg_authid AS p ON p.oid = r.oid
        WHERE r.rolname = :'role'
    ),
    'databases', (
        SELECT jsonb_object_agg(d.datname, jsonb_build_object(
            'owner', pg_get_userbyid(d.datdba), 'encoding', pg_encoding_to_char(d.encoding),
            'settings', (
                SELECT to_jsonb(s.setconfig) FROM pg_db_role_setting AS s WHERE s.setdatabase = d.oid AND s.setrole = 0
            )
        ))
        FROM pg_database AS d WHERE NOT d.datistemplate
    ),
    'stamp', :'stamp',
    'parameters', (
        SELECT jsonb_object_agg(s.name, jsonb_build_object(
            'value', current_setting(s.name), 'source', s.source, 'restart', s.context = 'postmaster',
            'pending', s.pending_restart, 'file', f.setting
        ))
        FROM pg_settings AS s
        LEFT JOIN (
            SELECT DISTINCT ON (name) name, setting FROM pg_file_settings ORDER BY name, seqno DESC
        ) AS f USING (name)
        WHERE s.name = ANY (string_to_array(:'parameters', ','))
    ),
    'available', (SELECT jsonb_agg(name) FROM pg_available_extensions)
);
