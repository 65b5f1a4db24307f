const longDigits = /\d{16}/;
const stringOrNumber = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * JSON whose integers past 2^53 (MsgId, device ids) become strings instead of being rounded.
 * Throws SyntaxError as `JSON.parse` does.
 */
export function parseJson(text: string): unknown {
  const clean = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  if (!longDigits.test(clean)) return JSON.parse(clean);
  return JSON.parse(clean.replace(stringOrNumber, (token) => {
    const isLong = token.length > 15 && /^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token));
    return isLong ? `"${token}"` : token;
  }));
}
