import { restoreSettings } from './job-environment.ts'
import { takeDownBuilders } from './linux-builder-down.ts'

restoreSettings()
await takeDownBuilders()
process.exit(0)
