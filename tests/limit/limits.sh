# What a text may ask for, at the limit and over it. Over it: the limit's own
# code and exit 4, never a crash.
: "${SOPC:?run by tests/run-all}" "${SOPRUN:?}" "${SCRATCH:?}"
failed=0

expect() { # exit-code pattern file
    "$SOPC" check "$3" >"$SCRATCH/out" 2>&1
    have=$?
    [ "$have" = "$1" ] && { [ -z "$2" ] || grep -q -- "$2" "$SCRATCH/out"; } && return
    echo "$3: exit $have, not $1, or no $2:"
    head -c 2000 "$SCRATCH/out"
    failed=1
}

repeat() { # text n
    awk -v s="$1" -v n="$2" 'BEGIN { for (i = 0; i < n; i++) printf "%s", s }'
}

sop() { printf 'sop x "X" {\n actor a "A"\n step s "S" by a time 1 minute\n%s\n}\n' "$1"; }

# a text of 64 KiB, and one byte more
{ printf 'sop x "'; repeat a 65536; printf '" { actor a "A" step s "S" by a time 1 minute }\n'; } >"$SCRATCH/long.sop"
expect 0 '' "$SCRATCH/long.sop"
{ printf 'sop x "'; repeat a 65537; printf '" { actor a "A" step s "S" by a time 1 minute }\n'; } >"$SCRATCH/longer.sop"
expect 4 E0909 "$SCRATCH/longer.sop"

# parentheses 200 deep; 10,000
sop " field f amount \"F\" step t \"T\" by a time 1 minute fills f = $(repeat '(' 199)1$(repeat ')' 199)" >"$SCRATCH/deep.sop"
expect 0 "" "$SCRATCH/deep.sop"
sop " field f amount \"F\" step t \"T\" by a time 1 minute fills f = $(repeat '(' 10000)1" >"$SCRATCH/deeper.sop"
expect 4 E0910 "$SCRATCH/deeper.sop"

# files that use files, 64 deep and 65
chain() { # n
    mkdir -p "$SCRATCH/chain$1"
    i=0
    while [ $i -lt "$1" ]; do
        echo "use \"f$((i + 1)).sop\"" >"$SCRATCH/chain$1/f$i.sop"
        i=$((i + 1))
    done
    echo 'office o "O" { }' >"$SCRATCH/chain$1/f$1.sop"
}
chain 64
expect 0 '' "$SCRATCH/chain64/f0.sop"
chain 65
expect 4 E0907 "$SCRATCH/chain65/f0.sop"

# very many faults, on one line and of names, take no more than their number
{ printf 'sop x "X" { actor a "A" '; awk 'BEGIN { for (i = 0; i < 20000; i++) printf "step s%d \"S\" by b%d time 1 minute ", i, i }'; echo '}'; } >"$SCRATCH/oneline.sop"
timeout 10 "$SOPC" check --format short "$SCRATCH/oneline.sop" >"$SCRATCH/out" 2>/dev/null
[ "$(grep -c E0201 "$SCRATCH/out")" = 20000 ] || { echo "20,000 faults on one line take too long"; failed=1; }
{ echo 'sop x "X" {'; awk 'BEGIN { for (i = 0; i < 6000; i++) printf "actor a%d \"A\"\nstep s%d \"S\" by b%d time 1 minute\n", i, i, i }'; echo '}'; } >"$SCRATCH/unknown.sop"
timeout 5 "$SOPC" check --format short "$SCRATCH/unknown.sop" >"$SCRATCH/out" 2>/dev/null
[ "$(grep -c E0201 "$SCRATCH/out")" = 6000 ] || { echo "6,000 unknown names take too long"; failed=1; }

# numbers
sop ' step t "T" by a time 99999999999999999999 minutes' >"$SCRATCH/large.sop"
expect 1 E0122 "$SCRATCH/large.sop"
sop ' step t "T" by a time 1.23456 minutes' >"$SCRATCH/fine.sop"
expect 1 E0121 "$SCRATCH/fine.sop"

# a long line does not fill the screen, a long comment and many NULs do not hang
{ repeat '# a comment ' 20000; echo; sop ' stpe t "T" by a'; } >"$SCRATCH/comment.sop"
expect 1 E0111 "$SCRATCH/comment.sop"
sop " step t \"$(repeat 'word ' 8000)\" by nobody time 1 minute" >"$SCRATCH/wide.sop"
expect 1 E0201 "$SCRATCH/wide.sop"
[ "$(wc -c <"$SCRATCH/out")" -lt 2000 ] || { echo "a long line is shown whole"; failed=1; }
head -c 200000 /dev/zero >"$SCRATCH/zeros.sop"
expect 1 E0101 "$SCRATCH/zeros.sop"
: >"$SCRATCH/empty.sop"
expect 0 '' "$SCRATCH/empty.sop"
exit $failed
