export { type Annotations, defaultMode, type Inputs, loadInputs } from './inputs.ts'
export { type LinuxBuilderInputs, loadBuilderInputs } from './linux-builder.ts'
export { settingsOf } from './reading.ts'
export { loadTruncateInputs, type TruncateInputs } from './truncate.ts'
