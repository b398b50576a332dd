# create.sh NAME PASSWORD_FILE NEW_VOLUME ARGUMENT...: makes a container whose superuser has a password that nobody knows.
# Other images want one (POSTGRES_PASSWORD_FILE, empty for none); we use the socket. It is made here and never leaves this
# machine. On its first start the server gets the parameters that function `parameters` prints.
# The container gets its name last: one that has it is whole. NEW_VOLUME goes again when that fails; empty for none.
# Two deploys at once: the second waits where there is flock, and takes the container that the first has made.
set -eu
name=$1
file=$2
volume=$3
shift 3

if command -v flock >/dev/null; then
    lock=${TMPDIR:-/tmp}/ai-engine-db-$name.lock
    # Anybody may take it: another user may be at it too.
    [ -e "$lock" ] || (umask 111 && : >"$lock") 2>/dev/null || true
    exec 9<"$lock"
    if ! flock -n 9; then
        echo "waited for another deploy that made container $name"
        flock 9
    fi
    # Docker would take the name for the beginning of another's id too.
    form="{{if eq .Name \"/$name\"}}{{index .Config.Labels \"ai-engine-db.definition\"}}{{else}}none{{end}}"
    if has=$(docker container inspect -f "$form" "$name" 2>/dev/null) && [ "$has" != none ]; then
        case "$*" in *"ai-engine-db.definition=$has "*) exit 0 ;; esac
        echo "another deploy has just made container $name otherwise: $has" >&2
        exit 1
    fi
fi

undo() {
    docker rm -f -v "$name.new" >/dev/null 2>&1 || true
    if [ -n "$volume" ]; then
        docker volume rm -f "$volume" >/dev/null
    fi
    exit 1
}

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# put FILE WHERE
put() {
    chmod -R a+rX "$folder"
    tar -C "$folder" --owner=0 --group=0 -cf - "$1" | docker cp - "$name.new:$2"
}
parameters >"$folder/parameters.sql"

# Left by a run that was interrupted.
docker rm -f -v "$name.new" >/dev/null 2>&1 || true
docker create --name "$name.new" "$@" >/dev/null || undo
put parameters.sql /docker-entrypoint-initdb.d || undo
if [ -n "$file" ]; then
    path=${file#/}
    mkdir -p "$folder/$(dirname "$path")"
    head -c 24 /dev/urandom | base64 >"$folder/$path"
    put "$(dirname "$path")" / || undo
fi
docker rename "$name.new" "$name" || undo
