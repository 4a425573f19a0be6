# What docs/time.md shows is what the commands print, and its table of the
# eleven is that of tests/time/eleven. BLESS=1 writes the page anew.
BUILD=${BUILD:-build} here=$PWD page=docs/time.md
case $BUILD in /*) ;; *) BUILD=$PWD/$BUILD ;; esac
if [ -z "$SCRATCH" ]; then
    SCRATCH=$(mktemp -d)
    trap 'rm -rf "$SCRATCH"' EXIT
fi
export PATH="$BUILD:$PATH" SOPC="$BUILD/sopc" LC_ALL=C NO_COLOR=1
rm -rf "$SCRATCH/time-docs" && mkdir "$SCRATCH/time-docs" && cd "$SCRATCH/time-docs" || exit 1
ln -s "$here/examples" examples
awk -v user="$(id -un)" -v bless="$BLESS" -v out="$SCRATCH/out" -v answers="$SCRATCH/answers" \
    -f "$here/tests/run/tutorial.awk" "$here/$page" >"$SCRATCH/shown.md" || exit 1
cd "$here" || exit 1
tests/time/eleven >"$SCRATCH/eleven"
awk -v table="$SCRATCH/eleven" '
    /^\| examples\/ / { while ((getline line < table) > 0) print line; is_table = 1 }
    !/^\|/ { is_table = 0 }
    !is_table' "$SCRATCH/shown.md" >"$SCRATCH/page.md"
if [ -n "$BLESS" ]; then
    cp "$SCRATCH/page.md" "$page"
else
    diff -u "$page" "$SCRATCH/page.md" || { echo "$page is old: make bless"; exit 1; }
fi
grep -c '^| [a-z]*/[a-z-]*\.sop |' "$page" | grep -qx 11 || { echo "$page does not list eleven"; exit 1; }
