/** An edit after which it is known what has to be compiled. */
export interface EditRow {
  readonly edit: string
  /** Undefined for all. */
  readonly compiled: readonly string[] | undefined
}

/** A table of edits for a page in docs/. `what` is the title of the second column, and `total` how many there are. */
export function editTable(rows: readonly EditRow[], what: string, total: number): string {
  const cell = (compiled: EditRow['compiled']) => {
    if (compiled === undefined) return 'all'
    return compiled.length === 0
      ? 'none'
      : `${compiled.length}: ${compiled.map((name) => `\`${name}\``).join(', ')}`
  }
  return [
    `| What changed | ${what}, of ${total} |`,
    '| --- | --- |',
    ...rows.map(({ edit, compiled }) => `| ${edit[0]?.toUpperCase()}${edit.slice(1)} | ${cell(compiled)} |`),
  ].join('\n')
}
