#!/bin/sh
# A store in trouble, through the commands: each time a clear sentence and the right
# exit code, and nothing is lost; many processes at once.
. "$(dirname "$0")/soprun-common"
export SOPRUN_STORE=s.db
harm=${samples%/*}/test_check

# whole STORE: nothing in it is lost or changed
whole()
{
    run 0 check --store "$1" --messages en;     says 'everything fits together'
}

run 0 deploy "$images/approve.sopb" --as ani
run 0 start approve --as ani
run 0 start approve --as ani
run 0 'done' 1 --as budi
run 0 backup copy.db
run 0 checkpoint
cp "$folder/out" checkpoint.txt

# none, another file, a folder, a newer one
for command in list check tick 'start approve' 'done 1' 'backup b.db'; do
    # shellcheck disable=SC2086
    run 3 $command --store none.db --messages en;   tells 'there is no store `none.db` yet'
    # shellcheck disable=SC2086
    run 3 $command --store none.db --messages id;   tells 'belum ada penyimpanan'
    # shellcheck disable=SC2086
    run 3 $command --store . --messages id;     tells 'tidak dapat dibuka'
    cp "$images/tender.sopb" other.db
    # shellcheck disable=SC2086
    run 3 $command --store other.db --messages id;  tells 'bukan penyimpanan soprun'
    cmp -s "$images/tender.sopb" other.db || fail 'the other file was changed'
done
[ -e none.db ] && fail 'a command made a store'
[ -e b.db ] && fail 'a copy of nothing was made'

cp s.db newer.db
"$harm" --harm newer.db 'UPDATE version SET title = title; PRAGMA user_version = 99' ||
    fail 'no harm was done'
cp newer.db newer.copy
for command in list check 'start approve' "deploy $images/tender.sopb"; do
    # shellcheck disable=SC2086
    run 3 $command --store newer.db --messages en;  tells 'made by a newer soprun (schema 99)'
    # shellcheck disable=SC2086
    run 3 $command --store newer.db --messages id;  tells 'soprun yang lebih baru (skema 99)'
done
cmp -s newer.db newer.copy || fail 'the newer store was changed'

# A page that somebody wrote over, each of them in turn (the first makes it another
# file): check finds it; whatever else is asked answers or says so, and never crashes.
torn() # WORD...: soprun WORD... on a fresh copy of torn.db
{
    cp torn.db try.db
    last="$* (page $page torn)"
    "$soprun" "$@" --store try.db --messages en >"$folder/out" 2>"$folder/err"
    code=$?
    out=$(cat "$folder/out") err=$(cat "$folder/err")
    case $code in
    0 | 1) ;;
    3) tells 'the store is damaged: its content does not fit together; go back to a copy' ;;
    *) fail "ended with $code: $err" ;;
    esac
}
page=0
while [ $((page += 1)) -lt $(($(wc -c <s.db) / 1024)) ]; do
    cp s.db torn.db
    yes 'another text' | dd of=torn.db bs=1000 seek=$((page * 1024)) oflag=seek_bytes \
        count=1 iflag=fullblock conv=notrunc 2>/dev/null
    torn check
    [ $code = 0 ] && fail 'not noticed'
    [ $((page % 4)) = 0 ] || continue
    torn tasks; torn log; torn 'done' 2; torn start approve; torn tick
done
run 0 check --store copy.db --against checkpoint.txt

# A disk that is full: a file may not grow (the index of the journal, the journal), or
# there is no room. Until the limit is lifted a command says so, and then all is as it was.
note=$(yes 'much to say' | head -c 60000)
for limit in 24 64 72; do
    (ulimit -f $limit; run 3 'done' 2 --as ani --note "$note" --messages en
     tells 'the store cannot be read or written: it is too large'; exit $failed) || failed=1
    (ulimit -f $limit; run 3 'done' 2 --as ani --note "$note" --messages id
     tells 'terlalu besar'; exit $failed) || failed=1
done
(ulimit -f 16; run 3 backup b.db; exit $failed) || failed=1
ls | grep -q '^b\.db' && fail 'half a copy was left'
whole s.db
run 0 start approve --as ani --format json
[ "$(jq .case "$folder/out")" = 3 ] || fail 'a start that failed has a number'

# Really full: a small disk of our own, where the system lets us make one. Cases are
# begun until it says no; each that was told is there, and once there is room again
# the work goes on.
cat >full.sh <<'END'
mount -t tmpfs -o size=256k none small && cp s.db small/ || exit 9
soprun=$1 SOPRUN_STORE=small/s.db n=3
export SOPRUN_STORE
dd if=/dev/zero of=small/filler bs=1024 count=100 2>/dev/null
while [ $n -lt 400 ] && "$soprun" start approve >out 2>told --messages en; do n=$((n + 1)); done
[ $n -lt 400 ] && grep -q 'the disk is full; nothing was changed' told || exit 8
"$soprun" start approve >out 2>told --messages id
[ $? = 3 ] && grep -q 'media penyimpanan penuh' told || exit 7
"$soprun" backup small/b.db >out 2>told && exit 6
[ -e small/b.db ] && exit 5
rm small/filler
"$soprun" check >out 2>told || exit 4
"$soprun" start approve >out 2>told || exit 2
[ "$("$soprun" list --format json | jq '.cases | length')" = $((n + 1)) ]
END
mkdir small
last='on a full disk'
if unshare -rm mount -t tmpfs -o size=4k none small 2>/dev/null; then
    unshare -rm sh full.sh "$soprun" || fail "full.sh ended with $?: $(cat told)"
else
    echo 'note: no disk of our own may be made here: a full one was not tried'
fi

# Read only: the file, then its folder. Rights do not bind root, who becomes nobody.
whoami=
[ "$(id -u)" = 0 ] && whoami='setpriv --reuid=65534 --regid=65534 --clear-groups'
by_right() { # CODE WORD...
    expected=$1
    shift
    last="$* (read only)"
    $whoami "$soprun" "$@" >"$folder/out" 2>"$folder/err"
    code=$?
    out=$(cat "$folder/out") err=$(cat "$folder/err")
    [ $code = "$expected" ] || fail "ended with $code, not $expected: $err"
}
chmod 755 "$folder"
if $whoami "$soprun" version >/dev/null 2>&1; then
    mkdir file closed && cp copy.db file/s.db && cp copy.db closed/s.db
    chmod 444 file/s.db && chmod 777 file && chmod 666 closed/s.db && chmod 555 closed
    by_right 0 list --store file/s.db;          says 'approve'
    by_right 0 check --store file/s.db
    by_right 0 backup file/b.db --store file/s.db
    by_right 0 start approve --store file/b.db
    for command in 'start approve' 'done 2' "deploy $images/tender.sopb"; do
        # shellcheck disable=SC2086
        by_right 3 $command --store file/s.db --messages en;   tells 'read-only for you'
        # shellcheck disable=SC2086
        by_right 3 $command --store closed/s.db --messages id; tells 'hanya dapat dibaca'
    done
    by_right 3 list --store closed/s.db --messages en;  tells 'take a copy'
    by_right 3 deploy "$images/tender.sopb" --store closed/new.db --messages en
    tells 'may you read and write it'
    chmod 777 closed
    rm -f file/s.db-*
    for store in file/s.db closed/s.db; do
        run 0 check --store $store --against checkpoint.txt
    done
else
    echo 'note: nobody may run soprun here: read-only stores were not tried'
fi

# Twenty at once: each gets a number of its own, and all is whole.
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    "$soprun" start approve --as "person $i" --store s.db >>numbers 2>>errors || echo no >>numbers &
done
wait
[ "$(sort -n numbers | tr '\n' ' ')" = '4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 ' ] ||
    fail "numbers: $(cat numbers errors)"
whole s.db
run 0 check --against checkpoint.txt

exit $failed
