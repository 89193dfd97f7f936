import { setLog } from '../lib/log.ts'
import { withhold } from '../lib/process.ts'
import { isConfided } from './confidences.ts'
import { actionLog } from './log.ts'

/** What each program of the action does before all else. */
export function begin(): void {
  setLog(actionLog)
  withhold(isConfided)
}
