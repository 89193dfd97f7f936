export { type Annotations, defaultMode, type Inputs, loadInputs } from './inputs.ts'
export { loadBuilderInputs } from './linux-builder.ts'
export { loadTruncateInputs } from './truncate.ts'
