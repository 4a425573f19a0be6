# Rows that are larger than anybody writes: many outcomes, conditions, members
# of one `after`. They take their time once, not squared, and their memory too.
: "${SOPC:?run by tests/run-all}" "${SCRATCH:?}"
file=$SCRATCH/large.sop failed=0 n=20000

check() { # what: the rows are read from stdin
    { echo 'sop s "S" { actor a "A" field f amount "F" step z "Z" by a time 1 day fills f'
      cat; echo '}'; } >"$file"
    (ulimit -v "${LARGEST:-1500000}"; timeout 60 "$SOPC" check --format short "$file") \
        >"$SCRATCH/large.out" 2>&1 && return
    echo "$1:"
    head -3 "$SCRATCH/large.out"
    failed=1
}

# Sanitizers need the room for themselves.
ldd "$SOPC" | grep -q asan && LARGEST=unlimited
awk -v n=$n 'BEGIN { print "decision d \"D\""
    for (i = 0; i < n; i++) print "when f = " i " -> t"
    print "else -> t step t \"T\" by a time 1 day" }' | check conditions
awk -v n=$n 'BEGIN { print "decision d \"D\" by a time 1 day"
    for (i = 0; i < n; i++) print "\"o" i "\" -> end"
    printf "step t \"T\" by a time 1 day after d.\"o0\""
    for (i = 1; i < n; i++) printf " or d.\"o" i "\""; print "" }' | check outcomes
awk -v n=$n 'BEGIN { for (i = 0; i < n; i++) print "step s" i " \"S\" by a time 1 day after z"
    printf "step t \"T\" by a time 1 day after s0"
    for (i = 1; i < n; i++) printf ", s" i; print "" }' | check members
exit $failed
