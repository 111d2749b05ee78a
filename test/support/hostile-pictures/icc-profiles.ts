// Writes ICC profiles (ICC.1:2022) that are slow to apply.

type Tag = readonly [signature: string, data: Buffer]

const WHITE = [0.9642, 1, 0.8249] as const

/**
 * Writes a profile with a pipeline of this many elements. All elements refer to the same 3-D table, so
 * each adds only 8 bytes to the profile.
 */
export function pipelineProfile(elements: number): Buffer {
  const table = Buffer.concat([
    Buffer.from('clut\0\0\0\0\0\x03\0\x03', 'latin1'),
    Buffer.from([2, 2, 2, ...new Array<number>(13).fill(0)]),
    ...Array.from({ length: 24 }, (_, index) => float32((index % 5) / 5)),
  ])
  const position = Buffer.concat([u32(16 + elements * 8), u32(table.length)])
  const pipeline = Buffer.concat([
    Buffer.from('mpet\0\0\0\0\0\x03\0\x03', 'latin1'),
    u32(elements),
    ...new Array<Buffer>(elements).fill(position),
    table,
  ])
  const curve = Buffer.concat([Buffer.from('para\0\0\0\0\0\0\0\0', 'latin1'), fixed(2.2)])
  return writeProfile('XYZ ', [
    ['wtpt', xyz(...WHITE)],
    ['rXYZ', xyz(0.436, 0.222, 0.014)],
    ['gXYZ', xyz(0.385, 0.717, 0.097)],
    ['bXYZ', xyz(0.143, 0.06, 0.714)],
    ['rTRC', curve],
    ['gTRC', curve],
    ['bTRC', curve],
    ['D2B0', pipeline],
  ])
}

/** Writes a profile with a 3-D table of this many points per side, as scanners and printers have. */
export function tableProfile(points: number): Buffer {
  const identity = [1, 0, 0, 0, 1, 0, 0, 0, 1].map(fixed)
  const curves = Buffer.from([0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff])
  // Irregular values, so that no two neighbours in the table are alike.
  const table = Buffer.alloc(points ** 3 * 6)
  for (let index = 0; index < table.length; index++) table[index] = (index * 7919) >> 3
  const lut = Buffer.concat([
    Buffer.from('mft2\0\0\0\0', 'latin1'),
    Buffer.from([3, 3, points, 0]),
    ...identity,
    Buffer.from([0, 2, 0, 2]),
    curves,
    table,
    curves,
  ])
  return writeProfile('Lab ', [
    ['wtpt', xyz(...WHITE)],
    ['A2B0', lut],
  ])
}

function writeProfile(connectionSpace: string, tags: readonly Tag[]): Buffer {
  const header = Buffer.alloc(128)
  header.writeUInt32BE(0x04400000, 8)
  header.write(`mntrRGB ${connectionSpace}`, 12)
  header.write('acsp', 36)
  xyz(...WHITE).copy(header, 68, 8)
  let offset = header.length + 4 + tags.length * 12
  const entries: Buffer[] = []
  for (const [signature, data] of tags) {
    entries.push(Buffer.from(signature), u32(offset), u32(data.length))
    offset += data.length
  }
  header.writeUInt32BE(offset, 0)
  return Buffer.concat([header, u32(tags.length), ...entries, ...tags.map(([, data]) => data)])
}

function xyz(...values: readonly number[]): Buffer {
  return Buffer.concat([Buffer.from('XYZ \0\0\0\0', 'latin1'), ...values.map(fixed)])
}

/** s15Fixed16Number. */
function fixed(value: number): Buffer {
  return u32(Math.round(value * 65_536))
}

function float32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeFloatBE(value)
  return bytes
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
