# swap.sh CONTAINER SUPERUSER: puts a restored database in the place of another. Before it come functions that print
# SQL for psql: `sessions` ends those of the old database, while `swap` waits for it; `drop` is for when that fails.

main() {
    set -eu
    container=$1
    superuser=$2
    trap 'swapped=${swapped:-}; if [ -z "$swapped" ]; then drop | psql_; fi' EXIT
    trap 'exit 1' HUP INT TERM PIPE

    sessions | psql_ &
    swap | psql_
    swapped=true
    wait
}

psql_() {
    docker exec -i -u postgres -e PGOPTIONS="-c client_min_messages=warning" "$container" \
        psql -XAtq -v ON_ERROR_STOP=1 -U "$superuser" -d postgres -f -
}

main "$@"
