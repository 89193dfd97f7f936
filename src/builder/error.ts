/** Why there is no Linux builder, and what to do about it: parts of a sentence, without full stops. */
export class BuilderError extends Error {
  override readonly name = 'BuilderError'
  readonly remedy: string

  constructor(why: string, remedy: string) {
    super(why)
    this.remedy = remedy
  }
}
