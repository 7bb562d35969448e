# shellcheck shell=bash
# Databases that a script makes once and uses again. What a database was made from is kept as its comment,
# written last: a database without one is the rest of a run that was cut short.

sql() { psql --dbname "$1" --no-align --tuples-only --quiet --set ON_ERROR_STOP=1 --command "$2"; }

database_exists() { [ -n "$(sql postgres "SELECT 1 FROM pg_database WHERE datname = '$1'")" ]; }

made_from() { sql postgres "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = '$1'"; }

mark_as_made_from() { sql postgres "COMMENT ON DATABASE \"$1\" IS '$2'"; }

drop_database() {
    dropdb --if-exists --force "$1" 2>/dev/null
    rm -rf "$ENV_DIR/data/filestore/$1"
}

# run_odoo LOG ARGUMENTS...: runs Odoo until it is done. Its output goes to LOG, whose end is shown if it fails.
run_odoo() {
    local log=$LOGS/$1.log
    shift
    odoo "$@" >"$log" 2>&1 || {
        tail -n 40 "$log" >&2
        return 1
    }
}

# What an installed addon is made from: its files, and the packages around it.
fingerprint() {
    (
        cat "$VENV/.done" "$VENV/.packages"
        cd "$ROOT" || exit
        find "$ADDON" -type f -not -path '*/__pycache__/*' -print0 | sort --zero-terminated | xargs -0 sha256sum
    ) | sha256sum | cut -c 1-16
}

# All that the addon depends on, installed once without demonstration data: a copy saves half a minute.
DEPENDENCIES_DATABASE=complaint_dependencies

provide_dependencies_database() {
    local modules key
    modules=$("$VENV/bin/python" -c 'import ast, sys; print(",".join(ast.literal_eval(sys.stdin.read())["depends"]))' \
        <"$ROOT/$ADDON/__manifest__.py")
    key=$(cat "$VENV/.done" "$VENV/.packages" - <<<"$modules unaccent" | sha256sum | cut -c 1-16)
    if [ "$(made_from "$DEPENDENCIES_DATABASE")" = "$key" ]; then return; fi
    say "Making a database with what the addon depends on: $modules"
    drop_database "$DEPENDENCIES_DATABASE"
    run_odoo "$DEPENDENCIES_DATABASE" -d "$DEPENDENCIES_DATABASE" -i "$modules" --stop-after-init
    mark_as_made_from "$DEPENDENCIES_DATABASE" "$key"
}

# The apps that the addon works with when they are there, without depending on them, installed once beside what it
# depends on: Odoo adds what joins them, which makes a hundred modules and takes a minute.
APPS=account,gamification,loyalty,project,repair,sale,stock,survey
APPS_DATABASE=complaint_apps

provide_apps_database() {
    local key
    provide_dependencies_database
    key=$(sha256sum <<<"$(made_from "$DEPENDENCIES_DATABASE") $APPS with accounts" | cut -c 1-16)
    if [ "$(made_from "$APPS_DATABASE")" = "$key" ]; then return; fi
    say "Making a database with the apps that the addon works with: $APPS"
    drop_database "$APPS_DATABASE"
    run_odoo "$APPS_DATABASE-copy" db duplicate "$DEPENDENCIES_DATABASE" "$APPS_DATABASE"
    run_odoo "$APPS_DATABASE" -d "$APPS_DATABASE" -i "$APPS" --stop-after-init
    # Accounts for the company, without which it invoices nothing.
    run_odoo "$APPS_DATABASE-accounts" shell -d "$APPS_DATABASE" --no-http <<<"
env['account.chart.template'].try_loading('generic_coa', company=env.company, install_demo=False)
env.cr.commit()"
    mark_as_made_from "$APPS_DATABASE" "$key"
}

# A database as it is before the addon is installed, without demonstration data.
make_database_of_dependencies() {
    ( # a subshell: the lock ends with it
        wait_for_lock "$DEPENDENCIES_DATABASE"
        provide_dependencies_database
        drop_database "$1"
        run_odoo "$1-copy" db duplicate "$DEPENDENCIES_DATABASE" "$1"
    )
}

# The same, with the apps.
make_database_of_apps() {
    (
        wait_for_lock "$DEPENDENCIES_DATABASE"
        provide_apps_database
        drop_database "$1"
        run_odoo "$1-copy" db duplicate "$APPS_DATABASE" "$1"
    )
}

install_addon() { run_odoo "$1-install" -d "$1" -i "$ADDON" --stop-after-init; }

# make_database_without_demo NAME: what the addon depends on, and the addon.
make_database_without_demo() {
    make_database_of_dependencies "$1"
    install_addon "$1"
}

# The same, with the apps.
make_database_with_apps() {
    make_database_of_apps "$1"
    install_addon "$1"
}
