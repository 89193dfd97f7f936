import { isUtf8 } from 'node:buffer'
import { readFileSync } from 'node:fs'

/**
 * The text of a `.drv` file; undefined if it is not to be had as a file (a store that is no directory) or is no text in
 * UTF-8, which JSON could not carry.
 */
export function readDerivationFile(path: string): string | undefined {
  try {
    const bytes = readFileSync(path)
    return isUtf8(bytes) ? bytes.toString() : undefined
  } catch {
    return undefined
  }
}
