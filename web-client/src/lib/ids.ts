// Ids and secrets made in the browser. Only getRandomValues: phones on a plain LAN have no crypto.randomUUID.

/** 256 bits, as the server expects of every secret. */
const SECRET_BYTES = 32;

function random(bytes: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(bytes));
}

/** A random UUID, version 4. */
export function uuid(): string {
  const bytes = random(16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40; // version 4
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80; // variant 10
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** A fresh secret: 43 characters of base64url. */
export function secret(): string {
  return btoa(String.fromCharCode(...random(SECRET_BYTES)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
