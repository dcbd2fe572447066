/** Ends a run with the counts on a line of their own, for whoever reads only the last line. */
export default class CountReporter {
  onRunComplete(_, { numPassedTests, numFailedTests, numPendingTests }) {
    process.on("exit", () =>
      console.log(`${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped`),
    );
  }
}
