const { reporters, Runner } = require('mocha');

/** Failures in full, each file with its time, and at the very end `N passed, N failed`. A skipped test is a failure. */
module.exports = class Closing extends reporters.Base {
  constructor(runner, options) {
    super(runner, options);
    const { constants } = Runner;
    let began = Date.now();
    runner.on(constants.EVENT_SUITE_BEGIN, (suite) => {
      if (suite.parent?.root) began = Date.now();
    });
    runner.on(constants.EVENT_SUITE_END, (suite) => {
      if (suite.parent?.root)
        console.log(`${((Date.now() - began) / 1000).toFixed(1).padStart(6)} s  ${suite.title}`);
    });
    runner.on(constants.EVENT_TEST_FAIL, (test) => console.log(`  FAILED  ${test.fullTitle()}`));
    runner.once(constants.EVENT_RUN_END, () => {
      reporters.Base.list(this.failures);
      const skipped = this.stats.pending;
      if (skipped > 0) {
        console.log(`${skipped} skipped: every test must run`);
        process.on('exit', () => {
          process.exitCode = 1;
        });
      }
      console.log(`\n${this.stats.passes} passed, ${this.stats.failures + skipped} failed`);
    });
  }
};
