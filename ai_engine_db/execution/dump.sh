# dump.sh, in the container, as postgres: dumps PGDATABASE into $work/dump and writes $work/output.
# One session holds a snapshot; the dump and what is read of the rows are both of that very moment. It begins with what
# $opening says, and holds that lock to its end. Who is in the way is the only thing that is printed.
set -eu
umask 077

# What a killed run left, untouched for a day and named by no process.
for old in /tmp/ai-engine-db-*; do
    if [ -d "$old" ] && [ -n "$(find "$old" -prune -mtime +0)" ] && ! grep -qsF -- "$old" /proc/[0-9]*/cmdline; then
        rm -rf "$old" || true
    fi
done

cat >"$work/contents.sql"
# Besides the session with the snapshot, the one that reads the rows, and pg_dump's first.
jobs=$(parallel 3)
export jobs
# Whichever of the two fails ends the other, by its session: the server takes a client that dies of a signal, when its
# parent is gone, for a process of its own that crashed.
export together='
stop() {
    psql -XAtqc "SELECT pg_catalog.count(pg_catalog.pg_terminate_backend(pid)) FROM pg_catalog.pg_stat_activity WHERE datname = pg_catalog.current_database()
        AND application_name = pg_catalog.current_setting(\$\$application_name\$\$) AND pid <> pg_catalog.pg_backend_pid()" >/dev/null
}
{
    LC_ALL=C pg_dump --format=directory --jobs="$jobs" --compress=zstd --snapshot="$snapshot" --lock-wait-timeout=60s \
        --file="$work/dump" 2>"$work/errors" || { stop; false; }
} &
# read_rows ROWS OWN: the owner reads the rows of its tables itself.
read_rows() {
    psql -XAtq -v ON_ERROR_STOP=1 -v sequences=false -v rows="$1" -v own="$2" -v owner="$owner" -v snapshot="$snapshot" \
        -f "$work/contents.sql"
}
if read_rows true false >"$work/rows" && PGUSER="$owner" PGOPTIONS="$owning" read_rows false true >>"$work/rows"; then
    wait $! && touch "$work/complete"
else
    stop
    wait $!
fi'

# The sequences come first: what is dumped of them is then never behind.
{
    printf '%s\n' "$opening"
    cat <<'SQL'
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
\set sequences true
\set rows false
\set own false
\i :work/contents.sql
SELECT pg_catalog.pg_export_snapshot() AS snapshot \gset
\setenv snapshot :snapshot
\! sh -c "$together"
SQL
} | psql -XAtq -v ON_ERROR_STOP=1 -v work="$work" >"$work/sequences" 2>"$work/refused" || true
if [ ! -e "$work/complete" ]; then
    if grep "^##held " "$work/sequences"; then exit 0; fi
    # A worker of pg_dump does not wait for a lock behind somebody who wants all of a table.
    if said=$(grep -hsm 1 -e 'could not obtain lock' -e 'lock timeout' "$work/errors" "$work/refused"); then
        echo "##locked $said"
        exit 0
    fi
    cat "$work/refused" "$work/errors" >&2 2>/dev/null
    exit 1
fi

cd "$work/dump"
{
    cat "$work/sequences" "$work/rows"
    echo '##files##'
    sha256sum * | while read -r sum name; do echo "$sum $(($(wc -c <"$name"))) $name"; done
    echo '##version##'
    pg_dump --version
} >"$work/output"
