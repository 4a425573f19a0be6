#!/bin/sh
# Cases from deploy to their end: answers, refusals and exit codes.
. "$(dirname "$0")/soprun-common"

run 3 list;                                    tells './soprun.db'
run 3 list --store nowhere.db;                 tells 'nowhere.db'
run 3 verify nowhere.sopb;                     tells 'nowhere.sopb'
run 3 verify .
printf 'no image' >broken.sopb
run 1 verify broken.sopb;                      tells 'broken.sopb'
run 1 deploy broken.sopb
[ -e soprun.db ] && fail 'a store appeared'
head -c 700 "$images/approve.sopb" >broken.sopb
run 1 verify broken.sopb
run 1 deploy broken.sopb --store s.db
printf 'sop a "A" { }' >text.sop
run 1 deploy text.sop --store s.db;            tells '`sopc build text.sop`'
run 1 walk text.sop;                           tells 'not a compiled SOP'
run 0 verify "$images/approve.sopb";           says 'approve'
run 0 verify - <"$images/approve.sopb";        says 'approve'

export SOPRUN_STORE=s.db
run 0 deploy "$images/approve.sopb" --as ani;  says 'approve '; tells 'new cases'
run 0 deploy "$images/approve.sopb";           tells 'already'
run 0 list;                                    tells 'Approve a Report'
run 1 start aprove;                            tells 'did you mean `approve`'
run 1 start something;                         tells 'something'
run 0 start approve --as ani
[ "$out" = 1 ] || fail "start said $out"
run 0 tasks;                                   says 'Write the report'
script -qec "stty cols 100; '$soprun' tasks" /dev/null | sed 's/…/./g; s/\r//' >"$folder/screen"
awk 'length($0) > 100 { print; exit 1 }' "$folder/screen" || fail 'wider than the terminal'
grep -q Write "$folder/screen" || fail 'no task on a terminal'
run 0 tasks --actor head;                      tells 'no task'
run 1 tasks --actor heed;                      tells 'did you mean `head`'

run 1 done 2;                                  tells 'no task 2'
run 1 done 1 --outcome yes;                    tells 'is a step'
run 0 done 1 --as ani --note 'first
try';                                          says 'task 1 is done: write'; says '2     check'
run 1 done 1 --as budi;                        tells 'already by ani at 20'
run 1 done 2;                                  tells '`yes`, `no`'
run 1 done 2 --outcome yess;                   tells 'did you mean `yes`'
run 1 done 2 --outcome perhaps;                tells '`yes`, `no`'
run 0 done 2 --outcome tidak;                  says 'check, no'
run 0 done 3 --messages id;                    says 'tugas 3 selesai'
run 0 done 4 --outcome=YA;                     says 'case 1 has ended'
run 1 done 4 --outcome yes;                    tells 'already by'
run 0 show 1;                                  says 'ended'
run 1 show 2;                                  tells 'no case 2'
run 1 log 2
run 0 log 1
is - <<'END'
TIME  1  start       ani (ME)
TIME  2  write       ani (ME)  first\x0atry
TIME  3  check: no   ME
TIME  4  write       ME
TIME  5  check: yes  ME
END
says '+07:00'

# a new version is for new cases
run 0 start approve
run 0 deploy "$images/approve-2.sopb"
run 0 start approve
run 0 done 6; run 0 done 7 --outcome yes;      says 'file'
run 0 done 5; run 0 done 9 --outcome yes;      says 'case 2 has ended'

# joint decision, every unit, one or the other; in the language of its source
run 0 deploy "$images/purchase.sopb";          tells 'kasus baru'
run 0 start pengadaan
[ "$out" = 4 ] || fail "start said $out"
t=10
run 0 done $t; run 0 done $((t + 1)) --outcome yes
run 0 done $((t + 2)); run 0 done $((t + 3)); says 'Kepala Dinas'
run 0 done 14 --outcome setuju --as budi
run 5 done 15 --outcome setuju --as budi;      tells 'budi sudah menandatangani'
run 1 done 15 --outcome 'bandingkan lagi' --as citra; tells '`Setuju`'
run 1 done 15 --outcome Setju --as citra;      tells 'maksud Anda `Setuju`'
run 0 tasks --as budi --actor kepala;          tells 'tidak ada tugas'
run 0 tasks --as citra --actor kepala;         says 'setujui'
run 0 done 15 --outcome SETUJU --as citra;     says 'Bidang: UPT'
run 0 done 16 --as a; run 5 done 17 --as a; run 0 done 17 --as b; run 0 done 18 --as c
says 'Kasubag atau Petugas Gudang'
run 0 done 19;                                 says 'kasus 4 selesai'
run 0 log 4;                                   says 'terima (Bidang Koperasi)'

# a named end, and several starts
run 0 start pengadaan
run 0 done 20; run 0 done 21 --outcome ya; run 0 done 22; run 0 done 23
run 0 done 24 --outcome no --as x; run 0 done 25 --outcome no --as y
says 'ditolak, Permintaan ditolak'
run 0 list;                                    says 'ditolak'
run 0 deploy "$images/starts.sopb"
run 1 start complaint;                         tells '`letter`, `call`'
run 1 start complaint --at fax;                tells '`letter`, `call`'
run 1 start approve --at fax;                  tells 'leave --at out'
run 0 start complaint --at call
run 0 log 6;                                   says 'start: call'

# an answer that cannot be written is a fault
if [ -w /dev/full ]; then
    "$soprun" list >/dev/full 2>err
    [ $? -eq 3 ] || fail 'a lost answer was no fault'
fi

exit $failed
