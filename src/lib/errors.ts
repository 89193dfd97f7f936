/**
 * An error that the user can act on: what failed, why, and what to do about it, on one line.
 * Everything else that is thrown is a defect of the action or of the machine.
 */
export class UserError extends Error {
  override readonly name = 'UserError'
}

/** The one-line text of anything thrown. */
export function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return text.replace(/\s*\n\s*/g, ' ').trim()
}
