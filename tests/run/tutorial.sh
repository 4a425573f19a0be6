# Walks through the tutorials and docs/operations.md: every text is written, every
# command run, in the order of the page, and what is printed has to be what the
# page shows (tutorial.awk says how a page is read). BLESS=1 writes the pages anew.
BUILD=${BUILD:-build} here=$PWD failed=0
case $BUILD in /*) ;; *) BUILD=$PWD/$BUILD ;; esac
if [ -z "$SCRATCH" ]; then
    SCRATCH=$(mktemp -d)
    trap 'rm -rf "$SCRATCH"' EXIT
fi
export PATH="$BUILD:$PATH" LC_ALL=C NO_COLOR=1
unset SOPRUN_STORE

for page in docs/tutorial*.md docs/operations.md; do
    rm -rf "$SCRATCH/office" && mkdir "$SCRATCH/office" && cd "$SCRATCH/office" || exit 1
    awk -v user="$(id -un)" -v bless="$BLESS" -v out="$SCRATCH/out" -v answers="$SCRATCH/answers" \
        -f "$here/tests/run/tutorial.awk" "$here/$page" >"$SCRATCH/page.md" || failed=1
    sopc check --deny warnings . || { echo "$page leaves a file with a fault"; failed=1; }
    cd "$here" || exit 1
    if [ -n "$BLESS" ]; then
        cp "$SCRATCH/page.md" "$page"
    else
        diff -u "$page" "$SCRATCH/page.md" || { echo "$page is old: make bless"; failed=1; }
    fi
done
exit $failed
