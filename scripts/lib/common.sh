# shellcheck shell=bash
# Where things are, how the scripts speak, and how a step is done once. Every script sources this file,
# and with it the rest of this folder.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
ENV_DIR=$ROOT/.env # everything that the scripts make; git ignores it, and deleting it is safe
LOGS=$ENV_DIR/log
export ADDON=complaint_management

# Messages go to standard error: standard output belongs to the tool that a script runs.
say() { printf '\033[1m==>\033[0m %s\n' "$*" >&2; }

refuse() {
    printf 'Stopped: %s\n' "$*" >&2
    exit 1
}

# quietly COMMAND...: keeps the output in the log. Whoever refuses to go on names it.
BOOTSTRAP_LOG=$LOGS/bootstrap.log
quietly() {
    printf '\n$ %s\n' "$*" >>"$BOOTSTRAP_LOG"
    "$@" >>"$BOOTSTRAP_LOG" 2>&1
}

# step MARK KEY MESSAGE COMMAND...: does a step unless the file MARK says that it was finished with the same KEY.
# The mark is written last, so a step that was cut short is done again; it lies inside what the step makes,
# so deleting that deletes the mark.
step() {
    local mark=$1 key=$2 message=$3
    shift 3
    if [ "$(cat "$mark" 2>/dev/null)" = "$key" ]; then return; fi
    say "$message"
    rm -f "$mark"
    "$@"
    printf '%s\n' "$key" >"$mark"
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

own_the_folder() {
    mkdir -p "$ENV_DIR"
    [ -O "$ENV_DIR" ] || refuse "$ENV_DIR belongs to $(stat -c %U "$ENV_DIR"): run this as that user, or delete the folder."
    mkdir -p "$LOGS"
}

# hold_lock NAME: holds a lock until the script ends; fails when another run has it.
hold_lock() {
    exec {LOCK}>>"$ENV_DIR/$1.lock"
    flock --nonblock "$LOCK"
}

wait_for_lock() {
    hold_lock "$1" && return
    say "Waiting for another run to finish ($1)"
    flock "$LOCK"
}

. "$ROOT/scripts/lib/system.sh"
. "$ROOT/scripts/lib/odoo.sh"
. "$ROOT/scripts/lib/postgres.sh"
. "$ROOT/scripts/lib/database.sh"
