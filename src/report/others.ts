import { capped, code, count, details, duration } from './markdown.ts'
import type { Report } from './report.ts'

/** Folded, what was built beside the units, with what it took: the title has the sum, and says of how many it is not known. */
export function othersSection({ others }: Report, most: number): string {
  if (others.length === 0) return ''
  const known = others.flatMap(({ seconds }) => seconds ?? [])
  const sum = known.reduce((total, seconds) => total + seconds, 0)
  const unknown = others.length - known.length
  const time =
    known.length === 0
      ? ''
      : `: ${duration(sum)}${unknown === 0 ? '' : `, without ${unknown.toLocaleString('en-US')} whose time is not known`}`
  const items = capped(
    others,
    most,
    ({ name, seconds }) => `- ${code(name)}${seconds === undefined ? '' : `: ${duration(seconds)}`}`,
    (number) => `- … and ${number.toLocaleString('en-US')} more`,
  )
  return details(`${count(others.length, 'derivation')} built beside the units${time}`, items.join('\n'))
}
