/** Protocol buffers without their schema: a message as the list of its fields, enough to change a few and write the others as they came. */

export type Field =
  | { readonly number: number; readonly wire: 0; readonly value: bigint }
  | { readonly number: number; readonly wire: 1 | 2 | 5; readonly value: Uint8Array };

/** @throws Error for what is no message */
export function fieldsOf(bytes: Uint8Array): Field[] {
  const fields: Field[] = [];
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++];
      if (byte === undefined) throw new Error("a message ends within a number");
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < bytes.length) {
    const key = Number(varint());
    const [number, wire] = [key >>> 3, key & 7];
    if (wire === 0) {
      fields.push({ number, wire, value: varint() });
      continue;
    }
    if (wire !== 1 && wire !== 2 && wire !== 5) throw new Error(`no wire type: ${wire}`);
    const length = wire === 2 ? Number(varint()) : wire === 1 ? 8 : 4;
    if (at + length > bytes.length) throw new Error("a message ends within a field");
    fields.push({ number, wire, value: bytes.subarray(at, at + length) });
    at += length;
  }
  return fields;
}

function varintBytes(value: bigint): number[] {
  const bytes: number[] = [];
  for (let rest = BigInt.asUintN(64, value); ; rest >>= 7n) {
    const byte = Number(rest & 0x7fn);
    if (rest < 0x80n) return [...bytes, byte];
    bytes.push(byte | 0x80);
  }
}

export function messageOf(fields: readonly Field[]): Uint8Array {
  return Buffer.concat(
    fields.flatMap(({ number, wire, value }) => {
      const key = varintBytes(BigInt((number << 3) | wire));
      if (wire === 0) return [Uint8Array.from([...key, ...varintBytes(value)])];
      return [Uint8Array.from(wire === 2 ? [...key, ...varintBytes(BigInt(value.length))] : key), value];
    }),
  );
}

export const textField = (number: number, text: string): Field => ({ number, wire: 2, value: Buffer.from(text, "utf8") });
export const messageField = (number: number, fields: readonly Field[]): Field => ({ number, wire: 2, value: messageOf(fields) });
export const numberField = (number: number, value: number): Field => ({ number, wire: 0, value: BigInt(value) });
