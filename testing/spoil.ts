import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** What hooks write in place of letters and digits, so that Nix sees no store paths; see nix/adapters/common.nix. */
function hidden(text: string): string {
  const next = (characters: string) => (one: string) =>
    characters[(characters.indexOf(one) + 1) % characters.length]!
  return text.replace(/[a-z]/g, next('abcdefghijklmnopqrstuvwxyz')).replace(/[0-9]/g, next('0123456789'))
}

/**
 * Has one text in the products that a full build of Go or Rust kept be another one, which is as long: what a hook would do that
 * puts back what is stale. Throws if it is nowhere in there.
 */
export function spoilProducts(intermediates: string, before: string, after: string): void {
  const file = join(intermediates, 'incremental-nix/products')
  const content = readFileSync(file)
  const [sought, put] = [hidden(before), hidden(after)]
  let at = content.indexOf(sought)
  if (at < 0 || sought.length !== put.length) throw new Error(`${before} is not in ${file}`)
  for (; at >= 0; at = content.indexOf(sought, at + 1)) content.write(put, at, 'latin1')
  chmodSync(dirname(file), 0o755)
  chmodSync(file, 0o644)
  writeFileSync(file, content)
}
