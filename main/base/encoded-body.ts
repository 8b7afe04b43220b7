// A body that came compressed although none was asked for: read all the same, never beyond the size an answer may have.
import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync, zstdDecompressSync } from 'node:zlib';

type Decoder = (bytes: Buffer, options: { maxOutputLength: number }) => Buffer;

const DECODERS: Readonly<Record<string, Decoder>> = {
  identity: (bytes) => bytes,
  gzip: gunzipSync,
  'x-gzip': gunzipSync,
  // RFC 9110 means zlib's format; some servers send the bare one.
  deflate: (bytes, options) => {
    try {
      return inflateSync(bytes, options);
    } catch (error) {
      if (isTooLarge(error)) throw error;
      return inflateRawSync(bytes, options);
    }
  },
  br: brotliDecompressSync,
  zstd: zstdDecompressSync,
};
/** Nobody honest packs a body more often. */
const MOST_LAYERS = 2;

/** The body as it was before its `Content-Encoding`, or why it cannot be had. */
export function decodedBody(
  bytes: Buffer,
  contentEncoding: string | undefined,
  maxBytes: number,
): Buffer | 'too-large' | 'unreadable' {
  const layers = (contentEncoding ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity');
  if (layers.length > MOST_LAYERS) return 'unreadable';
  let body = bytes;
  try {
    // An empty body has nothing to unpack, whatever its header says.
    for (const name of bytes.length === 0 ? [] : layers.reverse()) {
      const decode = DECODERS[name];
      if (decode === undefined) return 'unreadable';
      body = decode(body, { maxOutputLength: maxBytes });
    }
    return body;
  } catch (error) {
    return isTooLarge(error) ? 'too-large' : 'unreadable';
  }
}

function isTooLarge(error: unknown): boolean {
  return error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
}
