/** Whether a value that somebody else wrote is of a kind. */
export type Check = (value: unknown) => boolean

export const text: Check = (value) => typeof value === 'string'
export const number: Check = (value) => typeof value === 'number' && Number.isFinite(value)
export const yesOrNo: Check = (value) => typeof value === 'boolean'
export const nothing: Check = (value) => value === null || value === undefined

/** At most so many characters. */
export const textUpTo =
  (length: number): Check =>
  (value) =>
    typeof value === 'string' && value.length <= length

export const integer =
  (from: number, to: number): Check =>
  (value) =>
    Number.isInteger(value) && Number(value) >= from && Number(value) <= to

export const orNull =
  (check: Check): Check =>
  (value) =>
    nothing(value) || check(value)

export const oneOf =
  (values: readonly string[]): Check =>
  (value) =>
    typeof value === 'string' && values.includes(value)

export const listOf =
  (check: Check, length = Infinity): Check =>
  (value) =>
    Array.isArray(value) && value.length <= length && value.every(check)

/** An object with these fields; it may have others. */
export const record =
  (fields: Record<string, Check>): Check =>
  (value) =>
    isObject(value) && Object.entries(fields).every(([key, check]) => check(value[key]))

/** An object with these fields and no others. */
export const exactly =
  (fields: Record<string, Check>): Check =>
  (value) =>
    record(fields)(value) && Object.keys(value as object).every((key) => Object.hasOwn(fields, key))

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
