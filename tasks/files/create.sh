# create.sh NAME PASSWORD_FILE ARGUMENT...: makes a container whose superuser has a password that nobody knows.
# The image wants one (POSTGRES_PASSWORD_FILE); we use the socket. It is made here and never leaves this machine.
set -eu
name=$1
file=$2
shift 2

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
path=${file#/}
mkdir -p "$folder/$(dirname "$path")"
head -c 24 /dev/urandom | base64 >"$folder/$path"
chmod -R a+rX "$folder"
tar -C "$folder" --owner=0 --group=0 -cf "$folder.tar" "$(dirname "$path")"
trap 'rm -rf "$folder" "$folder.tar"' EXIT

docker create "$@" >/dev/null
docker cp - "$name:/" <"$folder.tar" || {
    docker rm "$name" >/dev/null
    exit 1
}
