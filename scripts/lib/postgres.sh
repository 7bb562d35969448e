# shellcheck shell=bash
# PostgreSQL: a private cluster on a Unix socket, or the server that PGHOST, PGPORT or PGUSER name.
#
# A script that needs it calls use_postgres. The cluster starts with the first such script and stops with the last.
# One that was started by hand (scripts/postgres start) keeps running.

uses_private_postgres() { [ -z "${PGHOST:-}${PGPORT:-}${PGUSER:-}" ] || [ "${PGHOST:-}" = "$(postgres_home)/socket" ]; }

# Started as root, PostgreSQL runs as another user, who must be able to walk to its folder, and a socket's path has
# at most 107 bytes. Where the checkout lies too deep or is closed to others, the cluster lives elsewhere.
postgres_home() {
    local home=$ENV_DIR/postgres
    if [ ${#home} -gt 80 ] || ! as_postgres test -x "$ENV_DIR"; then
        home=/var/tmp/$ADDON-$(id -u)-$(cksum <<<"$ENV_DIR" | cut -d' ' -f1)
    fi
    echo "$home"
}

as_postgres() {
    if [ "$(id -u)" = 0 ] && id postgres >/dev/null 2>&1; then
        (cd / && runuser -u postgres -- "$@")
    else
        "$@"
    fi
}

# The programs of the newest version installed; they are not on the path.
postgres_bin() { dirname "$(find /usr/lib/postgresql -path '*/bin/initdb' | sort --version-sort | tail -n 1)"; }

provide_postgres() {
    if ! uses_private_postgres; then return; fi
    local home
    home=$(postgres_home)
    step "$home/.done" "$home $(postgres_bin)" "Making a private PostgreSQL cluster" make_cluster "$home"
}

make_cluster() {
    local home=$1
    if [ -e "$home/data/postmaster.pid" ]; then stop_postgres || true; fi
    rm -rf "$home"
    mkdir "$home"
    # Whoever can walk to the socket may connect: only this user (and root) can.
    chmod 700 "$home"
    if [ "$(id -u)" = 0 ]; then chown postgres: "$home"; fi
    as_postgres mkdir "$home/socket"
    quietly as_postgres "$(postgres_bin)/initdb" --pgdata "$home/data" --username odoo --auth trust \
        --encoding UTF8 --locale C.UTF-8 --no-sync ||
        refuse "the PostgreSQL cluster could not be made. Details: $BOOTSTRAP_LOG"
    as_postgres tee -a "$home/data/postgresql.conf" >/dev/null <<END

listen_addresses = ''
unix_socket_directories = '$home/socket'
max_connections = 200
shared_buffers = 512MB
maintenance_work_mem = 128MB
log_min_messages = fatal
# A throw-away cluster for demonstrations and tests: speed, not safety against power cuts.
fsync = off
synchronous_commit = off
full_page_writes = off
END
}

connect_to_postgres() {
    if uses_private_postgres; then
        PGHOST=$(postgres_home)/socket
        export PGHOST PGUSER=odoo
        unset PGPORT
    fi
}

postgres_answers() { psql --dbname postgres --command 'SELECT' >/dev/null 2>&1; }

# Holds a shared lock while the calling script lives: the last one to let go stops the cluster.
use_postgres() {
    connect_to_postgres
    if ! uses_private_postgres; then
        postgres_answers || refuse "PostgreSQL at ${PGHOST:-its default socket} does not answer. Check PGHOST, PGPORT," \
            "PGUSER and PGPASSWORD, or unset them to get a private one."
        return
    fi
    exec 8>>"$ENV_DIR/postgres.users"
    flock --shared 8
    trap release_postgres EXIT
    start_postgres scripts
}

release_postgres() {
    if [ "$(cat "$ENV_DIR/postgres.starter")" = scripts ] && flock --nonblock --exclusive 8; then
        stop_postgres || true
    fi
    exec 8>&-
}

# start_postgres WHO: "scripts" lets the last script stop it, "hand" keeps it running.
start_postgres() {
    (
        flock 7
        if postgres_answers; then
            if [ "$1" = hand ]; then echo hand >"$ENV_DIR/postgres.starter"; fi
        else
            echo "$1" >"$ENV_DIR/postgres.starter"
            # The server must not inherit the lock that tells whether anybody uses it.
            as_postgres "$(postgres_bin)/pg_ctl" start --silent --wait --timeout 60 --pgdata "$(postgres_home)/data" \
                --log "$(postgres_home)/log" >/dev/null 7>&- 8>&- ||
                refuse "PostgreSQL does not start. Details: $(postgres_home)/log"
        fi
    ) 7>>"$ENV_DIR/postgres.lock"
}

stop_postgres() {
    as_postgres "$(postgres_bin)/pg_ctl" stop --silent --mode fast --pgdata "$(postgres_home)/data" >/dev/null
}
