# shellcheck shell=bash
# Debian's packages: what Odoo, PostgreSQL, PDFs, the tests in a browser and the compiling of psycopg2 need.

SYSTEM_PACKAGES=(
    ca-certificates debian-archive-keyring
    python3 python3-dev python3-venv gcc libc6-dev libpq-dev
    # What Debian's Odoo links to instead of carrying it.
    fonts-font-awesome fonts-glyphicons-halflings fonts-inconsolata fonts-ocr-b fonts-roboto-unhinted
    libjs-jquery libjs-jquery-form libjs-underscore
    # Chinese on PDFs and in pictures; Noto would not let the text of a PDF be searched.
    fonts-wqy-microhei
    # Tests in a real browser; scripts/lint.
    chromium shellcheck
)

install_system_packages() {
    command -v apt-get >/dev/null || refuse "there is no apt-get here. Use Debian 12 or 13 (a container will do)," \
        "or add the addon to an Odoo 19 of your own, as README.md says."
    local wanted=("${SYSTEM_PACKAGES[@]}") missing
    if uses_private_postgres; then wanted+=(postgresql); else wanted+=(postgresql-client); fi
    mapfile -t missing < <(not_installed "${wanted[@]}")
    if [ ${#missing[@]} -gt 0 ]; then
        refresh_package_lists
        install_packages "${missing[@]}"
    fi
    install_wkhtmltopdf
    install_sample_mails
}

not_installed() {
    local package
    for package in "$@"; do
        dpkg-query --show --showformat '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || echo "$package"
    done
}

refresh_package_lists() {
    may_install
    say "Refreshing the list of system packages"
    quietly as_root apt-get update --quiet -o APT::Update::Error-Mode=any ||
        refuse "the package mirror cannot be reached. Check the network connection and start again." \
            "Details: $BOOTSTRAP_LOG"
}

may_install() {
    [ "$(id -u)" = 0 ] || command -v sudo >/dev/null ||
        refuse "there is no sudo here. Install it, or run this once as root: apt-get install --no-install-recommends" \
            "${SYSTEM_PACKAGES[*]} postgresql wkhtmltopdf"
}

install_packages() {
    may_install
    say "Installing system packages: $*"
    without_system_cluster quietly as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install --quiet --yes --no-install-recommends "$@" ||
        refuse "the system packages could not be installed. Details: $BOOTSTRAP_LOG"
}

# Debian's postgresql package starts a cluster of its own when it is first installed; nobody asked for that one.
without_system_cluster() {
    local drop_in=/etc/postgresql-common/createcluster.d/$ADDON.conf status=0
    as_root mkdir -p "${drop_in%/*}"
    echo "create_main_cluster = false" | as_root tee "$drop_in" >/dev/null
    "$@" || status=$?
    as_root rm -f "$drop_in"
    return "$status"
}

# Debian 13 has no wkhtmltopdf: everything else works there without it.
install_wkhtmltopdf() {
    if command -v wkhtmltopdf >/dev/null; then return; fi
    if [ -n "$(apt-cache search --names-only '^wkhtmltopdf$')" ]; then
        install_packages wkhtmltopdf
    else
        say "No PDFs here: this system's packages have no wkhtmltopdf. All else works"
    fi
}

# The mails that CPython is tested with: Debian keeps Python's own tests apart. Another Python brings them along.
install_sample_mails() {
    if "$PYTHON" -I -c "import test.test_email" 2>/dev/null; then return; fi
    local package
    package=$("$PYTHON" -I -c 'import sys; print("libpython%d.%d-testsuite" % sys.version_info[:2])')
    knows_package "$package" || refresh_package_lists
    if knows_package "$package"; then
        install_packages "$package"
    else
        say "No sample mails for this Python: the test of incoming mails that needs them will fail and say so"
    fi
}

knows_package() { [ -n "$(apt-cache search --names-only "^${1//./\\.}\$")" ]; }

PYTHON=${PYTHON:-python3}

check_python() {
    if ! command -v "$PYTHON" >/dev/null; then
        [ "$PYTHON" = python3 ] || refuse "PYTHON=$PYTHON is no command."
        return # apt-get will bring it
    fi
    "$PYTHON" -c 'import sys; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 13))' ||
        refuse "$("$PYTHON" --version 2>&1) does not run Odoo 19. Name one from 3.10 to 3.13: PYTHON=/usr/bin/python3.11"
}
