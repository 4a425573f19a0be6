# sopc explain; and every code has its golden files, in both languages, and no
# code that is gone has left one behind.
: "${SOPC:?run by tests/run-all}" "${SCRATCH:?}"
failed=0 n=0
for code in $("$SOPC" explain --list | cut -d' ' -f1); do
    n=$((n + 1))
    for want in "$code.diag" "$code-id.diag"; do
        [ -s "tests/golden/codes/$want" ] && continue
        echo "no tests/golden/codes/$want: make bless"
        failed=1
    done
done
[ $n -ge 90 ] || { echo "only $n codes are listed"; failed=1; }
for golden in tests/golden/codes/*; do
    code=$(basename "$golden" .diag)
    "$SOPC" explain "${code%-id}" >/dev/null 2>&1 && continue
    echo "$golden: no such code"
    failed=1
done

says() { # exit-code pattern words...
    code=$1 pattern=$2
    shift 2
    "$SOPC" explain "$@" >"$SCRATCH/out" 2>&1 </dev/null
    have=$?
    [ "$have" = "$code" ] && grep -q -- "$pattern" "$SCRATCH/out" && return
    echo "explain $*: exit $have, not $code, or no '$pattern' in:"
    cat "$SCRATCH/out"
    failed=1
}

says 0 '^error\[E0201\]: there is no actor `…`$' e0201
says 0 '^Wrong:$' E0201
says 0 '^    sop letter' E0201
says 0 '^kesalahan\[E0201\]: tidak ada pelaksana' E0201 --messages id
says 0 '^    language id' E0201 --messages id
says 0 'caf\\xe9' E0102
says 0 '^peringatan\[W0304\]' --messages id w0304
says 0 '^W0304  peringatan  ' --list --messages id
says 1 'did you mean `E0201`' E201
says 1 'tidak ada kode' E201 --messages id
says 1 'explain --list' nonsense
says 1 'no text in one file' E0904 --example wrong
says 2 'say which code'
says 2 'is one of wrong|right' E0201 --example both
exit $failed
