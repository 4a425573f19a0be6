# The doors of sopc: exit codes, where things go, what mistyped words get.
. "$(dirname "$0")/sopc-common"

good=examples/gowa/pengukuran-kinerja.sop
expect 0 'sopc [0-9]' "$SOPC" version
expect 0 'sopc [0-9]' "$SOPC" --version
expect 0 'commands' "$SOPC" help
expect 0 'sopc draw surat' "$SOPC" draw -h
expect 2 'commands' "$SOPC"
expect 2 'did you mean `check`' "$SOPC" chekc $good
expect 2 'did you mean `--format`' "$SOPC" check --fromat json $good
expect 2 'needs FILE' "$SOPC" check
expect 2 'is one of' "$SOPC" check --format xml $good
expect 2 'is one of a4' "$SOPC" draw --page a5 $good -T svg
expect 2 'given twice' "$SOPC" build -o a -o b $good
expect 2 'does not take' "$SOPC" build $good $good
expect 2 'no sop `x`' "$SOPC" build --messages en --sop x $good
expect 2 '-o page.pdf' "$SOPC" draw $good
expect 0 '' "$SOPC" check $good
expect 0 'files: 0 errors' "$SOPC" check examples
expect 1 'E0201' "$SOPC" check tests/golden/six.sop
expect 1 '"errors": 7' "$SOPC" check --format json tests/golden/six.sop
expect 1 '' "$SOPC" check --deny warnings tests/golden/flow.sop
expect 1 'E0201' "$SOPC" build tests/golden/six.sop -o "$SCRATCH/none.sopb"
[ -e "$SCRATCH/none.sopb" ] && { echo "an image of a faulty text"; failed=1; }
expect 3 'no file' "$SOPC" check nowhere.sop
expect 3 'is no file' "$SOPC" build examples
expect 3 'cannot be written' "$SOPC" build --messages en $good -o /nowhere/x.sopb
expect 1 'no sop in' "$SOPC" build --messages en examples/sulteng/dinas.sop
expect 0 '"format_version": 1' "$SOPC" export -T json $good
expect 0 '"straight_through_minutes": 395' "$SOPC" time --format json $good
expect 0 'Pengukuran Kinerja' "$SOPC" time examples/gowa
expect 1 'error.E0201' "$SOPC" check --messages en tests/golden/six.sop
expect 1 'seharusnya nama pelaksana, sebuah angka atau' "$SOPC" check --messages id tests/golden/syntax.sop
expect 1 'expected a text in quotes, found' "$SOPC" check --messages en tests/golden/salah.sop

printf 'sop x "X" {\n    actor a "A"\n    step s "S" by a time 1 minute\n}\n' |
    "$SOPC" check - || { echo "standard input is not read"; failed=1; }
printf 'sop x "X" {\0' >"$SCRATCH/nul.sop"
expect 1 'E0101' "$SOPC" check "$SCRATCH/nul.sop"
printf 'sop x "X\377" {' >"$SCRATCH/bad.sop"
expect 1 'E0102' "$SOPC" check "$SCRATCH/bad.sop"
printf 'sop x "X\342\200\256" {' >"$SCRATCH/bidi.sop"
expect 1 'E0103.*U\+202E' "$SOPC" check "$SCRATCH/bidi.sop"
printf '\357\273\277sop x \342\200\234X\342\200\235 {\r\n actor a "A"\r\n step s "S" by a time 1 minute\r\n}\r\n' >"$SCRATCH/word.sop"
expect 0 '' "$SOPC" check "$SCRATCH/word.sop"
mkdir -p "$SCRATCH/in/deep" && printf 'office o "O" { }\n' >"$SCRATCH/out.sop"
printf 'use "../out.sop"\nuse "/etc/passwd"\nuse "gone.sop"\nuse "self.sop"\nsop x "X" { actor a "A" step s "S" by a time 1 minute }\n' >"$SCRATCH/in/self.sop"
expect 1 'E0906' "$SOPC" check "$SCRATCH/in/self.sop"
expect 1 'E0905' "$SOPC" check "$SCRATCH/in/self.sop"
expect 1 'E0901' "$SOPC" check "$SCRATCH/in/self.sop"
exit $failed
