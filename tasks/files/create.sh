# create.sh NAME PASSWORD_FILE NEW_VOLUME ARGUMENT...: makes a container whose superuser has a password that nobody knows.
# The image wants one (POSTGRES_PASSWORD_FILE); we use the socket. It is made here and never leaves this machine.
# The container gets its name last: one that has it is whole. NEW_VOLUME goes again when that fails; empty for none.
set -eu
name=$1
file=$2
volume=$3
shift 3

undo() {
    docker rm -f "$name.new" >/dev/null 2>&1 || true
    if [ -n "$volume" ]; then
        docker volume rm -f "$volume" >/dev/null
    fi
    exit 1
}

folder=$(mktemp -d)
trap 'rm -rf "$folder" "$folder.tar"' EXIT
path=${file#/}
mkdir -p "$folder/$(dirname "$path")"
head -c 24 /dev/urandom | base64 >"$folder/$path"
chmod -R a+rX "$folder"
tar -C "$folder" --owner=0 --group=0 -cf "$folder.tar" "$(dirname "$path")"

# Left by a run that was interrupted.
docker rm -f "$name.new" >/dev/null 2>&1 || true
docker create --name "$name.new" "$@" >/dev/null || undo
docker cp - "$name.new:/" <"$folder.tar" || undo
docker rename "$name.new" "$name" || undo
