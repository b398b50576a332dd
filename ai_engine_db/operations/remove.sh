# remove.sh FOLDER...: removes backups. The manifest goes first: what is half removed is no backup any more.

main() {
    set -eu
    for backup in "$@"; do
        rm -f "$backup/manifest.json"
        rm -rf "$backup"
    done
}

main "$@"
