import { endedRows, faultRows } from './faults/rows.ts'
import { defineTable } from './faults/table.ts'

// Two files, since jest runs files at once, not tests.
defineTable(
  faultRows.filter((row) => row.cache !== 'GitHub cache'),
  endedRows.filter((row) => row.cache !== 'GitHub cache'),
)
