# The page in the image: of every example it is the page that sopc draw draws,
# and `soprun show --page` draws it with the case's rows marked.
. "$(dirname "$0")/sopc-common"
export SOPRUN_STORE=$SCRATCH/chart.db
cd "$(dirname "$0")/../.." || exit 3
rm -f "$SCRATCH"/chart.db* "$SCRATCH"/marked.db*

drawn='[.pages[] | .symbols[].box[]], [.pages[] | .lines[].points[][]],
       [.pages[] | .cells[] | .box[], .text_box[]], [.pages[] | .rules[][]] | map(. * 100 | round)'
kept='def box(b): .[b + ".x0"], .[b + ".y0"], .[b + ".x1"], .[b + ".y1"];
      [.chart_symbols[] | box("box")], [.chart_points[] | .x, .y],
      [.chart_cells[] | box("box"), box("text_box")], [.chart_rules[] | .x0, .y0, .x1, .y1]'

n=0
for path in $(find examples -name '*.sop' ! -name dinas.sop | sort); do
    n=$((n + 1))
    "$SOPC" build "$path" -o "$SCRATCH/chart.sopb" >/dev/null || complain "$path: not built"
    "$SOPC" draw -T json "$path" | jq -c "$drawn" >"$SCRATCH/drawn"
    "$SOPRUN" dump --format json "$SCRATCH/chart.sopb" | jq -c "$kept" >"$SCRATCH/kept"
    [ -s "$SCRATCH/drawn" ] && same "$SCRATCH/drawn" "$SCRATCH/kept"
    pages=$("$SOPC" draw -T json "$path" | jq '.pages | length')
    sop=$("$SOPRUN" deploy "$SCRATCH/chart.sopb" 2>/dev/null | sed 's/ .*//')
    case=$("$SOPRUN" start "$sop" 2>/dev/null)
    rm -f "$SCRATCH"/page*.svg
    expect 0 "page 1 of $pages" "$SOPRUN" show "$case" --page "$SCRATCH/page.svg" --messages en
    [ "$(ls "$SCRATCH"/page*.svg | wc -l)" = "$pages" ] || complain "$path: not $pages pages"
    for svg in "$SCRATCH"/page*.svg; do
        xmllint --noout "$svg" || complain "$path: svg is not well-formed"
    done
    first=$("$SOPRUN" tasks --format json | jq -r "[.tasks[] | select(.case == $case)][0].row")
    cat "$SCRATCH"/page*.svg | grep -q "id=\"row-$first\" class=\"[^\"]* open\"" ||
        complain "$path: $first is not lit"
done
[ $n -gt 10 ] || complain "only $n examples"

# ---- what a case has made of its rows ----------------------------------------
cat >"$SCRATCH/marked.sop" <<'END'
sop marked "Marks"  {
    actor a "Clerk" count 2   actor b "Chief"
    calendar always
    start letter "A letter came"
    step read "Read it" by a time 5 minutes
    step sum "Sum it up" by a, b time 5 minutes
    decision check "Check it" by b time 5 minutes due 1 day  late -> remind
        yes -> answer
        no -> sum
    step remind "Remind the chief" by a time 5 minutes -> check
    step answer "Answer it" by a time 5 minutes wait 2 days
    step send "Send it" by a time 5 minutes
}
END
expect 0 '' "$SOPC" build "$SCRATCH/marked.sop" -o "$SCRATCH/marked.sopb"
SOPRUN_STORE=$SCRATCH/marked.db
now() { "$SOPRUN" "$@" --now "2026-02-0$day" >"$SCRATCH/out" 2>&1 || complain "$(cat "$SCRATCH/out")"; }
rows='letter read sum check remind answer send' case=1
# is TEXT: each row's first symbol, and its classes but those of its kind
is() {
    "$SOPRUN" show $case --page - --now "2026-02-0$day" >"$SCRATCH/page.svg"
    xmllint --noout "$SCRATCH/page.svg" || complain 'not well-formed'
    have=$(for row in $rows; do
        marks=$(sed -nE 's/.*id="row-'$row'" class="node symbol kind-[a-z]+( actor-[a-z]+)?([^"]*)".*/\2/p' \
            "$SCRATCH/page.svg")
        printf '%s:%s ' $row "$marks"
    done)
    [ "$have" = "$1" ] || complain "rows are $have, not $1"
}

day=2T08:00
now deploy "$SCRATCH/marked.sopb" --rehearsal
now start marked --as ani
is 'letter: done read: open sum: check: remind: answer: send: '
now done 1 --as ani
now done 2 --as ani   # one of two signatures
is 'letter: done read: done sum: open check: remind: answer: send: '
now done 3 --as budi
is 'letter: done read: done sum: done check: open remind: answer: send: '
day=4T08:00
is 'letter: done read: done sum: done check: open late remind: answer: send: '
grep -q '<title>[0-9]*\. Check it (Chief): open, late</title>' "$SCRATCH/page.svg" || complain 'no words'
now tick
is 'letter: done read: done sum: done check: late remind: open answer: send: '
now done 5 --as ani
now done 6 --outcome no --as budi
is 'letter: done read: done sum: open check: done remind: done answer: send: '
now done 7 --as ani
now done 8 --as budi
now done 9 --outcome yes --as budi
now done 10 --as ani
is 'letter: done read: done sum: done check: done remind: done answer: open send: '
day=7T08:00
now tick
now done 11 --as ani
is 'letter: done read: done sum: done check: done remind: done answer: done send: done '

# A called SOP has pages of its own in the image; capsules that were added are
# done with the case's beginning and its ordinary end.
cat >"$SCRATCH/calling.sop" <<'END'
sop calling "Calls" {
    actor a "Clerk"
    step ask "Ask" by a time 5 minutes
    decision leave "Get leave" calls granting
        "end" -> end
        "refused" -> ask
}
sop granting "Grants" {
    actor b "Chief"
    decision grant "Grant it" by b time 5 minutes
        yes -> end
        no -> refused
    end refused "Refused"
}
END
expect 0 '' "$SOPC" build "$SCRATCH/calling.sop" --sop calling -o "$SCRATCH/calling.sopb"
now deploy "$SCRATCH/calling.sopb"
now start calling --as ani
now done 12 --as ani
case=2 rows='ask leave'
is 'ask: done leave: open '
case=3 rows='start grant end'
is 'start: done grant: open end: '
grep -q '<title>Grants</title>' "$SCRATCH/page.svg" || complain 'not the page of what was called'
now done 13 --outcome yes --as budi
is 'start: done grant: done end: done '
case=2 rows='ask leave end'
is 'ask: done leave: done end: done '

# ---- files ------------------------------------------------------------------------
expect 0 '' "$SOPRUN" show 1 --page "$SCRATCH/one.svg" --format json
jq -e '.pages | length == 1 and (.[0] | endswith("one.svg"))' "$SCRATCH/out" >/dev/null || complain 'json'
expect 2 'is the store' "$SOPRUN" show 1 --page "$SCRATCH/../$(basename "$SCRATCH")/marked.db"
expect 3 'cannot be written' "$SOPRUN" show 1 --page "$SCRATCH/nowhere/one.svg"
expect 0 'ended' "$SOPRUN" show 1
SOPRUN_STORE=$SCRATCH/chart.db
case=$("$SOPRUN" list --format json | jq '[.cases[] | select(.sop == "purchase")][0].case')
expect 2 '2 pages do not fit' "$SOPRUN" show "$case" --page -

# ---- images without a page ----------------------------------------------------------
"${BUILD:-build}/tests/test_store" --images "$SCRATCH"
expect 0 '' "$SOPRUN" deploy "$SCRATCH/approve.sopb"
case=$("$SOPRUN" start approve 2>/dev/null)
expect 4 'was built without its page' "$SOPRUN" show "$case" --page "$SCRATCH/none.svg"
rows() {
    awk -v n="$1" 'BEGIN {
        print "sop large \"Large\" {\n    actor a \"A\""
        for (i = 1; i <= n; i++) print "    step s" i " \"Does\" by a time 1 hour"
        print "}"
    }'
}
rows 2001 >"$SCRATCH/large.sop"
expect 0 '' "$SOPC" build "$SCRATCH/large.sop" -o "$SCRATCH/large.sopb"
"$SOPRUN" dump "$SCRATCH/large.sopb" | grep -q '^chart  *0 ' || complain 'a page of 2,001 rows'
expect 0 '' "$SOPRUN" deploy "$SCRATCH/large.sopb"
case=$("$SOPRUN" start large 2>/dev/null)
expect 4 'has 2001 rows, and above 2000' "$SOPRUN" show "$case" --page "$SCRATCH/large.svg"
[ -e "$SCRATCH/large.svg" ] && complain 'a page that there is not'
exit $failed
