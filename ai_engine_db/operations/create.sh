# create.sh NAME PASSWORD_FILE NEW_VOLUME OLD ARGUMENT...: makes a container whose superuser has a password that nobody
# knows. Other images want one (POSTGRES_PASSWORD_FILE, empty for none); we use the socket. It is made here and never
# leaves this machine. On its first start the server gets the parameters that function `parameters` prints.
# The container gets its name last: one that has it is whole. NEW_VOLUME goes again when that fails; empty for none. OLD,
# the id of the container whose place it takes, stays as it is until then; empty for none.
# Two deploys at once: the second prints only `##busy ` and who is at it, where there is flock, or takes the container
# that the first has made. What they lock is the root folder: whoever they are, they can, and nobody else can have put
# something of his own in its place, as in /tmp.

main() {
    set -eu
    name=$1
    file=$2
    volume=$3
    old=$4
    shift 4
    folder=
    making=

    # No program that we start is to hold the lock when we are gone.
    if command -v flock >/dev/null; then
        exec 9</
        if ! flock -n 9; then
            echo "##busy $(holder)"
            exit 0
        fi
        # Docker would take the name for the beginning of another's id too.
        form="{{if eq .Name \"/$name\"}}{{.ID}} {{index .Config.Labels \"ai-engine-db.definition\"}}{{else}}none{{end}}"
        has=$(docker container inspect -f "$form" "$name" 2>/dev/null) || has=none
        if [ "$has" != none ] && [ "${has%% *}" != "$old" ]; then
            case "$*" in *"ai-engine-db.definition=${has#* } "*) exit 0 ;; esac
            echo "another deploy has just created container $name with another definition: ${has#* }" >&2
            exit 1
        fi
    fi

    trap clean EXIT
    trap 'exit 1' HUP INT TERM PIPE
    folder=$(mktemp -d)
    parameters >"$folder/parameters.sql"
    # Left by a run that was interrupted.
    docker rm -f -v "$name.new" >/dev/null 2>&1 9<&- || true
    making=true
    docker create --name "$name.new" "$@" >/dev/null 9<&-
    put parameters.sql /docker-entrypoint-initdb.d
    if [ -n "$file" ]; then
        path=${file#/}
        mkdir -p "$folder/$(dirname "$path")"
        head -c 24 /dev/urandom | base64 >"$folder/$path"
        put "$(dirname "$path")" /
    fi
    if [ -n "$old" ]; then
        # SIGINT, PostgreSQL's fast shutdown, and time to write what is in memory.
        docker stop -t 120 "$old" >/dev/null 9<&-
        docker rm -v "$old" >/dev/null 9<&-
    fi
    docker rename "$name.new" "$name" 9<&-
    making=
}

# put FILE WHERE
put() {
    chmod -R a+rX "$folder"
    tar -C "$folder" --owner=0 --group=0 -cf - "$1" | docker cp - "$name.new:$2" 9<&-
}

# Who has the root folder locked, as far as we may know: another user's open files are that user's alone.
holder() {
    inode=$(stat -c %i /)
    for info in /proc/[0-9]*/fdinfo/*; do
        if grep -qs "^lock:.*FLOCK.*:$inode 0 EOF" "$info"; then
            process=${info#/proc/}
            process=${process%%/*}
            words=$(tr '\0' ' ' <"/proc/$process/cmdline" 2>/dev/null | cut -c 1-80) || continue
            echo "process $process of $(stat -c %U "/proc/$process"), ${words% }"
            return
        fi
    done
    echo "another user's process"
}

clean() {
    if [ -n "$folder" ]; then rm -rf "$folder"; fi
    if [ -n "$making" ]; then
        docker rm -f -v "$name.new" >/dev/null 2>&1 9<&- || true
        if [ -n "$volume" ]; then docker volume rm -f "$volume" >/dev/null 9<&- || true; fi
    fi
}

main "$@"
