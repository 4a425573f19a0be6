#!/bin/sh
# Walking a case by a script of answers.
. "$(dirname "$0")/soprun-common"

walk() # ANSWERS CODE WORD...: the answers as printf writes them
{
    printf "$1" >"$folder/answers"
    shift
    code=$1
    shift
    run "$code" walk "$@" <"$folder/answers"
}

walk '\nno\n\nya\n' 0 "$images/approve.sopb"
is - <<'END'
Approve a Report (approve)

  1  Write the report  (write)
     by            Writer
     time          60 minutes
write done? (Enter: yes, q: leave)
> 

  2  Check the report  (check)
     by            Head of Unit
     time          15 minutes
outcome?   1 yes   2 no   (Enter: yes, q: leave)
> no

  1  Write the report  (write)
     by            Writer
     time          60 minutes
write done? (Enter: yes, q: leave)
> 

  2  Check the report  (check)
     by            Head of Unit
     time          15 minutes
outcome?   1 yes   2 no   (Enter: yes, q: leave)
> ya

the case has ended
path: write, check: no, write, check: yes
working minutes: 150
END

# every way of answering; what is no answer is asked again
for no in n no NO tidak t 2; do
    walk "y\n$no\nq\n" 0 "$images/approve.sopb";   says 'path: write, check: no'
done
walk '\nperhaps\n\n' 0 "$images/approve.sopb";     tells 'line 2: `perhaps`'; says 'path: write, check: yes'
walk '\r\nyes\r\n' 0 "$images/approve.sopb";       says 'has ended'
walk '# a remark\n\n#\nyes\n' 0 "$images/approve.sopb"; says 'has ended'
walk '\n' 1 "$images/approve.sopb";                tells 'after line 1'
walk '' 1 "$images/approve.sopb";                  tells 'ended'
walk 'q\n' 0 "$images/approve.sopb";               says 'left before'

# open rows by number or name, joint rows and units one signature after another
walk '\nya\n2\n\n\n\n\n\n\n\n\n' 0 "$images/purchase.sopb"
says '2) 4 nilai'
says 'tanda tangan 2 dari 2 pada setujui: Kepala Dinas'
says 'tanda tangan 3 dari 3 pada terima: Bidang: UPT'
says 'jalan: ajukan, periksa: ya, nilai, banding, setujui: Setuju, terima, arsip'
says 'menit kerja: 285'
walk '\n\nnilai\n\n\nbandingkan lagi\nsetuju\n2\n\ntidak\n3\n' 0 "$images/purchase.sopb" --messages en
tells 'says `Bandingkan lagi`'
says 'the case has ended: ditolak, Permintaan ditolak'
says 'working minutes: 370'

walk '2\n\n' 0 "$images/starts.sopb";              says 'path: call, reply'
walk '\n2\n\n' 1 "$images/unsound.sopb";           tells 'has stopped'

walk '\n\n' 0 "$images/approve.sopb" --format json
jq -e '[.ended, .result, .work_minutes, [.path[] | .row, .outcome]] ==
       [true, null, 75, ["write", null, "check", "yes"]]' "$folder/out" >/dev/null ||
    fail 'other data'

# fields: asked again until they are right, kept by Enter; a choice by its
# number; what is computed, waited for, and decided by data
walk '\n2.000\n2_000\n2\n\nno\n\n\n\n\n\nyes\n\n2026-01-32\n2026-01-31\nt\nq\n' 0 "$images/tender.sopb"
tells '`2.000` thousands or a fraction'; tells '`2026-01-32` is none'
says 'Kind of goods? (new, used; q: leave)'; says 'Fee = 50'
says 'ask waits 960 minutes: has it passed?'; says 'the clock: 960 minutes of waiting so far'
says 'data decide size: price > 1000'; says '2 no (1st of 2)'; says '2 no (2nd of 2)'
says 'approve waits 60 minutes'; says 'Price? (amount, like 1_234.5; Enter: 2000, q: leave)'
says 'except who did approve'; says 'due           480 minutes'; says 'minutes of waiting: 1980'
says 'path: ask, size: price > 1000, approve: no, ask, size: price > 1000, approve: yes'

# late; and a bound that is used up
walk '\n2000\nnew\n\nlate\nterlambat\n\nno\n\n\n\n\n\nno\n\n\n\n\n\nno\n\n' 0 "$images/tender.sopb"
tells '`terlambat` is no answer'; says 'approve: late, remind, approve: no, ask'
says '(2 times are over: refused)'; says 'has ended: refused, The price is refused'

walk '\n20\nnew\n\n\n2026-02-01\nya\nas soon as possible\n' 0 "$images/tender.sopb" --format json
jq -e '[.ended, .wait_minutes, .fields] ==
       [true, 960, {"price":"20","fee":"0.5","kind":"new","day":"2026-02-01","urgent":true,
                    "remark":"as soon as possible"}]' "$folder/out" >/dev/null || fail 'other data'

# the first withdraws the other, and who waits can be passed by
walk '\nnorth\n\nsouth\n\nsouth\n\n\n' 0 "$images/race.sopb"
says 'north: wait 120 minutes'; says 'north is withdrawn'; says 'path: send, south, sum'

# another SOP in its place, with its fields there and back; its end is an outcome
walk '\nbudget\n\n\n\n3\nno\n\n\n\nyes\n\n' 1 "$images/invite.sopb"
tells 'after line 12'
walk '\nbudget\n\n\n\n3\nno\n\n\n\n\nyes\n' 0 "$images/invite.sopb"
says 'by_letter runs letter'; says 'Write a Letter (letter)'
says 'back in Invite to a Meeting (invite)'; says 'by_phone is withdrawn'
says 'Pages? (amount, like 1_234.5; Enter: 3, q: leave)'
says 'path: plan, write, sign: no, by_letter, book, write, sign: yes, minutes: end'
walk '\nbudget\n2\n\n\nlate\n\n' 0 "$images/invite.sopb"
says 'by_letter is withdrawn'; says 'book, minutes: late, post'

# what cannot be computed takes the answer back
walk '\n0\n\n1\n\n200\n' 0 "$images/divide.sopb"
tells '`share` divides by zero'; says 'path: say, share: else, say, share: share < 10'

exit $failed
