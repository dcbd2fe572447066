import { BinaryReader, BinaryWriter, WireType } from "@bufbuild/protobuf/wire";

/**
 * Protocol buffers without their schema: a message as the list of its fields, enough to change a few and write the
 * others as they came.
 */

export type Field =
  | { readonly number: number; readonly wire: WireType.Varint; readonly value: bigint }
  | { readonly number: number; readonly wire: Exclude<WireType, WireType.Varint>; readonly value: Uint8Array };

/** @throws Error for what is no message */
export function fieldsOf(bytes: Uint8Array): Field[] {
  const reader = new BinaryReader(bytes);
  const fields: Field[] = [];
  while (reader.pos < reader.len) {
    const [number, wire] = reader.tag();
    if (wire === WireType.Varint) fields.push({ number, wire, value: BigInt(reader.uint64()) });
    else
      fields.push({
        number,
        wire,
        value: wire === WireType.LengthDelimited ? reader.bytes() : reader.skip(wire, number),
      });
  }
  return fields;
}

/** Whole numbers that stand one after the other in a field. */
export function packedNumbers(bytes: Uint8Array): number[] {
  const reader = new BinaryReader(bytes);
  const numbers: number[] = [];
  while (reader.pos < reader.len) numbers.push(Number(reader.int64()));
  return numbers;
}

export function messageOf(fields: readonly Field[]): Uint8Array {
  const writer = new BinaryWriter();
  for (const { number, wire, value } of fields) {
    writer.tag(number, wire);
    if (wire === WireType.Varint) writer.uint64(value);
    else if (wire === WireType.LengthDelimited) writer.bytes(value);
    else writer.raw(value);
  }
  return writer.finish();
}

export const textField = (number: number, text: string): Field => bytesField(number, Buffer.from(text, "utf8"));
export const messageField = (number: number, fields: readonly Field[]): Field => bytesField(number, messageOf(fields));
export const bytesField = (number: number, value: Uint8Array): Field => ({
  number,
  wire: WireType.LengthDelimited,
  value,
});
export const numberField = (number: number, value: number): Field => ({
  number,
  wire: WireType.Varint,
  value: BigInt(value),
});
export const floatField = (number: number, value: number): Field => ({
  number,
  wire: WireType.Bit32,
  value: new Uint8Array(Float32Array.of(value).buffer),
});
