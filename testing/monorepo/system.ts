/** What Nix calls the system of this machine. */
export function currentSystem(): string {
  const processor = process.arch === 'arm64' ? 'aarch64' : 'x86_64'
  return `${processor}-${process.platform}`
}
