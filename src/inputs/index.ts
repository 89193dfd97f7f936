/** What the user can say to a run, whichever front reads it. Other parts import from here only. */
export { readBaseSettings } from './base.ts'
export { defaults } from './defaults.ts'
export { readLinuxBuilder } from './linux-builder.ts'
export { createReader, type InputSource, pathInside, type Reader, settingsOf } from './reading.ts'
export { reference } from './reference.ts'
export { modes, readSettings } from './settings.ts'
