#!/usr/bin/env bash
# What the tests want beyond PyPI: a browser, a Chinese font, PostgreSQL. Without apt or root the tests say what they skip.
set -u
wanted=()
command -v chromium >/dev/null || wanted+=(chromium)
fc-list 2>/dev/null | grep -qi 'noto.*cjk' || wanted+=(fonts-noto-cjk fontconfig)
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || wanted+=(postgresql)
[ "${#wanted[@]}" -gt 0 ] || exit 0
as_root=""
[ "$(id -u)" = 0 ] || as_root="sudo -n"
if ! command -v apt-get >/dev/null || ! $as_root true 2>/dev/null; then
  echo "没有 apt 或权限，跳过安装：${wanted[*]}（相关测试会说明并跳过）"
  exit 0
fi
echo "安装测试工具：${wanted[*]}"
$as_root apt-get update -qq || true
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${wanted[@]}" >/dev/null \
  || echo "没有装上：${wanted[*]}（相关测试会说明并跳过）"
