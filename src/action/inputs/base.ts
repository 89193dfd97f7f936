import type { StartSetting } from '../../engine/event.ts'
import { type History, type Interval, parseInterval, withOffset } from '../../revision/index.ts'
import { oneOf, optional, read } from './reading.ts'

/** How the commit of the full build is chosen: what the action and the one that only finds the commit both take. */
export interface BaseInputs {
  readonly interval: Interval
  readonly start: StartSetting
  readonly history: History
  /** As git takes it. */
  readonly date: string | undefined
}

const histories: readonly History[] = ['first-parent', 'all']
const starts: readonly StartSetting[] = ['checkout', 'pull-request-head']

/** Throws `UserError` for the first input that is wrong. */
export function baseInputs(): BaseInputs {
  const interval = read('interval', parseInterval)
  return {
    interval: read('offset', (text) => withOffset(interval, text)),
    start: oneOf('start', starts),
    history: oneOf('history', histories),
    date: optional('date'),
  }
}
