import * as core from '@actions/core'
import { annotationsOf, titleOf } from '../report/messages.ts'
import type { Report } from '../report/report.ts'
import type { Annotations } from './inputs/index.ts'

/** Shows compilers' messages at the lines that they are about. The job's own error and warnings count as well. */
export function annotate({ messages, failure, warnings }: Report, level: Annotations): void {
  const others = { error: failure === undefined ? 0 : 1, warning: warnings.length }
  for (const message of annotationsOf(messages, level, others)) {
    const { file, line, column, endLine, endColumn } = message
    // The runner takes columns only where all is on one line.
    const columns =
      endLine !== undefined && endLine !== line
        ? { endLine }
        : {
            ...(column === undefined ? {} : { startColumn: column }),
            ...(endColumn === undefined ? {} : { endColumn }),
          }
    const properties = { title: titleOf(message), file, startLine: line, ...columns }
    if (message.severity === 'error') core.error(message.text, properties)
    else core.warning(message.text, properties)
  }
}
