# Each of the eleven walks to its end straight through, and once more with
# every decision answered "tidak" the first time it comes.
: "${SOPC:?run by tests/run-all}" "${SOPRUN:?}" "${SCRATCH:?}"
failed=0

# The answers for a sequential SOP, a line for each signature.
answers='.sops[0].rows as $rows | ([$rows[] | {(.id): .}] | add) as $row |
    {at: $rows[0].id, seen: {}, lines: []} |
    until(.at == "end";
        $row[.at] as $r | (if .seen[.at] then "yes" else $first end) as $answer |
        (if $r.mode == "all" and ($r.each | not) then ($r.actors | length) else 1 end) as $n |
        if $r.kind == "decision"
        then .lines += [if $answer == "yes" then "ya" else "tidak" end]
             | .seen[.at] = true
             | .at = ([$r.outcomes[] | select(.label == $answer)][0].to)
        else .lines += [range($n) | ""] | .at = $r.next[0] end) |
    .lines[]'

walk() { # path first-answer
    "$SOPC" export -T json "$1" | jq -r --arg first "$2" "$answers" >"$SCRATCH/answers"
    "$SOPRUN" walk --format json "$SCRATCH/image" <"$SCRATCH/answers" >"$SCRATCH/walk" 2>"$SCRATCH/talk" ||
        { echo "$1: walk with $2 first: exit $?"; cat "$SCRATCH/talk"; failed=1; }
    no=$(jq '[.path[] | select(.outcome == "no")] | length' "$SCRATCH/walk")
    decisions=$("$SOPC" export -T json "$1" | jq '[.sops[0].rows[] | select(.kind == "decision")] | length')
    case $2 in
    yes) minutes=$("$SOPC" time --format json "$1" | jq .straight_through_minutes)
         [ "$no" = 0 ] && [ "$(jq .work_minutes "$SCRATCH/walk")" = "$minutes" ] ;;
    no) [ "$no" = "$decisions" ] ;;
    esac || { echo "$1: walk with $2 first took another way"; jq -c . "$SCRATCH/walk"; failed=1; }
}

for path in $(jq -r 'keys[]' tests/seeds/expected.json); do
    "$SOPC" build "$path" -o "$SCRATCH/image" >/dev/null || failed=1
    walk "$path" yes
    walk "$path" no
done
exit $failed
