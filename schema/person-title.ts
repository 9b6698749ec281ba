/** So many letters are enough to see that a title names a function: "sekretariatet", "sekretær". */
const STEM = 6

/** Whether a title names a function already ("regional medformand"), which then need not be said again. */
export function titleNames(title: string | null, functionName: string): boolean {
  return (title ?? '').toLocaleLowerCase('da').includes(functionName.slice(0, STEM))
}
