import { ProcessError } from './process.ts'

/**
 * What `read` makes of what a program printed. That it throws is the program's fault: throws `ProcessError` of reason
 * `unreadable`, so that a program that answers with rubbish is one that failed.
 */
export function readAnswer<P, T>(command: string, printed: P, read: (printed: P) => T): T {
  try {
    return read(printed)
  } catch {
    throw new ProcessError('unreadable', command, undefined, '')
  }
}
