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
# The reference: its table of words is that of the scanner, and its grammar
# speaks of every word, of no other, and of nothing that it does not define.
fails() {
    echo "docs/language.md: $1"
    failed=1
}
awk -f grammar/words_doc.awk grammar/words.def docs/language.md | diff -u docs/language.md - ||
    fails "its table of words is old: make docs"
sed -n '/^```ebnf$/,/^```$/p' docs/language.md | grep -v '^```' >"$SCRATCH/ebnf"
sed -n 's/^WORD([^"]*\("[^"]*"\).*/\1/p' grammar/words.def | sort -u >"$SCRATCH/words"
grep -o '"[a-z][a-z/ ]*"' "$SCRATCH/ebnf" | sort -u | diff "$SCRATCH/words" - ||
    fails "< a word that its grammar leaves out, > one that there is not"
grep -o '^[a-z_][a-z_]*' "$SCRATCH/ebnf" | sort -u >"$SCRATCH/defined"
sed 's/"[^"]*"//g' "$SCRATCH/ebnf" | grep -o '[a-z_][a-z_]*' | sort -u | diff "$SCRATCH/defined" - ||
    fails "> what its grammar does not define"
# Links within a page lead to a heading of it.
for doc in README.md docs/*.md; do
    sed -n 's/^##* //p' "$doc" | tr A-Z a-z | sed 's/[^a-z0-9 _-]//g; s/ /-/g' | sort -u >"$SCRATCH/headings"
    grep -o '](#[^)]*)' "$doc" | sed 's/](#//; s/)//' | sort -u | comm -23 - "$SCRATCH/headings" |
        grep . && { echo "in $doc: no such heading"; failed=1; }
done
[ "$n" -ge 5 ] || { echo "only $n examples found"; failed=1; }
exit $failed
