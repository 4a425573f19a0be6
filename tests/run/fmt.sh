# sopc fmt at the door: what it writes, what it only tells, what it leaves alone.
. "$(dirname "$0")/sopc-common"
dir=$SCRATCH/fmt
rm -rf "$dir" && mkdir -p "$dir/deep" && cd "$dir" || exit 1

printf 'use "gone.sop" # kept\r\nsop x "X"{step s "S" by a time 1 minutes}' >raw
cat >laid <<'END'
use "gone.sop"  # kept

sop x "X" {
    step s "S"
        by a   time 1 minute
}
END
printf 'sop x "X" {step s "S" by a tiem 1 minute }' >bad
printf 'sop x "X" {step s "S" fills jam = menit + 1 }' >name
cp raw a.sop && cp raw deep/b.sop && ln -s a.sop link.sop

"$SOPC" fmt - <raw >out && same out laid
expect 1 'a.sop. would be' "$SOPC" fmt --check a.sop
expect 1 'deep/b.sop. would be' "$SOPC" fmt --check .
same a.sop raw
"$SOPC" fmt --diff a.sop >patch || failed=1
same a.sop raw
if command -v patch >/dev/null; then
    cp raw patched && patch -s --binary patched <patch && same patched laid
fi
expect 0 '' "$SOPC" fmt link.sop deep
same a.sop laid
same deep/b.sop laid
[ -L link.sop ] || { echo "a link was replaced"; failed=1; }
touch -d 2001-01-01 a.sop
expect 0 '' "$SOPC" fmt a.sop
[ -n "$(find a.sop -newermt 2002-01-01)" ] && { echo "written without a change"; failed=1; }
expect 0 '' "$SOPC" fmt --check .

cp bad bad.sop && cp name name.sop
expect 1 'E0111' "$SOPC" fmt bad.sop a.sop
same bad.sop bad
expect 1 'name.sop:1:35: .* `menit`' "$SOPC" fmt --messages en --lang id name.sop
same name.sop name
expect 3 'no file' "$SOPC" fmt nowhere.sop
expect 2 'is one of' "$SOPC" fmt --lang fr a.sop
expect 0 '' "$SOPC" fmt --lang id a.sop
grep -q '^language id$' a.sop && grep -q 'waktu 1 menit' a.sop || { cat a.sop; failed=1; }
expect 0 '' "$SOPC" fmt --lang en a.sop
same a.sop laid
exit $failed
