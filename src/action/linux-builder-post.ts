import { setLog } from '../lib/log.ts'
import { restoreSettings } from './job-environment.ts'
import { takeDownBuilders } from './linux-builder-down.ts'
import { actionLog } from './log.ts'

setLog(actionLog)
restoreSettings()
await takeDownBuilders()
process.exit(0)
