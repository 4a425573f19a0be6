# A case of the longest of the eleven to its end, through the commands alone,
# with one rework; every third signature is killed under way first. Nothing is
# lost, nothing is signed twice.
: "${SOPC:?run by tests/run-all}" "${SOPRUN:?}" "${SCRATCH:?}"
export SOPRUN_STORE=$SCRATCH/case.db
failed=0
complain() { echo "$*"; failed=1; }

"$SOPC" build examples/sulteng/pelaksanaan-pengukuran-kinerja.sop -o "$SCRATCH/case.sopb" >/dev/null
"$SOPRUN" deploy "$SCRATCH/case.sopb" >/dev/null 2>&1 || complain "not deployed"
"$SOPRUN" start pengukuran --as ani >/dev/null 2>&1 || complain "not started"

first() { "$SOPRUN" tasks --format json | jq -r ".tasks[0] | $1"; }

n=0 reworked=
while task=$(first .task) && [ "$task" != null ]; do
    n=$((n + 1))
    [ $n -gt 200 ] && { complain "no end after 200 signatures"; break; }
    outcome=
    if [ "$(first '.outcomes | length')" != 0 ]; then
        outcome=ya
        [ -z "$reworked" ] && reworked=$(first .row) && outcome=tidak
    fi
    if [ $((n % 3)) = 0 ]; then
        "$SOPRUN" done "$task" ${outcome:+--outcome $outcome} --as budi >/dev/null 2>&1 &
        kill -9 $! 2>/dev/null
        wait $! 2>/dev/null
        [ "$(first .task)" = "$task" ] || continue   # it was quicker
    fi
    "$SOPRUN" done "$task" ${outcome:+--outcome $outcome} --as budi >/dev/null 2>"$SCRATCH/talk" ||
        { complain "task $task: exit $?"; cat "$SCRATCH/talk"; break; }
done

"$SOPRUN" show 1 --format json | jq -e '.state == "ended"' >/dev/null || complain "the case has not ended"
log=$("$SOPRUN" log 1 --format json)
no=$(echo "$log" | jq '[.events[] | select(.outcome == "no")] | length')
signed=$(echo "$log" | jq '[.events[] | select(.row)] | length')
[ "$no" = 1 ] || complain "$no reworks in the log, not 1"
# 36 rows, and the two that the rework does again
[ "$signed" = 38 ] || complain "$signed signatures in the log, not 38"
exit $failed
