# finish.sh FOLDER NAME: completes FOLDER/NAME.partial with its manifest, which function `manifest` prints.
# It gets its name only when every byte of it is on the disk.

main() {
    set -eu
    umask 077
    folder=$1
    name=$2
    trap 'rm -rf "$folder/$name.partial"' EXIT
    trap 'exit 1' HUP INT TERM PIPE

    if [ -e "$folder/$name" ]; then
        echo "$folder/$name already exists" >&2
        exit 1
    fi
    manifest >"$folder/$name.partial/manifest.json"
    sync_files "$folder/$name.partial"/* "$folder/$name.partial"
    mv "$folder/$name.partial" "$folder/$name"
    sync_files "$folder"
}

# Not every sync takes names; one that does not, syncs all.
sync_files() {
    sync "$@" 2>/dev/null || sync
}

main "$@"
