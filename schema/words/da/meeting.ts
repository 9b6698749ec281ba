export const meeting = {}
