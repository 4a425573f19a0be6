# Ten thousand rows: proved sound; and one fault planted in their midst is found.
: "${SOPC:?run by tests/run-all}" "${SCRATCH:?}"
failed=0

# Blocks of five: a step, two beside each other, a check that waits for both and
# may send back, and one that may skip the next. The block `fault` waits for an
# outcome that need not come.
rows() { # blocks fault
    awk -v n="$1" -v fault="$2" 'BEGIN {
        print "sop large \"Large\" {\n    actor a \"A\""
        for (i = 1; i <= n; i++) {
            print "    step s" i " \"Begins\" by a time 1 hour"
            print "    step l" i " \"Left\" by a time 1 hour after s" i
            print "    decision r" i " \"Right\" by a time 1 hour after s" i
            print (i == fault ? "        yes\n        no -> end" : "        yes\n        no -> r" i)
            print "    decision c" i " \"Checks\" by a time 1 hour after l" i ", r" i
            print "        yes -> d" i "\n        no -> l" i
            print "    decision d" i " \"Skips\" by a time 1 hour"
            print (i < n ? "        yes\n        no -> d" i + 1 : "        yes\n        no -> end")
        }
        print "    step last \"Ends\" by a time 1 hour\n}"
    }'
}

rows 2000 0 >"$SCRATCH/large.sop"
"$SOPC" check "$SCRATCH/large.sop" >"$SCRATCH/out" 2>&1 || { head -20 "$SCRATCH/out"; failed=1; }
rows 2000 1234 >"$SCRATCH/large.sop"
"$SOPC" check "$SCRATCH/large.sop" >"$SCRATCH/out" 2>&1 && { echo "no fault told"; failed=1; }
grep -q '^error\[E0412\]: `c1234` can wait for ever for `r1234`$' "$SCRATCH/out" &&
    [ "$(grep -c '^error' "$SCRATCH/out")" = 1 ] || { head -40 "$SCRATCH/out"; failed=1; }
exit $failed
