#!/bin/sh
# soprun killed at random moments: what it has acknowledged is there, nothing
# is there twice, and what waits is what the log leaves to do. (That the whole
# state is the fold of the log is a matter of tests/unit/test_store_faults.c.)
. "$(dirname "$0")/soprun-common"
export SOPRUN_STORE=s.db
rounds=${ROUNDS:-40}

# killed FILE WORD...: runs soprun WORD... and kills it within 16 ms; true when
# it was quicker and has acknowledged. Its stdout goes to FILE.
killed()
{
    answer=$1
    shift
    "$soprun" "$@" >"$answer" 2>/dev/null &
    pid=$!
    sleep "0.0$(printf %02d $(($(od -An -N1 -tu1 /dev/urandom) % 16)))"
    kill -9 $pid 2>/dev/null
    wait $pid 2>/dev/null
}

run 0 deploy "$images/approve.sopb"
run 0 start approve
echo 1 >started
: >signed
round=0
while [ $round -lt "$rounds" ]; do
    round=$((round + 1))
    killed number start approve && cat number >>started
    task=$("$soprun" tasks --format json | jq -r '[.tasks[]] | .[length - 1 - '$round' % length] |
        "\(.task) \(if .row == "check" then "--outcome=yes" else "" end)"')
    # shellcheck disable=SC2086
    killed answer done $task && echo "${task%% *}" >>signed
done

run 0 list --format json
for number in $(cat started); do
    jq -e ".cases[$number - 1].case == $number" "$folder/out" >/dev/null ||
        fail "case $number was acknowledged and is not there"
done
[ "$(sort started | uniq -d)" = '' ] || fail 'a case number was given twice'

cases=$(jq '.cases | length' "$folder/out")
run 0 tasks --format json
cp "$folder/out" waiting
: >logged
number=0
while [ $number -lt "$cases" ]; do
    number=$((number + 1))
    run 0 log $number --format json
    jq -r '.events[].task // empty' "$folder/out" >>logged
    # approve: the n-th event leaves task n of the case, or has ended it
    jq -e '[.events[].seq] == [range(1; (.events | length) + 1)]' "$folder/out" >/dev/null ||
        fail "case $number: events are missing"
    left=$(jq "3 - (.events | length) | if . > 0 then 1 else 0 end" "$folder/out")
    [ "$(jq "[.tasks[] | select(.case == $number)] | length" waiting)" = "$left" ] ||
        fail "case $number: the worklist does not fit the log"
done
[ "$(sort logged | uniq -d)" = '' ] || fail 'a task was done twice'
for task in $(cat signed); do
    grep -qx "$task" logged || fail "task $task was acknowledged and is not in the log"
done

exit $failed
