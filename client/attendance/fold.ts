/** Names are the same whatever their case and the space around them. */
export function fold(name: string): string {
  return name.trim().toLocaleLowerCase('da')
}
