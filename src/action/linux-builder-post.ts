import { begin } from './begin.ts'
import { restoreSettings } from './job-environment.ts'
import { takeDownBuilders } from './linux-builder-down.ts'

begin()
restoreSettings()
await takeDownBuilders()
process.exit(0)
