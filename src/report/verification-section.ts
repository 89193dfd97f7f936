import { capped, code, count, details, table } from './markdown.ts'
import type { Report } from './report.ts'
import { differencesOf, type Verification } from './verification.ts'

/** What mode `verify` found. Empty in other modes. */
export function verificationSection({ verification }: Report, most: number): string {
  if (verification === undefined) return ''
  return [
    ...disagreements(verification),
    sentence(verification),
    differences(verification, most),
    harmless(verification),
    leftOut(verification, most),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

/** Whether the two builds are not the same. */
export function differsIn(verification: Verification): boolean {
  return verification.disagreements.length > 0 || differencesOf(verification).length > 0
}

function disagreements({ disagreements }: Verification): readonly string[] {
  return disagreements.map(({ name, fails }) =>
    fails === 'on top'
      ? `**${code(name)} fails on top of the full build, and not plainly.**`
      : `**${code(name)} fails plainly, and not on top of the full build.**`,
  )
}

function sentence(verification: Verification): string {
  const { outputs } = verification
  if (outputs.length === 0) return ''
  const files = outputs.reduce((sum, one) => sum + one.files, 0)
  const equal = outputs.filter((one) => one.files === 0).length
  const different = differencesOf(verification).length
  const unproven = outputs.flatMap((one) => one.unproven).length
  const clauses = [
    ...(equal === 0 ? [] : [`${count(equal, 'output')} by the hash of all`]),
    ...(files === 0 ? [] : [`${count(outputs.length - equal, 'output')} in ${count(files, 'file')}`]),
  ].join(', ')
  const unknown = unproven === 0 ? '' : ` Of ${count(unproven, 'file')} it cannot be told.`
  const result =
    different === 0
      ? 'nothing differs'
      : `${count(different, 'file')} ${different === 1 ? 'differs' : 'differ'}`
  return `Compared with the plain build: ${clauses}; **${result}**.${unknown}`
}

function differences(verification: Verification, most: number): string {
  const all = differencesOf(verification)
  if (all.length === 0) return ''
  const shown = all.slice(0, Math.min(most, 100))
  const rows = shown.map(({ name, output, file, where, onTop, plain }) =>
    [output === 'out' ? name : `${name}, ${output}`, file || '.', where, onTop, plain].map((text) =>
      shortened(text),
    ),
  )
  const text = table(['Derivation', 'File', 'Where', 'On top', 'Plainly'], rows)
  return shown.length === all.length
    ? text
    : `${text}\n\n… and ${count(all.length - shown.length, 'more file')}.`
}

const longest = 200

const shortened = (text: string) =>
  text === '' ? '' : code(text.length > longest ? `${text.slice(0, longest)}…` : text)

function harmless({ outputs, otherIds, apart }: Verification): string {
  const rules = [...new Set(outputs.flatMap((one) => one.rules))].map((rule) => `- ${rule}`)
  const ids = otherIds.map(
    (name) =>
      `- the id of the package of ${code(name)}: compared with a build from scratch under the same id`,
  )
  const calls = apart.map(
    (name) =>
      `- that ${code(name)} calls what is in ${code('Paths_')} modules, which plainly GHC copies into others: compared with a build from scratch that does so, too`,
  )
  const all = [...rules, ...ids, ...calls]
  return all.length === 0 ? '' : details('What differs and means nothing', all.join('\n'))
}

function leftOut({ plain, missing, outputs }: Verification, most: number): string {
  const unproven = outputs.flatMap(({ name, unproven }) =>
    unproven.map(({ file, why }) => `- ${code(`${name}/${file}`)}: ${why}`),
  )
  const items = [
    ...plain.map((name) => `- ${code(name)}: built plainly anyway, so that there is nothing to compare`),
    ...(missing === 0 ? [] : [`- ${count(missing, 'output')} that nothing needs`]),
    ...unproven,
  ]
  const shown = capped(
    items,
    most,
    (text) => text,
    (number) => `- … and ${number.toLocaleString('en-US')} more`,
  )
  return items.length === 0 ? '' : details('What was not compared', shown.join('\n'))
}
