#!/usr/bin/env bash
# Checks the records of a checkout on a runner of GitHub Actions or a system like it. Reads PIRCTL (the program) and the
# inputs of the action from the environment; annotations go to standard output, the rest to the step summary.
set -uo pipefail

say() { printf '::%s title=%s::%s\n' "$1" "$2" "$3"; }

# Hands the exit status on; also where it ends.
finish() {
  if [ -n "${GITHUB_OUTPUT:-}" ]; then
    printf 'exit-status=%s\n' "$1" >> "$GITHUB_OUTPUT"
  fi
  exit "$1"
}

# Named from the workspace, as the step that uploads it does.
sarif=${PIRCTL_SARIF_FILE:-}
case "$sarif" in
  '' | /*) ;;
  *) sarif="$PWD/$sarif" ;;
esac

cd "${PIRCTL_DIRECTORY:-.}" || { say error 'pirctl' 'the folder of the register was not found'; finish 2; }

# History is evidence here: a checkout that is cut answers "cannot tell", so it is said before anything else.
if [ "${PIRCTL_REQUIRE_HISTORY:-true}" = true ] && [ "$(git rev-parse --is-shallow-repository)" = true ]; then
  say error 'history is cut' 'Set fetch-depth: 0 in the step that uses actions/checkout; this checkout is shallow.'
  finish 2
fi

options=(--fail-on "${PIRCTL_FAIL_ON:-error}" --format github)
if [ -n "${PIRCTL_BASE:-}" ]; then
  options+=(--base "$PIRCTL_BASE")
fi
if [ "${PIRCTL_REQUIRE_HISTORY:-true}" = true ]; then
  options+=(--require-history)
fi
if [ -n "$sarif" ]; then
  options+=(--format "sarif=$sarif")
fi

"$PIRCTL" lint "${options[@]}"
status=$?

# The chains that the pull request touches, one row an incident, below the findings.
if [ -n "${PIRCTL_BASE:-}" ] && [ -n "${GITHUB_STEP_SUMMARY:-}" ] && [ "$status" -ne 2 ]; then
  "$PIRCTL" trace --base "$PIRCTL_BASE" --format markdown >> "$GITHUB_STEP_SUMMARY" || status=2
fi
finish "$status"
