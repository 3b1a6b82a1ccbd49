#!/usr/bin/env bash
# Finds the program to run and hands its path on; builds it from the action's own source when there is none.
# Reads PIRCTL_PROGRAM (may be empty) and PIRCTL_SOURCE; writes the variable PIRCTL for the steps that follow.
set -euo pipefail

program=${PIRCTL_PROGRAM:-}
if [ -z "$program" ]; then
  program=$(command -v pirctl || true)
fi
if [ -z "$program" ]; then
  if ! command -v cargo >/dev/null 2>&1; then
    echo '::error title=pirctl is not installed::Name it with the input program, or install Rust so that it can be built.'
    exit 2
  fi
  root="${RUNNER_TEMP:-$PIRCTL_SOURCE/target}/pirctl"
  cargo install --locked --quiet --root "$root" --path "$PIRCTL_SOURCE"
  program="$root/bin/pirctl"
fi
"$program" --version
printf 'PIRCTL=%s\n' "$program" >> "$GITHUB_ENV"
