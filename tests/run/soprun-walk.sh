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

exit $failed
