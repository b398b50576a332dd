# access.sh, in the container, as postgres: makes the server's parameters, certificate and pg_hba.conf what they should be.
# Before it come functions that print its inputs: `parameters` (SQL), `tls`, `hba` and `ident` (files); empty for no change.
#
# A file is replaced whole, by a rename. The server says what it makes of them before it goes by them, and when it cannot
# use one, all of them are again what they were.

main() {
    set -eu
    umask 077
    changed=
    done=
    trap restore EXIT
    trap 'exit 1' HUP INT TERM PIPE

    data=$(ask 'SHOW data_directory')
    hba_file=$(ask 'SHOW hba_file')
    ident_file=$(ask 'SHOW ident_file')
    replace "$data/tls.pem" "$(tls)"
    keep "$data/postgresql.auto.conf"
    parameters | psql -XAtq -v ON_ERROR_STOP=1 -d postgres -f -
    # Lines for TLS are mistakes to a server that speaks none yet.
    case $(hba) in *hostssl*) reload ;; esac
    replace "$hba_file" "$(hba)"
    replace "$ident_file" "$(ident)"
    wrong=$(ask "SELECT pg_catalog.format('%s, line %s: %s', file_name, line_number, error) FROM pg_catalog.pg_hba_file_rules WHERE error <> ''
        UNION ALL
        SELECT pg_catalog.format('%s, line %s: %s', file_name, line_number, error) FROM pg_catalog.pg_ident_file_mappings WHERE error <> ''")
    [ -z "$wrong" ] || fail "the server rejects $wrong"
    reload
    if [ "$(ask 'SHOW ssl')" = on ] && ! speaks_tls; then
        fail "the server rejects its certificate; its log says why: docker logs"
    fi
    done=true
    for file in $changed; do rm -f "$file.before"; done
}

ask() {
    psql -XAtq -v ON_ERROR_STOP=1 -d postgres -c "$1"
}

# keep FILE: what is there now waits beside it.
keep() {
    rm -f "$1.before"
    if [ -e "$1" ]; then cp -p "$1" "$1.before"; fi
    changed="$changed $1"
}

# replace FILE TEXT
replace() {
    if [ -n "$2" ]; then
        keep "$1"
        printf '%s\n' "$2" >"$1.new"
        sync "$1.new" 2>/dev/null || sync
        mv "$1.new" "$1"
    fi
}

# A new session is told when the server last read its files; once that has changed, the server goes by them.
reload() {
    before=$(ask 'SELECT pg_catalog.pg_conf_load_time()')
    [ "$(ask 'SELECT pg_catalog.pg_reload_conf()')" = t ] || fail "the server could not be told to reload its files"
    for _ in $(seq 100); do
        [ "$(ask 'SELECT pg_catalog.pg_conf_load_time()')" = "$before" ] || return 0
        sleep 0.05
    done
    fail "the server did not reload its files within 5 s"
}

# It need not let us in: what it says to a client that insists on TLS is enough.
speaks_tls() {
    said=$(PGSSLMODE=require psql -XAtqw -h 127.0.0.1 -p "$(ask 'SHOW port')" -d postgres -c '' 2>&1) || true
    case $said in *"not support SSL"* | *"SSL error"*) return 1 ;; esac
}

fail() {
    echo "$*" >&2
    exit 1
}

restore() {
    if [ -z "$done" ] && [ -n "$changed" ]; then
        for file in $changed; do
            if [ -e "$file.before" ]; then mv "$file.before" "$file"; else rm -f "$file"; fi
        done
        ask 'SELECT pg_catalog.pg_reload_conf()' >/dev/null || true
    fi
}

main "$@"
