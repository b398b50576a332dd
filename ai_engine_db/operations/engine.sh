# Installs Docker's engine where it is missing, and starts it: by systemd where that runs, directly where not.
set -eu

fail() {
    echo "$*" >&2
    exit 1
}

if ! command -v dockerd >/dev/null; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq || fail "apt-get update failed: is there a network?"
    apt-get install -y -qq --no-install-recommends docker.io iptables >/dev/null || fail "docker.io could not be installed"
fi

# The package may have started it; or only the client was missing.
if docker version >/dev/null 2>&1; then
    exit 0
fi
daemon=
log="the journal (journalctl -u docker)"
if [ -d /run/systemd/system ]; then
    systemctl enable --now docker
else
    setsid dockerd >/var/log/dockerd.log 2>&1 </dev/null &
    daemon=$!
    log=/var/log/dockerd.log
fi

for _ in $(seq 120); do
    if docker version >/dev/null 2>&1; then
        exit 0
    fi
    if [ -n "$daemon" ] && ! kill -0 "$daemon" 2>/dev/null; then
        grep -v level=info /var/log/dockerd.log | tail -n 8 >&2
        fail "dockerd exited, see above; its log is in $log"
    fi
    sleep 0.5
done
fail "the Docker engine did not answer within 60 s: its log is in $log"
