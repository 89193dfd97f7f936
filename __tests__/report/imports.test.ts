import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

it('the report is made of its own values alone', () => {
  const directory = fileURLToPath(new URL('../../src/report/', import.meta.url))
  const imported = readdirSync(directory).flatMap((file) =>
    [...readFileSync(`${directory}${file}`, 'utf8').matchAll(/ from '([^']+)'/g)].map(([, name]) => name),
  )
  expect(imported.length).toBeGreaterThan(20)
  expect(imported.filter((name) => !/^(\.\/|node:)/.test(name ?? ''))).toEqual([])
})
