# Every example in the documents compiles: a block marked ```sop must check
# without a fault.
: "${SOPC:?run by tests/run-all}" "${SOPRUN:?}" "${SCRATCH:?}"
failed=0 n=0
for doc in README.md docs/*.md; do
    rm -f "$SCRATCH"/example-*
    awk -v out="$SCRATCH/example-" '
        /^```sop$/ { n++; file = out n ".sop"; next }
        /^```/ { file = ""; next }
        file { print > file }' "$doc"
    for example in "$SCRATCH"/example-*.sop; do
        [ -e "$example" ] || continue
        n=$((n + 1))
        "$SOPC" check --deny warnings "$example" || { echo "in $doc"; failed=1; }
    done
done
# Pages made from the tables: `make docs`.
for page in bytecode errors; do
    "$BUILD/${page}_doc" | diff -u "docs/$page.md" - || { echo "docs/$page.md is old: make docs"; failed=1; }
done
[ "$n" -ge 5 ] || { echo "only $n examples found"; failed=1; }
exit $failed
