/** A bitmap of one grey shade, 24 bits a pixel. @param width a multiple of four: its rows need no filling */
export function bitmap(width: number, height: number, shade: number): Uint8Array {
  const file = Buffer.alloc(54 + 3 * width * height, shade);
  file.fill(0, 0, 54);
  file.write("BM");
  file.writeUInt32LE(54, 10);
  file.writeUInt32LE(40, 14);
  file.writeInt32LE(width, 18);
  file.writeInt32LE(height, 22);
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(24, 28);
  return file;
}
