# The library: its header stands alone in C and C++, nothing but soprun_* can be
# seen in it, and the program of docs/embedding.md does what the page says.
# BLESS=1 writes what it prints into the page.
: "${SOPC:?run by tests/run-all}" "${BUILD:?}" "${SCRATCH:?}"
failed=0
fails() {
    echo "$1"
    failed=1
}
lib="$BUILD/libsoprun.a"
CC=${CC:-cc}
flags=
nm "$lib" | grep -q __asan_init && flags='-fsanitize=address,undefined'

# The header.
echo '#include "soprun.h"' >"$SCRATCH/header.c"
cp "$SCRATCH/header.c" "$SCRATCH/header.cc"
strict='-Wall -Wextra -Wpedantic -Wconversion -Werror -fsyntax-only'
mkdir -p "$SCRATCH/alone"
cp "$BUILD/soprun.h" "$SCRATCH/alone/"
"$CC" -std=c99 $strict -I"$SCRATCH/alone" "$SCRATCH/header.c" || fails 'not alone in C'
"$CC" -std=c11 $strict -Wstrict-prototypes -I"$SCRATCH/alone" "$SCRATCH/header.c" || fails 'C11'
if command -v c++ >/dev/null; then
    c++ -std=c++11 $strict -I"$SCRATCH/alone" "$SCRATCH/header.cc" || fails 'not alone in C++'
fi

# What can be seen: each function of the header, and nothing else.
grep -o '\bsoprun_[a-z_]*(' runtime/lib/soprun.h | tr -d '(' | sort -u >"$SCRATCH/declared"
nm -g --defined-only "$lib" | sed -n 's/^[0-9a-f]* [A-Z] //p' | grep -v '^__odr_asan' |
    sort -u >"$SCRATCH/defined"
diff "$SCRATCH/declared" "$SCRATCH/defined" || fails '< not defined, > can be seen'

# The program of the page.
page=docs/embedding.md
sed -n '/^```c$/,/^```$/p' "$page" | grep -v '^```' >"$SCRATCH/app.c"
"$CC" -std=c11 -Wall -Wextra -Werror $flags -I"$BUILD" "$SCRATCH/app.c" "$lib" \
    -lsqlite3 -lcrypto -lunistring -lm -o "$SCRATCH/app" || fails 'the program does not compile'
"$SOPC" build examples/en/purchase-approval.sop -o "$SCRATCH/purchase.sopb" >/dev/null || exit 1
rm -f "$SCRATCH/app.db"
"$SCRATCH/app" "$SCRATCH/purchase.sopb" "$SCRATCH/app.db" >"$SCRATCH/app.out" ||
    fails 'the program fails'
if [ "$BLESS" ]; then
    awk -v out="$SCRATCH/app.out" '
        /^```text$/ { print; while ((getline line < out) > 0) print line; skip = 1; next }
        /^```$/ { skip = 0 }
        !skip' "$page" >"$SCRATCH/page" && cp "$SCRATCH/page" "$page"
fi
sed -n '/^```text$/,/^```$/p' "$page" | grep -v '^```' | diff - "$SCRATCH/app.out" ||
    fails "< what $page shows, > what it prints"
"$SOPRUN" list --store "$SCRATCH/app.db" >"$SCRATCH/list" || fails 'soprun cannot read the store'
[ "$(grep -c purchase "$SCRATCH/list")" = 101 ] || fails 'soprun does not see 101 cases'
exit $failed
