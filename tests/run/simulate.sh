# soprun simulate against sopc time: for each example and each textbook case the
# mean of 20,000 cases is the expected time (within 4.5 standard errors), or lies
# between its bounds; so with the standard deviation, visits and actors' minutes,
# less sharply.
. "$(dirname "$0")/sopc-common"
cat >"$SCRATCH/agree.jq" <<'JQ'
# $t: of sopc time, $s: of soprun simulate
def near($name; $have; $want; $most):
    if $want == null or ($have - $want | fabs) <= $most then empty
    else "\($name) is \($have), sopc time says \($want)" end;
def rows: [.schedule[] | {key: .row, value: .}] | from_entries;
def actors: [.actors[] | {key: .actor, value: .}] | from_entries;
($t | rows) as $rows | ($t | actors) as $actors | $s.minutes as $m |
($m.stderr * 4.5 + 1e-4 * $m.mean + 1e-9) as $slack |
near("the mean"; $m.mean; $t.expected.minutes; $slack),
near("the standard deviation"; $m.stddev; $t.expected.stddev; 0.08 * $m.stddev + 1e-6),
(select($t.expected.method == "bounds" and $t.expected.low != null) |
    select($m.mean < $t.expected.low - $slack or
           $t.expected.high != null and $m.mean > $t.expected.high + $slack) |
    "the mean is \($m.mean), not between \($t.expected.low) and \($t.expected.high)"),
($s.rows[] | near("visits of \(.row)"; .visits_per_case; $rows[.row].visits;
                  0.03 + 0.04 * .visits_per_case)),
($s.actors[] | near("the minutes of \(.actor)"; .minutes; $actors[.actor].expected_minutes;
                    0.01 + 0.06 * .minutes))
JQ
n=0
for sop in $(grep -lE '^sop ' examples/*/*.sop) tests/time/*.sop; do
    "$SOPC" build "$sop" -o "$SCRATCH/case.sopb" >/dev/null || complain "$sop: no image"
    "$SOPC" time --format json "$sop" >"$SCRATCH/time" || complain "$sop: no report"
    "$SOPRUN" simulate "$SCRATCH/case.sopb" --cases 20000 --seed 1 --format json >"$SCRATCH/sim" ||
        complain "$sop: no simulation"
    says=$(jq -n -r --slurpfile a "$SCRATCH/time" --slurpfile b "$SCRATCH/sim" \
        "\$a[0] as \$t | \$b[0] as \$s | $(cat "$SCRATCH/agree.jq")" 2>&1)
    [ -z "$says" ] || complain "$sop:
$says"
    n=$((n + 1))
done
[ "$n" -ge 30 ] || complain "only $n procedures found"
exit $failed
