# Large procedures of all shapes: no floor of the compiler, the proof neither,
# takes more than five times what reading the file takes.
: "${BUILD:?run by tests/run-all}" "${SCRATCH:?}"
files=
for shape in sequence joins loop branches first fields; do
    tests/bench/make-sop $shape 10000 >"$SCRATCH/$shape.sop"
    files="$files $SCRATCH/$shape.sop"
done
# shellcheck disable=SC2086
"$BUILD/tests/floors" -most 5 $files
