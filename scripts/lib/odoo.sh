# shellcheck shell=bash
# Odoo 19 and the Python packages around it. Odoo is no PyPI package, but Debian's unstable suite has it: it is
# fetched from the machine's own mirror without touching the machine's sources, and unpacked, not installed.

ODOO_UNPACKED=$ENV_DIR/odoo
VENV=$ENV_DIR/venv
# For axe.min.js, which finds barriers on pages: taken without the 50 MB of browser driver that it asks for.
AXE_PACKAGE=axe-playwright-python==0.1.8

export ODOO_RC=$ENV_DIR/odoo.conf

# The folder that holds the Python package `odoo`.
odoo_parent() {
    local source=${ODOO_SOURCE:-$ODOO_UNPACKED} debian=usr/lib/python3/dist-packages
    if [ -e "$source/$debian/odoo/release.py" ]; then source=$source/$debian; fi
    realpath "$source"
}

provide_odoo() {
    if [ -n "${ODOO_SOURCE:-}" ]; then
        grep -qs "^version_info = (19, 0" "$(odoo_parent)/odoo/release.py" ||
            refuse "ODOO_SOURCE=$ODOO_SOURCE holds no Odoo 19.0. Name the folder that has odoo/release.py in it."
    else
        step "$ODOO_UNPACKED/.done" "1" "Fetching Odoo 19 (120 MB)" fetch_odoo
    fi
}

# Odoo comes as text only, and not every machine lets Python keep what it made of it: each start would make it anew.
compile_odoo() {
    quietly "$VENV/bin/python" -m compileall -q -j 0 "$ODOO_UNPACKED/usr/lib/python3/dist-packages/odoo" ||
        refuse "Odoo could not be compiled. Details: $BOOTSTRAP_LOG"
}

fetch_odoo() {
    local folder=$ENV_DIR/apt part=$ENV_DIR/odoo.part
    rm -rf "$folder" "$part"
    mkdir -p "$folder/lists/partial" "$folder/cache/archives/partial"
    echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $(debian_mirror) sid main" >"$folder/sources.list"
    (cd "$folder" && quietly sid_apt_get update && quietly sid_apt_get download odoo-19) ||
        refuse "Odoo 19 cannot be fetched from Debian's mirror. Check the network connection and start again," \
            "or name an Odoo 19 that you have: ODOO_SOURCE=/path. Details: $BOOTSTRAP_LOG"
    dpkg-deb --extract "$folder"/odoo-19_*.deb "$part"
    complete_odoo "$part"
    rm -rf "$ODOO_UNPACKED" "$folder"
    mv "$part" "$ODOO_UNPACKED"
}

# apt-get with sources, lists and cache of its own, in our folder.
sid_apt_get() {
    local folder=$ENV_DIR/apt
    apt-get --quiet -o Dir::Etc::SourceList="$folder/sources.list" -o Dir::Etc::SourceParts=- \
        -o Dir::State::Lists="$folder/lists" -o Dir::Cache="$folder/cache" \
        -o APT::Sandbox::User=root -o APT::Update::Error-Mode=any "$@"
}

debian_mirror() {
    local mirrors
    mirrors=$(known_mirrors)
    if [ -z "$mirrors" ]; then # the package lists were never fetched on this machine
        refresh_package_lists
        mirrors=$(known_mirrors)
    fi
    [ -n "$mirrors" ] || refuse "apt-get knows no Debian mirror here. Name an Odoo 19 that you have: ODOO_SOURCE=/path"
    head -n 1 <<<"$mirrors"
}

# shellcheck disable=SC2016 # apt-get replaces $(REPO_URI), not the shell
known_mirrors() { apt-get indextargets --format '$(REPO_URI)' 'Label: Debian' 'Component: main'; }

# Puts right what Debian's package expects of a system that it is installed on, and what it lacks.
complete_odoo() {
    local usr=$1/usr packages selfie
    packages=$usr/lib/python3/dist-packages
    # Fonts and JavaScript libraries are relative links into usr/share.
    rm -rf "${usr:?}/share"
    ln -s /usr/share "$usr/share"
    # A second copy of the addons, without their static files.
    rm -rf "$packages/addons" "$packages/setup" "$packages/doc"
    # Left out by Debian, yet every page asks for it and logs an error.
    selfie=$packages/odoo/addons/mail/static/lib/selfie_segmentation
    mkdir -p "$selfie"
    echo "// Placeholder: Debian does not ship this library." >"$selfie/selfie_segmentation.js"
}

provide_python_packages() {
    step "$VENV/.done" "$("$PYTHON" --version) $VENV $(odoo_parent)" \
        "Making a virtual environment ($("$PYTHON" --version))" make_virtual_environment
    if [ -z "${ODOO_SOURCE:-}" ]; then
        step "$ODOO_UNPACKED/.compiled" "$("$PYTHON" --version)" "Compiling Odoo" compile_odoo
    fi
    step "$VENV/.packages" \
        "$(cat "$ROOT/requirements.txt" "$ROOT/test-requirements.txt" - <<<"$AXE_PACKAGE" | sha256sum)" \
        "Installing Python packages" install_python_packages
}

make_virtual_environment() {
    quietly "$PYTHON" -m venv --clear "$VENV" ||
        refuse "the virtual environment could not be made. Details: $BOOTSTRAP_LOG"
    # pip sees Odoo and what it requires through this path, as Python does.
    odoo_parent >"$(site_packages)/odoo.pth"
    if [ -z "$(find "$(odoo_parent)" -maxdepth 1 -name 'odoo-19*-info')" ]; then describe_odoo_to_pip; fi
}

site_packages() { "$VENV/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))'; }

# A git checkout of Odoo has no package metadata: without it pip would look for `odoo` on PyPI, in vain.
describe_odoo_to_pip() {
    local info
    info=$(site_packages)/odoo-19.0.dist-info
    mkdir -p "$info"
    printf 'Metadata-Version: 2.1\nName: odoo\nVersion: 19.0\n' >"$info/METADATA"
    : >"$info/RECORD"
}

install_python_packages() {
    local requirements=(--requirement "$ROOT/requirements.txt" --requirement "$ROOT/test-requirements.txt")
    if [ -e "$(odoo_parent)/requirements.txt" ]; then
        requirements+=(--requirement "$(odoo_parent)/requirements.txt")
    fi
    if ! quietly "$VENV/bin/python" -m pip install --disable-pip-version-check "${requirements[@]}" ||
        ! quietly "$VENV/bin/python" -m pip install --disable-pip-version-check --no-deps "$AXE_PACKAGE"; then
        refuse "the Python packages could not be installed. Check the network connection and start again." \
            "Details: $BOOTSTRAP_LOG"
    fi
}

write_odoo_configuration() {
    local addons=$ROOT
    if [ -d "$(odoo_parent)/addons" ]; then addons+=,$(odoo_parent)/addons; fi
    cat >"$ODOO_RC" <<END
# Written by scripts/bootstrap on every run. The connection to the database comes from PGHOST and its friends.
[options]
addons_path = $addons
data_dir = $ENV_DIR/data
http_interface = 127.0.0.1
# No mail leaves this environment: nothing listens there.
smtp_server = 127.0.0.1
smtp_port = 1
# New databases find words with accents by words without.
unaccent = True
# A slow machine may need minutes to build the assets of the first page.
limit_time_real = 1200
END
}

# Never from inside Odoo's own folder, where http.py shadows the standard library's.
odoo() { (cd "$ROOT" && exec "$VENV/bin/python" -m odoo "$@"); }
