# A sample of `make crash` (docs/reliability.md): kills, losses of power, faults;
# then memory that runs out in the midst of a deed and does not come back before
# its end: not even a roll back gets any, and yet the store is to go on.
export CRASH_JOBS=1
"$BUILD/tests/crash" sample && "$BUILD/tests/crash" fail 143 1 2000
