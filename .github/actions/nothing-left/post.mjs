import { deepStrictEqual } from 'node:assert'
import { machineState } from './machine.mjs'

// The difference is in the error.
deepStrictEqual(machineState(), JSON.parse(process.env.STATE_before ?? ''))
console.log('Processes, files and settings are as before.')
