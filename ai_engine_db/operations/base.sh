# Gets the base image: the one that is here, a registry's, or one bootstrapped from Debian's packages.
set -eu
base=debian:trixie-slim

if docker image inspect "$base" >/dev/null 2>&1; then
    exit 0
fi
if timeout 300 docker pull -q "$base" >/dev/null 2>&1; then
    exit 0
fi
if ! command -v mmdebstrap >/dev/null; then
    if ! command -v apt-get >/dev/null || [ "$(id -u)" != 0 ]; then
        echo "$base cannot be pulled, and only root on Debian or Ubuntu can bootstrap it: docker load it on this host" >&2
        exit 1
    fi
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends mmdebstrap >/dev/null
fi
tar=$(mktemp --suffix=.tar)
trap 'rm -f "$tar"' EXIT
mmdebstrap --quiet --variant=minbase --include=ca-certificates trixie "$tar" >&2
docker import "$tar" "$base" >/dev/null
