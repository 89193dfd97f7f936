import type { StartSetting } from '../engine/event.ts'
import type { BaseSettings } from '../engine/settings.ts'
import { type Parents, parseDuration, parseLevels, withOffset } from '../revision/index.ts'
import type { Reader } from './reading.ts'

const parents: readonly Parents[] = ['first-parent', 'all']
const starts: readonly StartSetting[] = ['checkout', 'pull-request-head']

/** Throws `UserError` for the first input that is wrong. */
export function readBaseSettings({ oneOf, optional, read }: Reader): BaseSettings {
  const levels = read('interval', parseLevels)
  return {
    levels: read('offset', (text) => withOffset(levels, text)),
    start: oneOf('start', starts),
    parents: oneOf('history', parents),
    date: optional('date'),
    fetchTimeout: read('fetch-timeout', parseDuration),
  }
}
