#!/bin/sh
# A store that cannot be used: each time a sentence, never a raw message.
. "$(dirname "$0")/soprun-common"

run 0 deploy "$images/approve.sopb" --store s.db
run 0 start approve --store s.db

run 3 list --store .;                              tells 'cannot be opened'
run 3 deploy "$images/approve.sopb" --store no/folder.db; tells 'no/folder.db'
cp "$images/purchase.sopb" other.db
run 3 list --store other.db;                       tells 'no store of soprun'
cmp -s "$images/purchase.sopb" other.db || fail 'the file was changed'
head -c 5000 s.db >cut.db
run 3 list --store cut.db;                         tells 'store'
: >empty.db
run 3 list --store empty.db;                       tells 'deploy'
run 0 deploy "$images/approve.sopb" --store empty.db

# a file that may not grow is a disk that is full
(ulimit -f 40; run 3 deploy "$images/purchase.sopb" --store small.db; exit $failed) || failed=1

# a folder that may not be written (root may write everywhere)
if [ "$(id -u)" != 0 ]; then
    mkdir fixed && cp s.db fixed/ && chmod a-w fixed fixed/s.db
    run 3 start approve --store fixed/s.db
    tells 'read-only'
    chmod u+w fixed
fi

# many at once wait for one another
for i in 1 2 3 4 5 6; do
    "$soprun" start approve --store s.db >>numbers 2>>errors || echo failed >>errors &
done
wait
[ "$(sort -n numbers | tr '\n' ' ')" = '2 3 4 5 6 7 ' ] || fail "numbers: $(cat numbers errors)"

# two that make the same store at once
for i in 1 2 3 4; do
    "$soprun" deploy "$images/approve.sopb" --store new.db >>made 2>>errors || echo failed >>made &
done
wait
[ "$(sort -u made | wc -l)" = 1 ] || fail "$(cat made errors)"

exit $failed
