# Texts as only a tester writes them, in every place that a page shows: the
# page shows them as written, and the SVG stays well-formed.
: "${SOPC:?run by tests/run-all}" "${SCRATCH:?}"
failed=0
complain() { echo "$*"; failed=1; }

# page TEXT: a procedure with it everywhere (the text as written in a source).
page() {
    cat <<END
sop s "$1" {
    number "$1"   unit "$1"
    calendar { mon..fri 08:00-16:00 }
    document paper "$1"
    field sum amount "$1"   field way choice { "$1" "other" } "$1"
    actor a "$1"   actor b "$1" units { "$1" "two" }
    start begun "$1" fills sum, way
    phase "$1"
    step one "$1" by a input "$1", "$1 2" time "$1" output paper note "$1" wait "$1"
    decision two "$1" by b time 1 hour assisted by a
        "$1" -> three
        "other" at most 2 times -> one then -> over
    step three "$1" by each b time 1 hour
    decision four "$1"
        when sum > 5 and way = "$1" -> five
        else -> over
    step five "$1" calls other time 1 hour -> end
    end over "$1"
}
sop other "$1 3" { number "$1" actor a "A" step x "X" by a time 1 minute }
END
}

# Does the SVG show the text, once it is read as XML? Lines are joined: a text
# that is too long for one is cut at a space or between two letters.
shown() { # page.svg text
    xmllint --noout "$1" || return 1
    xmllint --xpath '//*[local-name()="text"]/text()' "$1" 2>/dev/null |
        tr -d '\n ' | sed 's/&lt;/</g; s/&gt;/>/g; s/&quot;/"/g; s/&amp;/\&/g' |
        grep -qF -- "$(printf %s "$2" | tr -d ' ')"
}

try() { # name text-in-source text-as-shown
    page "$2" >"$SCRATCH/hostile.sop"
    rm -f "$SCRATCH"/hostile*.svg
    "$SOPC" draw --check --sop s "$SCRATCH/hostile.sop" >/dev/null 2>"$SCRATCH/talk" ||
        { complain "$1: a fault, or refused"; cat "$SCRATCH/talk"; return; }
    "$SOPC" draw --sop s "$SCRATCH/hostile.sop" -o "$SCRATCH/hostile.svg" 2>/dev/null ||
        { complain "$1: no svg"; return; }
    for svg in "$SCRATCH"/hostile*.svg; do
        xmllint --noout "$svg" || complain "$1: svg is not well-formed"
    done
    for svg in "$SCRATCH"/hostile*.svg; do
        shown "$svg" "$3" || complain "$1: not shown in $(basename "$svg")"
    done
    "$SOPC" draw --sop s "$SCRATCH/hostile.sop" -T json | jq -r '.pages[].cells[].text' |
        grep -qF -- "$3" || complain "$1: not in the JSON"
    "$SOPC" draw --sop s "$SCRATCH/hostile.sop" -o "$SCRATCH/hostile.pdf" 2>/dev/null &&
        pdfinfo "$SCRATCH/hostile.pdf" >/dev/null || complain "$1: no pdf"
    "$SOPC" draw --sop s "$SCRATCH/hostile.sop" -o "$SCRATCH/hostile.dot" 2>/dev/null ||
        complain "$1: no dot"
}

try escape '\\N \\G \\l' '\N \G \l'
try markup '<b>B</b> <!--' '<b>B</b> <!--'
try entity '&#x0; &amp; &' '&#x0; &amp; &'
try quotes "\\\"q\\\" 'r'" "\"q\" 'r'"
try cdata ']]> %s {1}' ']]> %s {1}'
try emoji '🙂 日本 ü' '🙂 日本 ü'
try backslash 'a\\\\' 'a\\'

# A text of 10,000 letters without a space, all of them on the pages.
long=$(printf '%010000d' 0 | tr 0 w)
printf 'sop s "S" { actor a "A" step x "%s" by a time 1 minute step y "Y" by a time 1 minute note "%s" }\n' \
    "$long" "$long" >"$SCRATCH/hostile.sop"
"$SOPC" draw --check "$SCRATCH/hostile.sop" >/dev/null 2>&1 || complain "10,000 letters: a fault"
rm -f "$SCRATCH"/hostile*.svg
"$SOPC" draw "$SCRATCH/hostile.sop" -o "$SCRATCH/hostile.svg" 2>/dev/null
n=0
for svg in "$SCRATCH"/hostile*.svg; do
    xmllint --noout "$svg" || complain "10,000 letters: svg is not well-formed"
    n=$((n + $(xmllint --xpath '//*[local-name()="text"]/text()' "$svg" | tr -cd w | wc -c)))
done
[ "$n" = 20000 ] || complain "10,000 letters twice: $n are shown"

# What turns the direction of writing is refused by the scanner.
printf 'sop s "S\342\200\256" { actor a "A" step x "X" by a time 1 minute }\n' >"$SCRATCH/hostile.sop"
"$SOPC" check "$SCRATCH/hostile.sop" >/dev/null 2>&1 && complain "a right-to-left mark is let through"
exit $failed
