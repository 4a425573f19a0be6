# A sample of `make crash` (docs/reliability.md): kills, losses of power, faults.
CRASH_JOBS=1 "$BUILD/tests/crash" sample
