#!/bin/sh
# The command line: help, mistakes and what they are answered with.
. "$(dirname "$0")/soprun-common"

run 2;                          tells 'COMMAND'
run 0 help;                     says 'deploy'
run 0 --help;                   says 'deploy'
run 0 -h;                       says 'deploy'
run 0 done -h;                  says 'soprun done 12'
run 0 help done;                says '--outcome WORD'
run 0 done -h --messages id;    says 'menandatangani tugas'
run 2 help dune;                tells 'did you mean `done`'
run 0 version;                  says 'soprun 0.'
run 0 --version;                says 'soprun 0.'
run 0 version --format json;    says '"format_version": 1'

run 2 deply x;                  tells 'did you mean `deploy`'
run 2 frobnicate;               tells 'no command `frobnicate`'
run 2 clam 1;                   tells 'did you mean `claim`'
run 2 people;                   tells 'add, list, remove, erase'
run 2 people ad x;              tells 'did you mean `people add`'
run 2 peple list;               tells 'did you mean `people`'
run 2 people add;               tells '`people add` needs NAME'
run 2 people add a b;           tells 'does not take `b`'
run 2 holiday add 2026-01-01;   tells 'needs DATE'
run 0 help people;              says 'people erase'
run 0 help people add;          says 'soprun people add budi'
run 0 people remove -h;         says 'from this one only'
run 2 done 1 --outcom no;       tells 'did you mean `--outcome`'
run 2 list --actor x;           tells '--actor'
run 2 done;                     tells 'needs TASK'
run 2 done 1 2;                 tells '2'
run 2 done x;                   tells '`x`'
run 2 show -1
run 2 show 1x;                  tells '`1x`'
run 2 show 99999999999999999999
run 2 list --format xml;        tells 'human|json'
run 2 list --store;             tells 'FILE'
run 2 list --store a --store b; tells 'twice'
run 2 list --help=yes
run 2 walk -;                   tells 'stdin'
run 2 deploy "$images/approve.sopb" --as '';  tells '--as'

# a text of the user cannot write on the terminal
run 2 "$(printf 'a\033[2Jb')";  tells 'a\x1b[2Jb'

exit $failed
