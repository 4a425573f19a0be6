# A hundred rows side by side: more arrows than a page can hold. The drawing ends
# in time and says so, and the image is built without its page.
: "${SOPC:?run by tests/run-all}" "${SOPRUN:?}" "${SCRATCH:?}"
failed=0
tests/bench/make-sop branches 100 >"$SCRATCH/dense.sop"
timeout 120 "$SOPC" draw "$SCRATCH/dense.sop" -o "$SCRATCH/dense.pdf" >"$SCRATCH/out" 2>&1
[ $? = 4 ] && grep -q 'is not whole: too many arrows' "$SCRATCH/out" || { cat "$SCRATCH/out"; failed=1; }
timeout 120 "$SOPC" build "$SCRATCH/dense.sop" -o "$SCRATCH/dense.sopb" >"$SCRATCH/out" 2>&1 &&
    "$SOPRUN" verify "$SCRATCH/dense.sopb" >>"$SCRATCH/out" 2>&1 || { cat "$SCRATCH/out"; failed=1; }
exit $failed
