import TestSequencer from "@jest/test-sequencer";

/** Where files start programs, servers, browsers and engines, or read a whole report for each case. */
const LONG = /\/test\/(?:bin|delivery|docs|formats|infrastructure|recognition\/engines|serve|tools|work)\//u;

/**
 * Jest begins with what took longest in the run before. Where there was none it goes by the sizes of files, and long
 * ones that are small would be left to run alone at the end.
 */
export default class LongFirst extends TestSequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    const isFirst = ({ path, duration }) => duration === undefined && LONG.test(path);
    return [...sorted.filter(isFirst), ...sorted.filter((test) => !isFirst(test))];
  }
}
