import { messageOf } from '../lib/errors.ts'
import { ProcessError } from '../lib/process.ts'

const longest = 600

/** The text with user names, passwords and query strings of its URLs replaced: each may be a credential. */
export function maskUrls(text: string): string {
  return text
    .replace(/([a-z][a-z0-9+.-]*:\/\/)[^\s/@'"]+@/gi, '$1***@')
    .replace(/([a-z][a-z0-9+.-]*:\/\/[^\s?'"]*)\?[^\s'"]+/gi, '$1?***')
}

/**
 * Why something failed, on one line, without credentials. Nix's last line is often only the consequence ("there is no
 * substituter that can build it"), so all of its error lines count, and its warnings if they are about a store: that it
 * passed one over, for a missing signature or an untrusted user, is no error to Nix.
 */
export function reasonOf(error: unknown): string {
  const text =
    error instanceof ProcessError && error.reason === 'failed' ? describeFailure(error) : messageOf(error)
  const masked = maskUrls(text.replace(/\u001b\[[0-9;]*m/g, ''))
  return masked.length > longest ? `${masked.slice(0, longest)}…` : masked
}

function describeFailure(error: ProcessError): string {
  const lines = error.stderr
    .replace(/\u001b\[[0-9;]*m/g, '')
    .split('\n')
    .map((line) =>
      /^\s*(?:error:|warning:(?=.*(?:substitut|binary cache|trusted)))\s*(.+)$/.exec(line)?.[1]?.trim(),
    )
    .filter((line) => line !== undefined)
  return lines.length === 0 ? messageOf(error) : `${error.command}: ${[...new Set(lines)].join('; ')}`
}
