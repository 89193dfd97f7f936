import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { httpFiles } from '../../src/cache/files/http.ts'
import { startLimit } from '../../src/cache/limit.ts'

let directory: string
let server: Server
let answer: () => number
let bodies: Buffer[]

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'incremental-nix-test-'))
  bodies = []
  server = createServer(async (incoming, outgoing) => {
    bodies.push(await buffer(incoming).catch(() => Buffer.from('cut off')))
    outgoing.writeHead(answer()).end()
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
})
afterEach(async () => {
  server.closeAllConnections()
  await new Promise((done) => server.close(done))
  rmSync(directory, { recursive: true })
})

const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/store`

it('fails, and ends no process, where what it is to send cannot be read any more, or never could', async () => {
  const file = join(directory, 'narinfo')
  const text = Buffer.alloc(200_000, 'text')
  writeFileSync(file, text)
  answer = () => {
    rmSync(file, { force: true })
    return 503
  }
  const files = httpFiles(url(), startLimit(60))
  await Promise.all([
    expect(files.put('a.narinfo', file)).rejects.toThrow(/^PUT .*a\.narinfo failed 4 times: .*ENOENT/),
    expect(files.put('b.narinfo', directory)).rejects.toThrow(/^PUT .*b\.narinfo failed 4 times: .*EISDIR/),
  ])
  files.close()
  expect(bodies).toContainEqual(text)
})
