import { createHash, createHmac, createSecretKey, type Hash, type Hmac } from 'node:crypto'

type Bytes = string | ArrayBuffer | ArrayBufferView

/**
 * The SHA-256 with which the SDK's clients sign requests: a hash or, with a secret, an HMAC. The SDK's own class passes the
 * secret to `createHmac` as bytes. Node then throws and catches two errors to find out that they are not a key object. That
 * takes 10 µs, and each request has two HMACs: https://github.com/nodejs/node/pull/63111
 */
export class Sha256 {
  readonly #secret: Bytes | undefined
  #hash: Hash | Hmac

  constructor(secret?: Bytes) {
    this.#secret = secret
    this.#hash = startHash(secret)
  }

  update(bytes: Bytes): void {
    this.#hash.update(toBuffer(bytes))
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest())
  }

  reset(): void {
    this.#hash = startHash(this.#secret)
  }
}

function startHash(secret: Bytes | undefined): Hash | Hmac {
  if (secret === undefined) return createHash('sha256')
  return createHmac('sha256', createSecretKey(toBuffer(secret)))
}

function toBuffer(bytes: Bytes): Buffer {
  if (typeof bytes === 'string') return Buffer.from(bytes)
  if (bytes instanceof ArrayBuffer) return Buffer.from(bytes)
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
