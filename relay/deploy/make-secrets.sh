#!/bin/sh
# Makes the secrets that compose.yaml hands to its services, once; those that are there stay as they are.
set -eu
cd "$(dirname "$0")"
mkdir -p secrets
random() { openssl rand -hex 32; }
for name in token-secret metrics-token; do
  [ -e "secrets/$name" ] || random > "secrets/$name"
done
if [ ! -e secrets/redis-url ]; then
  password=$(random)
  echo "redis://relay:$password@redis:6379" > secrets/redis-url
  # Redis has the hash only.
  hash=$(printf %s "$password" | openssl dgst -sha256 -r | cut -d ' ' -f 1)
  sed "s/<sha256>/$hash/" redis-users.acl > secrets/redis-users
fi
# The folder keeps others out; the services in their containers run under accounts of their own.
chmod 700 secrets
chmod 644 secrets/*
