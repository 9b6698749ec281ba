import * as decoding from 'lib0/decoding'
import { describe, expect, test } from 'vitest'
import {
  CLOSE,
  closeName,
  encodeAck,
  encodeRefused,
  isCounted,
  MESSAGE,
  marginRoom,
  parseRoom,
  paperRoom,
  readNumber,
  readRefused,
} from '../../schema/protocol.ts'

describe('the wire', () => {
  test('W2 SyncStep2 and Update are counted, nothing else is', () => {
    expect(
      [[0, 1], [0, 2], [0, 0], [1, 1], [3], []].map((bytes) => isCounted(Uint8Array.from(bytes))),
    ).toEqual([true, true, false, false, false, false])
  })

  test('W2 acks and refusals come back as they were written', () => {
    const ack = decoding.createDecoder(encodeAck(70000))
    expect([decoding.readVarUint(ack), readNumber(ack)]).toEqual([MESSAGE.ack, 70000])
    const refused = decoding.createDecoder(encodeRefused(3, 'missing'))
    expect(decoding.readVarUint(refused)).toBe(MESSAGE.refused)
    expect(readRefused(refused)).toEqual({ message: 3, reason: 'missing' })
  })

  test('W1 close codes are distinct, and those time can heal are not in the range y-websocket takes as final', () => {
    const codes = Object.values(CLOSE).map((close) => close.code)
    expect(new Set(codes).size).toBe(codes.length)
    expect(CLOSE.unavailable.code).toBeGreaterThan(4499)
    expect(CLOSE.slow.code).toBeGreaterThan(4499)
    expect(closeName(4409)).toBe('tooOld')
    expect(closeName(1006)).toBeNull()
  })

  test.each(['paper:', 'paper:../etc', 'notes:12345678', 'paper:12345678/9', ''])(
    'W1 %j is no room',
    (name) => {
      expect(parseRoom(name)).toBeNull()
    },
  )

  test('W1 a room names its kind and its zone', () => {
    const zone = '0b6e2a52-1111-4222-8333-444455556666'
    expect(parseRoom(paperRoom(zone))).toEqual({ kind: 'paper', zone })
    expect(parseRoom(marginRoom(zone))).toEqual({ kind: 'margin', zone })
  })
})
