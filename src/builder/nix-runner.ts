import type { Finished, ProcessError, RunOptions } from '../lib/process.ts'

/** Nix as the builder needs it. */
export interface NixRunner {
  readonly dialect: {
    /** Commands that print JSON. */
    readonly storeInfo: readonly string[]
    readonly showConfig: readonly string[]
    /** Whether the store trusts this user, in what `storeInfo` printed; undefined if it does not tell. */
    trusted(storeInfo: string): boolean | undefined
  }
  run(args: readonly string[], options?: RunOptions): Promise<Finished>
}

/** What a program said last, on one line. */
export function lastLinesOf(error: ProcessError): string {
  const lines = error.stderr
    .replace(/\x1b\[[0-9;]*m/g, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  return lines.slice(-3).join(' ').slice(-500) || error.message
}
