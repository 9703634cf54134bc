#!/usr/bin/env bash
# Make .venv. Debian ships python3 without ensurepip: then python3-venv is installed, or its absence is said.
set -eu
python=$1
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  echo "需要 Python 3.11 或更新版本 / Python 3.11 or newer is needed（$python）" >&2
  exit 1
fi
if [ -x .venv/bin/python ] && .venv/bin/python -m pip --version >/dev/null 2>&1; then
  exit 0
fi
rm -rf .venv
if ! "$python" -m venv .venv 2>/dev/null; then
  rm -rf .venv
  as_root=""
  [ "$(id -u)" = 0 ] || as_root="sudo -n"
  if command -v apt-get >/dev/null && $as_root true 2>/dev/null; then
    echo "安装 python3-venv / installing python3-venv"
    $as_root apt-get update -qq
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv >/dev/null
  fi
  if ! "$python" -m venv .venv; then
    rm -rf .venv
    echo "请先安装 venv：apt-get install python3-venv / please install python3-venv first" >&2
    exit 1
  fi
fi
