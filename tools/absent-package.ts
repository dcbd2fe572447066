/**
 * Stands in a bundle for a native package that its function never uses. Using it all the same is an error, not a
 * silence.
 */
function absent(): never {
  throw new Error("this function is built without the native package that reads pictures");
}

export default absent;
export { absent as InferenceSession, absent as Tensor };
