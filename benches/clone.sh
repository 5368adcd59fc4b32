#!/bin/sh
# From a clone without any build to the first figures, the first PDF and the end of the
# tests: time and processor time of each step. `make setup`; some twenty minutes on two
# cores. Crates that cargo has downloaded before are not downloaded again; an installed
# Typst of the pinned version is used, and with TYPST=build it is built as on a bare
# machine. STEPS names the steps.
set -eu

project=$(git -C "$(dirname "$0")" rev-parse --show-toplevel)
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
git clone --quiet "$project" "$place/clone"
cd "$place/clone"
unset CARGO_TARGET_DIR
if [ "${TYPST:-}" = build ]; then
	unset COHORT_REPORT_TYPST
	steps="typst ${STEPS:-figures report test}"
else
	steps=${STEPS:-figures report test}
fi

echo "| step | time | processor time |"
echo "| --- | --: | --: |"
for step in $steps; do
	case $step in
	typst) words="typst TYPSTS=.tools/bin/typst BINSTALL=no" ;;
	*) words=$step ;;
	esac
	# shellcheck disable=SC2086
	if /usr/bin/time -f "%e %U %S" -o "$place/taken" make --no-print-directory $words >"$place/log" 2>&1; then
		awk -v step="make $step" '{ printf "| %s | %.0f s | %.0f s |\n", step, $1, $2 + $3 }' "$place/taken"
	else
		tail -n 20 "$place/log" >&2
		exit 1
	fi
done
