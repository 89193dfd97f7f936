import { buffer } from 'node:stream/consumers'
import { extract, type Header, pack } from 'tar-stream'

/** Archives as the GitHub cache holds them, to be taken apart, changed and put together again. */

export interface Member {
  readonly header: Partial<Header> & Pick<Header, 'name'>
  readonly body?: Buffer
}

export async function archiveOf(members: readonly Member[]): Promise<Buffer> {
  const packed = pack()
  const whole = buffer(packed)
  for (const { header, body } of members) packed.entry(header, body ?? Buffer.alloc(0))
  packed.finalize()
  return whole
}

export async function membersOf(archive: Buffer): Promise<readonly Member[]> {
  const members: Member[] = []
  const reading = extract()
  reading.end(archive)
  for await (const member of reading) {
    const { name, type, mode } = member.header
    members.push({ header: { name, type, mode }, body: await buffer(member) })
  }
  return members
}

/** A NAR of a directory with one file in it, as Nix would unpack it. */
export function narOf(name: string, contents: string): Buffer {
  const words = [
    ...['nix-archive-1', '(', 'type', 'directory', 'entry', '(', 'name', name, 'node'],
    ...['(', 'type', 'regular', 'contents', contents, ')', ')', ')'],
  ]
  return Buffer.concat(
    words.map((word) => {
      const text = Buffer.from(word)
      const padded = Buffer.alloc(8 + Math.ceil(text.length / 8) * 8)
      padded.writeBigUInt64LE(BigInt(text.length))
      text.copy(padded, 8)
      return padded
    }),
  )
}
