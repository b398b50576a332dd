# load.sh CONTAINER SUPERUSER BACKUP SCRATCH CONNINFO KEEP: restores a backup into a database of its own, and prints what
# is in it. That is dropped again when something fails, and unless KEEP is `true` also when nothing does.
# Before it come functions that print its inputs: `files` (sha256, bytes, name), `create`, `arrange` and `drop` (SQL for
# psql in database postgres), and `contents` (SQL for psql in the restored one).

main() {
    set -eu
    container=$1
    superuser=$2
    backup=$3
    scratch=$4
    conninfo=$5
    keep=$6
    work=
    made=
    done=
    trap clean EXIT
    trap 'exit 1' HUP INT TERM PIPE

    work=$(docker exec -u postgres "$container" mktemp -d /tmp/ai-engine-db-XXXXXX)
    said=$(docker cp "$backup/." "$container:$work/" 2>&1) || fail "$said"
    # What was copied belongs to root, and to nobody else.
    docker exec -u root "$container" chown -R postgres "$work"
    wrong=$(files | inside sh -c 'cd "$work" && while read -r sum bytes name; do
        if [ ! -e "$name" ]; then echo "$name is missing"
        elif [ "$(($(wc -c <"$name")))" != "$bytes" ]; then echo "$name has $(($(wc -c <"$name"))) bytes instead of $bytes"
        elif [ "$(sha256sum <"$name" | cut -d " " -f 1)" != "$sum" ]; then echo "$name is altered: its sha256 differs"
        fi; done')
    [ -z "$wrong" ] || fail "$wrong"

    made=true
    create | inside psql -XAtq -v ON_ERROR_STOP=1 -d postgres -f -
    # The last commits may be lost in a crash, and with them the scratch database: the swap waits for the disk.
    inside env PGOPTIONS='-c synchronous_commit=off -c client_min_messages=warning' sh -c '
        cores=$(nproc 2>/dev/null || getconf _NPROCESSORS_ONLN)
        pg_restore --exit-on-error --jobs=$((cores < 16 ? cores : 16)) --dbname="$conninfo" "$work"' </dev/null
    arrange | inside psql -XAtq -v ON_ERROR_STOP=1 -d postgres -f -
    echo '##contents##'
    contents | inside env PGDATABASE="$scratch" psql -XAtq -v ON_ERROR_STOP=1 -v sequences=true -v rows=true -f -
    done=true
}

inside() {
    docker exec -i -u postgres -e PGUSER="$superuser" -e work="$work" -e conninfo="$conninfo" \
        -e PGOPTIONS="-c client_min_messages=warning -c timezone=UTC -c statement_timeout=0" "$container" "$@"
}

fail() {
    echo "$*" >&2
    exit 1
}

clean() {
    if [ -n "$work" ]; then docker exec -u root "$container" rm -rf "$work" || true; fi
    if [ -n "$made" ] && { [ "$keep" != true ] || [ -z "$done" ]; }; then
        drop | inside psql -XAtq -d postgres -f - || true
    fi
}

main "$@"
