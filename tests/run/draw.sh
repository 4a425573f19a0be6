# The page of every example: no fault in the drawing, well-formed SVG, A4
# landscape PDF with the header on each page, PNG, and DOT that plain Graphviz
# draws; and the swimlane on one sheet. One SOP is looked at in every format,
# the others in SVG and PDF.
: "${SOPC:?run by tests/run-all}" "${SOPRUN:?}" "${SCRATCH:?}"
failed=0
complain() { echo "$*"; failed=1; }

pages_of() { "$SOPC" draw "$1" -T json | jq '.pages | length'; }

for path in $(find examples -name '*.sop' ! -name dinas.sop | sort); do
    "$SOPC" draw --check "$path" || complain "$path: faults in the drawing"
    n=$(pages_of "$path")
    rm -f "$SCRATCH"/page*
    "$SOPC" draw "$path" -o "$SCRATCH/page.svg" || complain "$path: no svg"
    for svg in "$SCRATCH"/page*.svg; do
        xmllint --noout "$svg" || complain "$path: svg is not well-formed"
        twice=$(grep -o ' id="[^"]*"' "$svg" | sort | uniq -d)
        [ -z "$twice" ] || complain "$path: ids stand twice: $twice"
    done
    [ "$(ls "$SCRATCH"/page*.svg | wc -l)" = "$n" ] || complain "$path: not $n svg pages"
    "$SOPC" draw "$path" -o "$SCRATCH/page.pdf" || complain "$path: no pdf"
    pdfinfo "$SCRATCH/page.pdf" | grep -q "^Pages: *$n$" || complain "$path: not $n pdf pages"
    pdfinfo "$SCRATCH/page.pdf" | grep -q '(A4)' || complain "$path: not A4"
    headers=$(pdftotext -layout "$SCRATCH/page.pdf" - | grep -cE 'Pelaksana +Mutu Baku|Actors +Standards')
    [ "$headers" = "$n" ] || complain "$path: $headers headers on $n pages"
    for color in none critical time actor; do
        "$SOPC" draw --style flow --color $color --check "$path" ||
            complain "$path: faults in the swimlane ($color)"
        "$SOPC" draw --color $color --check "$path" || complain "$path: faults with --color $color"
    done
    "$SOPC" draw --style flow --color time "$path" -T svg >"$SCRATCH/flow.svg" ||
        complain "$path: no swimlane"
    xmllint --noout "$SCRATCH/flow.svg" || complain "$path: the swimlane is not well-formed"
    texts=$(xmllint --xpath 'count(//*[local-name()="g"][starts-with(@id, "row-")][not(*[local-name()="text"])])' \
        "$SCRATCH/flow.svg")
    [ "$texts" = 0 ] || complain "$path: $texts symbols of the swimlane without a text"
done

path=examples/sulteng/pengumpulan-data-kinerja.sop
"$SOPC" draw "$path" -o "$SCRATCH/all.png" || complain "no png"
"$SOPC" draw "$path" -o "$SCRATCH/all.dot" || complain "no dot"
for dot in "$SCRATCH"/all-*.dot; do
    neato -n2 -Tsvg "$dot" -o "$SCRATCH/neato.svg" 2>"$SCRATCH/talk" || complain "neato refuses $dot"
    [ -s "$SCRATCH/talk" ] && { cat "$SCRATCH/talk"; complain "neato grumbles at $dot"; }
    xmllint --noout "$SCRATCH/neato.svg" || complain "neato drew no svg"
done
for png in "$SCRATCH"/all-*.png; do
    head -c 8 "$png" | od -An -tx1 | grep -q '89 50 4e 47' || complain "$png is no png"
done
"$SOPC" draw "$path" -T json >"$SCRATCH/page.json"
lanes=$(jq -r '[.pages[].symbols[] | select(.kind == "diamond") | .row + "=" + .actor] | join(" ")' "$SCRATCH/page.json")
want=$("$SOPC" export -T json "$path" | jq -r '[.sops[0].rows[] | select(.kind == "decision") | .id + "=" + .actors[0]] | join(" ")')
[ "$lanes" = "$want" ] || complain "diamonds stand in $lanes, not in $want"
exit $failed
