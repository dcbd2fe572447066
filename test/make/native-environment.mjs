import { TestEnvironment } from "jest-environment-node";

/** Native modules make arrays of the outer realm and refuse those of a test's own. */
export default class NativeEnvironment extends TestEnvironment {
  async setup() {
    await super.setup();
    this.global.Float32Array = Float32Array;
  }
}
