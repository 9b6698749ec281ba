/** "14.06", with seconds "14.05.12". */
export function clockOf(moment: Date, seconds = false): string {
  const pad = (n: number): string => String(n).padStart(2, '0')
  const clock = `${moment.getHours()}.${pad(moment.getMinutes())}`
  return seconds ? `${clock}.${pad(moment.getSeconds())}` : clock
}
