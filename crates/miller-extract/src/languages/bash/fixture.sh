#!/usr/bin/env bash
# Deploys a site to its hosts, one after the other.
set -euo pipefail

# Where releases are kept.
readonly RELEASES=/srv/releases
export DEPLOY_USER="deploy"
declare -r KEEP=5 TIMEOUT=30
declare -A hosts=([web]="10.0.0.1" [cache]="10.0.0.2")
declare -x -i retries
typeset -a queue
verbose=${VERBOSE:-0} dry_run=
VERSION=$(git describe --tags)
verbose=1
paths=(/etc /usr/"$VERSION")
hosts[db]=10.0.0.3
export PATH="$RELEASES/bin:$PATH" EDITOR

source "$(dirname "$0")/common.sh"
. ./lib/colours.sh
. /etc/os-release || true

# Lists with hidden files.
alias ll='ls -la' # not a doc of what follows
alias gs='git status' gd="git diff"

# Prints a message to the error stream.
#
#   log LEVEL MESSAGE…
log() {
    local level=$1
    shift
    printf '[%s] %s\n' "$level" "$*" >&2
}

# This comment stands apart.

function fail {
    log error "$@"
    exit 1
}

#######################################
# Runs a command on a host.
# Arguments:
#   The host, the command.
#######################################
function remote() {
    local host="$1" command
    local -r user=${DEPLOY_USER:?}
    command=${2:-uptime}
    ssh -o "ConnectTimeout=$TIMEOUT" "$user@$host" -- "$command" || fail "no $host"
    last_host=$host
    ((retries++))
}

deploy::upload() (
    cd "$RELEASES"
    local name archive size
    for name in "${!hosts[@]}"; do
        archive=$(mktemp)
        tar -czf "$archive" . 2>/dev/null
        while read -r size file; do
            log info "uploading $size of $file"
        done < <(du -h "$archive")
        case $name in
            web | cache) remote "${hosts[$name]}" "tar -xz" < "$archive" ;;
            *) log warn "unknown ${name}" ;;
        esac
    done
)

rollback-all() {
    cleanup() { rm -rf "$RELEASES/tmp"; }
    trap cleanup EXIT
    trap 'log debug done' INT
    sudo -u "$DEPLOY_USER" log info "as another"
    env LANG=C remote web "ls"
    LANG=C remote cache "ls"
    if ! command -v rsync >/dev/null; then
        fail "rsync is missing"
    elif [[ $dry_run == 1 && -n ${queue[0]} ]]; then
        log info dry
    fi
    unset -f cleanup
    declare -g current=$VERSION
    cat <<EOF | ssh "$DEPLOY_USER@web" sh
release=$VERSION
$(log debug inside)
EOF
    "$RELEASES"/bin/notify --all
    "$EDITOR" notes
}

usage() if [ $# -gt 0 ]; then echo "usage: $0"; fi

select choice in upload rollback; do
    "$choice"
done

for ((i = 0; i < KEEP; i++)); do
    echo "$i $((KEEP - i))"
done

while getopts "vn" option; do
    case "$option" in
        v) verbose=1 ;;
        n) dry_run=1 ;;
        *) usage "$@" ;;
    esac
done

main() { deploy::upload && rollback-all; }

[[ ${BASH_SOURCE[0]} == "$0" ]] && main "$@"

enable_debug() {
    alias trace='set -x'
    export DEBUG=1 LEVEL
    readonly mode=loud
    count=1
    printf '%s\n' "$mode" "${count#0}" "${10}"
}
declare -i total first=1 second
export -f log

fetch() {
    address=$1 target=$2
    if hash curl; then
        curl -o "$target" "$address"
    elif remote web; then
        log info remote
    else
        fail "nothing fetches $address"
    fi
}
