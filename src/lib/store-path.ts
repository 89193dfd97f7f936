/** `/nix/store/<hash>-foo-1.0.drv` → `foo-1.0`; of other store paths, the name without the hash. */
export function nameOf(path: string): string {
  return path
    .slice(path.lastIndexOf('/') + 1)
    .replace(/^[a-z0-9]{32}-/, '')
    .replace(/\.drv$/, '')
}
