import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { withPrivateDirectory } from './limit.ts'

/**
 * Gives `use` a file that holds the secret key while Nix signs with it, readable by this user alone: on a command line
 * everybody could read the key. Without a key there is no file.
 */
export async function withKeyFile<T>(
  scratch: string,
  key: string | undefined,
  use: (file: string | undefined) => Promise<T>,
): Promise<T> {
  if (key === undefined) return use(undefined)
  return withPrivateDirectory(scratch, async (directory) => {
    const file = join(directory, 'signing-key')
    await writeFile(file, key, { mode: 0o600, flag: 'wx' })
    return use(file)
  })
}

/** Reads the input `signing-key`. Throws an `Error`, which does not repeat it. */
export function parseSigningKey(text: string): string {
  const key = text.trim()
  const match = /^[^\s:]+:([A-Za-z0-9+/]+=*)$/.exec(key)
  if (match === null || Buffer.from(match[1] ?? '', 'base64').length !== 64)
    throw new Error(
      'it is not a secret key of Nix, `name:…`; make one with `nix key generate-secret --key-name NAME`',
    )
  return key
}

/** Reads the input `trusted-public-keys`, keys separated by white space; undefined if there is none. Throws an `Error`. */
export function parsePublicKeys(text: string): readonly string[] | undefined {
  const keys = text.split(/\s+/).filter((key) => key !== '')
  for (const key of keys) {
    const match = /^[^:]+:([A-Za-z0-9+/]+=*)$/.exec(key)
    const length = match === null ? 0 : Buffer.from(match[1] ?? '', 'base64').length
    // A secret key given by mistake must not show.
    if (length === 64)
      throw new Error(
        'a secret key is among them; give the public one, of `nix key convert-secret-to-public`',
      )
    if (length !== 32)
      throw new Error(
        `\`${key}\` is not a public key of Nix, \`name:…\`; print it with \`nix key convert-secret-to-public\``,
      )
  }
  return keys.length === 0 ? undefined : keys
}
