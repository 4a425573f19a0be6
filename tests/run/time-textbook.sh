# Textbook cases of time: each tests/time/*.sop opens with its source and its
# figures, one a line: `# FIGURE = VALUE` (to nine digits) or `# FIGURE ~ VALUE`
# (within 0.01 %: what a lattice gives), both sides jq over the document of
# `sopc time --format json`.
. "$(dirname "$0")/sopc-common"
cat >"$SCRATCH/figures.jq" <<'JQ'
def at(row): .schedule[] | select(.row == row);
def times(row): at(row) | [.es, .ef, .ls, .lf, .slack];
def free: [.schedule[].free_slack];
def visits: [.schedule[] | select(.no) | .visits];
def visit(row): at(row) | .visits;
def percentiles: .expected | [.p50, .p80, .p95, .p99];
def near($a; $b; $most):
    if ($a | type) == "array" and ($b | type) == "array"
    then ($a | length) == ($b | length) and
         all(range($a | length); . as $i | near($a[$i]; $b[$i]; $most))
    elif ($a | type) == "number" and ($b | type) == "number"
    then ($a - $b | fabs) <= $most * ([1, ($b | fabs)] | max)
    else $a == $b end;
def figure($name; have; want; $most):
    try (have as $have | want as $want |
         if near($have; $want; $most) then empty else "\($name) is \($have), not \($want)" end)
    catch "\($name): \(.)";
JQ
n=0
for sop in tests/time/*.sop; do
    "$SOPC" check --deny warnings "$sop" || complain "$sop does not check"
    "$SOPC" time --format json "$sop" >"$SCRATCH/report" || complain "$sop: no report"
    { cat "$SCRATCH/figures.jq"; awk '
        /^# (\.|\[|times|free|visit|percentiles).* [=~] / {
            match($0, /.* [=~] /)
            sign = substr($0, RLENGTH - 1, 1)
            name = substr($0, 3, RLENGTH - 5)
            quoted = name
            gsub(/"/, "\\\"", quoted)
            printf "figure(\"%s\"; %s; %s; %s),\n", quoted, name, substr($0, RLENGTH + 1),
                   sign == "=" ? "1e-9" : "1e-4"
        }
        END { print "empty" }' "$sop"; } >"$SCRATCH/case.jq"
    n=$((n + $(grep -c '^figure(' "$SCRATCH/case.jq")))
    says=$(jq -r -f "$SCRATCH/case.jq" "$SCRATCH/report" 2>&1)
    [ -z "$says" ] || complain "$sop:
$says"
done
[ "$n" -ge 100 ] || complain "only $n figures found"
exit $failed
