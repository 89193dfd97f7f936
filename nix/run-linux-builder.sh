# run-linux-builder.sh PACKAGE: starts what nix/linux-builder.nix made, as docs/linux-builder.md says a launch command
# must: on a port of loopback only, with the key of this job, and without anything in /etc/nix.
set -euo pipefail
package=$1

# The guest's host key is in nixpkgs, known to everybody; it says which guest this is, not that nobody imitates it.
install -m 644 "$package/ssh_host_ed25519_key.pub" "$KEYS/ssh_host_ed25519_key.pub"

# The guest's sshd wants the key to be root's, and the guest sees the owner that a file has here: the store's. Only the
# public half goes there.
mkdir -p keys
install -m 644 "$KEYS/builder_ed25519.pub" keys/builder_ed25519.pub
KEYS=$(nix-store --add keys)

QEMU_NET_OPTS="hostfwd=tcp:127.0.0.1:$LINUX_BUILDER_PORT-:22"
# nixpkgs asks for acceleration and lets QEMU fall back; where it is broken, QEMU hangs instead.
if [[ $LINUX_BUILDER_ACCELERATION == none ]]; then QEMU_OPTS+=" -machine accel=tcg"; fi
# The guest fetches from binary caches with the certificates of this machine.
for certificates in /nix/var/nix/profiles/default/etc/ssl/certs/ca-bundle.crt /etc/ssl/cert.pem \
  /etc/ssl/certs/ca-certificates.crt; do
  if [[ -z ${NIX_SSL_CERT_FILE-} && -e $certificates ]]; then export NIX_SSL_CERT_FILE=$certificates; fi
done
# The image of the guest's store goes where the rest of the VM is.
export TMPDIR=$PWD USE_TMPDIR=1
export KEYS QEMU_NET_OPTS QEMU_OPTS

exec "$package"/vm/bin/run-*-vm
