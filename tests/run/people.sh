#!/bin/sh
# Who may do what: people, claims, cancelling, holidays; in both languages, with
# exit codes, and that what is refused changes nothing.
. "$(dirname "$0")/soprun-common"

export SOPRUN_STORE=s.db

# what is refused leaves the log of the case as it was
refused()
{
    of=$1
    before=$("$soprun" log "$of" --format json)
    shift
    code=$1 text=$2
    shift 2
    run "$code" "$@"
    tells "$text"
    [ "$("$soprun" log "$of" --format json)" = "$before" ] || fail 'the log has changed'
}

run 0 deploy "$images/approve.sopb"
run 0 people list;                              tells 'everybody may sign'
run 0 people list --format json;                says '"people": []'
run 2 people add ani;                           tells 'Say --actor'
run 1 people add ani --actor hed;               tells 'did you mean `head`'
run 1 people add ani --actor head --unit North; tells 'no units'
run 2 people add '#7' --actor head;             tells 'a name is'
run 0 people add ani --actor head;              says 'ani is head now'
run 0 people add ani --actor head;              says 'nothing was changed'
run 0 people add ani --actor head --messages id; says 'tidak ada yang diubah'
run 0 people add 'Budi Santoso' --actor writer --format json
[ "$(jq -c . "$folder/out")" = '{"format_version":1,"person":"Budi Santoso","actor":"writer","office":null,"unit":null,"is_changed":true}' ] ||
    fail 'other data of people add'
run 0 people list
is - <<'END'
PERSON        ACTOR   UNIT
Budi Santoso  writer
ani           head
END

# a task is its actors'
run 0 start approve --items 40 --as citra
refused 1 5 'soprun people add "citra" --actor writer' done 1 --as citra
refused 1 5 'task 1 is for Writer' claim 1 --as ani
refused 1 5 'bukan salah satunya' done 1 --as ani --messages id
refused 1 5 'is no actor here' cancel 1 --reason no --as citra
run 0 tasks --as ani;                           tells 'no task'
run 0 tasks --as 'Budi Santoso';                says 'Write the report'

# what is taken
refused 1 1 'nothing to give back' release 1 --as 'Budi Santoso'
run 0 people add dewi --actor writer
run 0 claim 1 --as dewi;                        says "task 1 (write) is dewi's now"
refused 1 0 '' claim 1 --as dewi;               says 'already'
refused 1 5 'dewi has taken task 1 at 20' claim 1 --as 'Budi Santoso'
refused 1 5 'only dewi may do it' done 1 --as 'Budi Santoso'
refused 1 5 'dewi telah mengambil tugas 1' release 1 --as 'Budi Santoso' --messages id
run 0 tasks;                                    says '(taken by dewi) Write the report'
run 0 tasks --format json;                      says '"claimed_by": "dewi"'
run 0 tasks --as 'Budi Santoso';                tells 'no task'
run 0 release 1 --as dewi --format json
[ "$(jq -c . "$folder/out")" = '{"format_version":1,"task":1,"case":1,"row":"write","claimed_by":null,"is_changed":true}' ] ||
    fail 'other data of release'
run 0 claim 1 --as dewi --messages id;          says 'sekarang milik dewi'

# who leaves lets go; who is forgotten is a number
refused 1 1 'is an actor yet' people erase dewi
refused 1 1 'dewi` is no `head' people remove dewi --actor head
refused 1 1 'nobody is called `dewy`' people remove dewy
run 0 people remove dewi --actor writer;        says 'dewi is no longer writer'
run 0 tasks --format json;                      says '"claimed_by": null'
run 0 people erase dewi;                        says '`dewi` is forgotten'
run 0 log 1
is - <<'END'
TIME  1  start              citra (ME)
TIME  2  write: taken       #5 (ME)
TIME  3  write: given back  #5 (ME)
TIME  4  write: taken       #5 (ME)
TIME  5  write: given back  ME
END
grep -qs dewi s.db s.db-wal && fail 'the name is still there'
run 1 people erase dewi;                        tells 'nobody is called `dewi`'

# done, and given up
run 0 claim 1 --as 'Budi Santoso'
run 0 done 1 --as 'Budi Santoso'
refused 1 1 'done already by Budi Santoso' claim 1 --as 'Budi Santoso'
refused 1 1 'done already by Budi Santoso' done 1 --as 'Budi Santoso'
run 2 cancel 1 --as ani;                        tells 'Say --reason'
refused 1 2 '--reason takes' cancel 1 --as ani --reason ''
run 0 cancel 1 --as ani --reason 'two of one';  says 'case 1 is cancelled'
refused 1 1 'ended already' cancel 1 --as ani --reason again
run 1 cancel 1 --as ani --reason again --messages id; tells 'sudah selesai'
run 1 cancel 9 --as ani --reason again;         tells 'no case 9'
run 0 log 1;                                    says 'cancelled'; says 'two of one'
run 0 show 1 --format json;                     says '"items": 40'; says '"state": "cancelled"'
run 0 start approve
run 0 cancel 2 --reason x --as ani --format json; says '"state": "cancelled"'

# numbers
run 2 start approve --items 0;                  tells 'from 1 to 1000000'
run 2 start approve --items 1_000_001
run 2 start approve --items 4x
run 2 tasks --limit 0
run 0 start approve; run 0 start approve; run 0 start approve
run 0 tasks --limit 2 --format json
[ "$(jq '.tasks | length' "$folder/out")" = 2 ] || fail 'not two tasks'

# holidays
run 0 holiday list;                             tells 'no holiday'
run 2 holiday add 2026-02-30 x;                 tells '2026-12-24..2026-12-31'
run 2 holiday add 2026-02-03..2026-02-02 x
run 2 holiday add 2026-02-03 '';                tells 'a holiday has a text'
run 0 holiday add 2026-05-14 Ascension;         says 'no work is done on 2026-05-14'
run 0 holiday add 2026-05-14 Ascension;         says 'nothing was changed'
run 0 holiday add 2026-05-10..2026-05-20 'Long days' --messages id; says 'sampai 2026-05-20'
run 0 holiday list
is - <<'END'
FROM        TO          TEXT
2026-05-10  2026-05-20  Long days
2026-05-14  2026-05-14  Ascension
END
run 0 holiday list --format json
[ "$(jq -c '.holidays[1]' "$folder/out")" = '{"first":"2026-05-14","last":"2026-05-14","text":"Ascension"}' ] ||
    fail 'other holidays'

# units; one who is alone where two are needed; several offices
run 0 deploy "$images/purchase.sopb"
run 1 people add uki --actor bidang --unit UPX --messages en; tells 'did you mean `UPT`'
run 0 people add uki --actor bidang --unit UPT --messages en; says 'uki is bidang: UPT now'
tells '`terima` of `pengadaan` needs a second'
run 0 people add eko --actor bidang;            says 'eko sekarang bidang'
[ -z "$err" ] || fail "a warning: $err"

if [ -x "$build/sopc" ]; then
    for office in north south; do
        cat >$office.sop <<END
office $office "Office" { actor head "Head"  actor clerk "Clerk" }
sop of_$office "Of $office" of $office {
    step write "Write" by clerk time 1 minute
    step check "Check" by head except who did write time 1 minute
}
END
        "$build/sopc" build $office.sop -o $office.sopb >build.log || fail 'it does not compile'
        run 0 deploy $office.sopb --store o.db
    done
    export SOPRUN_STORE=o.db
    run 1 people add ani --actor head;          tells '`north.head`, `south.head`'
    run 1 people add ani --actor west.head;     tells 'no deployed SOP'
    run 0 people add ani --actor south.head;    says 'ani is south.head now'; tells 'needs a second'
    run 0 people add ani --actor north.head
    run 0 people add ani --actor north.clerk
    run 0 start of_north; run 0 start of_south
    run 0 tasks --actor north.clerk;            says 'of_north'
    run 0 tasks --actor clerk --format json
    [ "$(jq -c '[.tasks[].sop]' "$folder/out")" = '["of_north","of_south"]' ] || fail 'other tasks'
    run 5 done 2 --as ani;                      tells '--actor south.clerk'
    run 0 done 1 --as ani
    run 5 done 3 --as ani;                      tells 'ani did `write`'
    run 1 people remove ani --actor head;       tells '`north.head`, `south.head`'
    run 0 people remove ani --actor south.head
    run 0 people list
    is - <<'END'
PERSON  ACTOR        UNIT
ani     north.clerk
ani     north.head
END
    run 0 people remove ani;                    says 'removed: 2'
fi

# another version: the same flow, another one, and what cannot be
if [ -x "$build/sopc" ]; then
    cat >one.sop <<'END'
sop job "A Job" {
    actor a "A"  actor b "B"
    step write "Write" by a time 1 minute
    step left "Left" by a time 1 minute
    step right "Right" by b after write time 1 minute
    step meet "Meet" by a after left, right time 1 minute
}
END
    sed 's/"Left" by a time 1/"On the left" by b time 20/' one.sop >words.sop
    sed '/step write/i step order "Order" by b time 1 minute' one.sop >more.sop
    sed 's/sop job/sop work/' one.sop >other.sop
    for name in one words more other; do
        "$build/sopc" build $name.sop -o $name.sopb >build.log || fail "$name does not compile"
    done
    export SOPRUN_STORE=m.db
    run 0 deploy one.sopb
    run 0 start job; run 0 start job
    refused 1 1 'is of another SOP' migrate 1 other.sopb
    refused 1 1 'not a compiled SOP' migrate 1 words.sop
    refused 1 3 'no file' migrate 1 nowhere.sopb
    refused 1 2 'needs CASE IMAGE' migrate 1
    refused 1 1 'no case 9' migrate 9 words.sopb
    run 0 migrate 1 more.sopb --as ani;         says 'case 1 goes on by '
    run 0 migrate 1 more.sopb --messages id;    says 'tidak ada yang diubah'
    run 0 done 1;                               says 'left'; says 'right'
    refused 1 1 'runs otherwise (first at `write`), and case 1 has several' migrate 1 one.sopb
    refused 1 1 'berjalan lain (pertama pada `write`)' migrate 1 one.sopb --messages id
    run 0 done 2
    run 0 migrate 2 words.sopb --format json
    [ "$(jq -c '[.case, .cases]' "$folder/out")" = '[2,1]' ] || fail 'other data of migrate'
    run 0 show 2;                               says 'On the left'
    run 0 tasks --actor b --format json
    [ "$(jq -c '[.tasks[] | select(.case == 2) | .task]' "$folder/out")" = '[5,6]' ] || fail 'other tasks'
    run 0 log 2 --format json
    [ "$(jq -c '[.events[] | .kind, (.image | type)]' "$folder/out")" = \
      '["start","string","done","null","migrated","string"]' ] || fail 'another log'
    run 0 log 1;                                says 'goes on by'
    run 0 show 1 --page page.svg
    run 0 start job
    [ "$("$soprun" show 3 --format json | jq -r .image)" = "$("$soprun" verify one.sopb --format json | jq -r .image)" ] ||
        fail 'new cases go by what was not deployed'
    run 0 people add ani --actor a
    refused 3 5 'is no actor here' migrate 3 words.sopb --as budi
    run 0 migrate 3 words.sopb --as ani
    run 0 done 7 --as ani
    run 5 done 8 --as citra
    run 0 cancel 3 --reason 'enough' --as ani
    refused 3 1 'ended already' migrate 3 one.sopb --as ani

    # four eyes hold though the row got another number while it stood in a wait
    cat >eyes.sop <<'END'
sop eyes "Four Eyes" {
    actor a "A"
    step first "First" by a time 1 minute
    step tries "Tries" by a time 1 minute wait 2 hours
    step looks "Looks" by a except who did tries time 1 minute
}
END
    sed '/step tries/i step more "More" by a time 1 minute' eyes.sop >moved.sop
    for name in eyes moved; do
        "$build/sopc" build $name.sop -o $name.sopb >build.log || fail "$name does not compile"
    done
    export SOPRUN_STORE=e.db
    run 0 deploy eyes.sopb --rehearsal --now 2026-03-02T08:00
    run 0 start eyes --now 2026-03-02T08:00
    run 0 done 1 --as ani --now 2026-03-02T08:30
    run 0 done 2 --as budi --now 2026-03-02T09:00
    run 0 migrate 1 moved.sopb --as ani --now 2026-03-02T09:10
    run 0 tick --now 2026-03-02T13:00;          says 'tries has waited'
    run 5 done 3 --as budi --now 2026-03-02T13:10; tells 'budi did `tries`'
    run 0 check
    run 0 done 3 --as ani --now 2026-03-02T13:10
    run 0 check
fi

exit $failed
